using Ucam.Numbers;
using Ucam.Vqa;
using Ucam.Vqa.Datasets.BuiltIn;
using Ucam.Vqa.Evaluation;
using Ucam.Vqa.Models;

namespace Ucam.Bench.Promises;

/// <summary>
/// Whether promises are kept: an estimator is fitted on some pictures of a built-in set; the answers about many others are collected once and
/// parted by picture again and again into a few to calibrate on and the rest to judge by.
/// </summary>
internal static class PromisesCase
{
    private const string Usage = "bench promises [--model FILE] [--set scenes] [--fit N] [--pool N] [--calibration N] [--splits N] [--passes N]";
    private const int Seed = 11, Questions = 8;

    public static int Execute(string[] args)
    {
        var given = new CaseOptions(args, Usage, "--model", "--set", "--fit", "--pool", "--calibration", "--splits", "--passes");
        BuiltInSet chosen = given.Set();
        using VqaModel model = VqaModel.Load(given["--model"] ?? chosen.Name);
        var options = new EvaluationOptions { Passes = given.Number("--passes", 20), Seed = Seed };
        IReadOnlyList<QuestionResult> pool = Collect(model.Network, chosen, options, (given.Number("--fit", 1500), given.Number("--pool", 6000)));
        PromisesTable.Print(pool, [.. Splits(pool, model.Network, given.Number("--calibration", 900), given.Number("--splits", 100))]);
        return 0;
    }

    private static IReadOnlyList<QuestionResult> Collect(VqaNetwork network, BuiltInSet set, EvaluationOptions options, (int Fit, int Pool) pictures)
    {
        IVqaSet Make(string part, int count) =>
            set.Open(null).Make(new SetRequest(part, count, Seed, network.Backbone.Options.InputSize, Questions));
        network.Certainty = CertaintyEstimator.Fit(
            HeldOutAnswers.Collect(network, new HeldOutPart(Make("validation", pictures.Fit), null, true), options, null, CancellationToken.None), Seed);
        IReadOnlyList<QuestionResult> pool = Evaluator.Run(network, Make("test", pictures.Pool), options with { KeepDistributions = true });
        Console.WriteLine($"{set.Name}: fitted on {network.Certainty.Answers} answers; {pool.Count} others about {pictures.Pool} pictures");
        return pool;
    }

    private static IEnumerable<SplitOutcome> Splits(IReadOnlyList<QuestionResult> pool, VqaNetwork network, int calibration, int splits)
    {
        QuestionResult[][] pictures = [.. pool.GroupBy(result => result.ImageId).Select(group => group.ToArray())];
        if (calibration >= pictures.Length) throw new UcamException($"--calibration must be below the {pictures.Length} pictures of --pool.");
        for (int split = 0; split < splits; split++)
        {
            int[] order = Shuffle.Order(pictures.Length, Seed, split);
            QuestionResult[] known = [.. order.Take(calibration).SelectMany(i => pictures[i])], others =
                [.. order.Skip(calibration).SelectMany(i => pictures[i])];
            yield return SplitOutcome.Of(known, others, network.Answers);
        }
    }
}
