using System.Globalization;
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
        string[] names = ["--model", "--set", "--fit", "--pool", "--calibration", "--splits", "--passes"];
        if (args.Length % 2 != 0) throw new UcamException($"every option needs a value: {Usage}");
        Dictionary<string, string> given = args.Chunk(2).ToDictionary(pair => pair[0], pair => pair[1]);
        if (given.Keys.FirstOrDefault(key => !names.Contains(key)) is { } unknown) throw new UcamException($"{unknown} is no option: {Usage}");
        int Number(string name, int otherwise) => !given.TryGetValue(name, out string? text) ? otherwise
            : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int value) && value > 0 ? value
            : throw new UcamException($"{name} is '{text}'; it must be a whole number above 0.");
        string set = given.GetValueOrDefault("--set", "scenes");
        BuiltInSet chosen = BuiltInSets.Find(set) ?? throw new UcamException($"--set is '{set}'; it must be {BuiltInSets.Words}.");
        using VqaModel model = VqaModel.Load(given.GetValueOrDefault("--model", set));
        var options = new EvaluationOptions { Passes = Number("--passes", 20), Seed = Seed };
        IReadOnlyList<QuestionResult> pool = Collect(model.Network, chosen, options, (Number("--fit", 1500), Number("--pool", 6000)));
        PromisesTable.Print(pool, [.. Splits(pool, model.Network, Number("--calibration", 900), Number("--splits", 100))]);
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
