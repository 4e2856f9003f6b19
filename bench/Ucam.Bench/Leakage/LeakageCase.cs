using Ucam.Vqa;
using Ucam.Vqa.Datasets;
using Ucam.Vqa.Datasets.BuiltIn.Scenes;
using Ucam.Vqa.Models;
using static TorchSharp.torch;

namespace Ucam.Bench.Leakage;

/// <summary>Mean parts of the doubt of some answers, nats.</summary>
internal readonly record struct DoubtParts(double Data, double Model, double People);

/// <summary>What became of both parts of the doubt when one cause was changed.</summary>
/// <param name="Cause">What was changed.</param>
/// <param name="IsData">Whether it is a cause of data doubt; else of model doubt.</param>
/// <param name="Before">Parts before.</param>
/// <param name="After">Parts after.</param>
internal sealed record Leak(string Cause, bool IsData, DoubtParts Before, DoubtParts After)
{
    /// <summary>Share of the change, without its sign, that is in the part whose cause was not touched.</summary>
    public double Share
    {
        get
        {
            double data = Math.Abs(After.Data - Before.Data), model = Math.Abs(After.Model - Before.Model);
            return (IsData ? model : data) / (data + model);
        }
    }
}

/// <summary>
/// How far the parts of the doubt leak into each other, on Scenes: how much each moves when only the other's cause is changed. Data: the
/// same scenes are drawn with a worse view, as bad as training pictures are at worst. Model: objects of colours and shapes that it never saw
/// together, about which people are as sure as about others; and another dropout rate in the passes.
/// </summary>
internal static class LeakageCase
{
    private const string Usage = "bench leakage [--model FILE] [--pictures N] [--passes N]";
    private const int Seed = 1, Questions = 6;

    // The worst of what SceneLayout draws for training pictures.
    private const double Blur = 0.95 / 128, Noise = 12, Light = 0.5;

    public static int Execute(string[] args)
    {
        var given = new CaseOptions(args, Usage, "--model", "--pictures", "--passes");
        using VqaModel model = VqaModel.Load(given["--model"] ?? "scenes");
        VqaNetwork network = model.Network;
        int pictures = given.Number("--pictures", 1000), size = network.Backbone.Options.InputSize;
        var options = new EvaluationOptions { Passes = given.Number("--passes", 50), Seed = Seed };
        SceneSet Make(SceneSplit split) =>
            new(new SceneSetOptions { Seed = Seed, Split = split, Pictures = pictures, Size = size, QuestionsPerPicture = Questions });
        SceneSet test = Make(SceneSplit.Test);
        IReadOnlyList<QuestionResult> Answers(IVqaSet set) => Evaluator.Run(network, set, options);
        IReadOnlyList<QuestionResult> Seen(Func<Scene, Scene> view) =>
            Answers(new ChangedSet(test, test.Name, (index, _) => ScenePainter.Draw(view(test.SceneOf(index)), size)));
        IReadOnlyList<QuestionResult> clear = Seen(scene => scene with { Blur = 0, Noise = 0, Light = 1 }), plain = Answers(test);
        var leaks = new List<Leak>
        {
            Paired("blur, noise and half the light, as in training", true, clear,
                Seen(scene => scene with { Blur = Blur, Noise = Noise, Light = Light })),
            Paired("twice the blur and noise of training", true, clear,
                Seen(scene => scene with { Blur = 2 * Blur, Noise = 2 * Noise, Light = Light })),
            ByFamily("pairs of colour and shape not seen in training", plain, Answers(Make(SceneSplit.TestCombinations))),
        };
        double usual = network.Config.Model.ClassifierDropout;
        foreach (double rate in new[] { usual / 2, 1.5 * usual })
        {
            using VqaNetwork other = WithDropout(network, rate);
            leaks.Add(Paired($"dropout {rate:0.##} in place of {usual:0.##}", false, plain, Evaluator.Run(other, test, options)));
        }
        Print(leaks, plain.Count);
        return 0;
    }

    private static VqaNetwork WithDropout(VqaNetwork network, double rate)
    {
        var other = new VqaNetwork(network.Config with { Model = network.Config.Model with { ClassifierDropout = rate } });
        using var quiet = no_grad();
        foreach (((_, nn.Module to), (_, nn.Module from)) in other.Parts.Zip(network.Parts)) to.load_state_dict(from.state_dict());
        other.Freeze();
        return other;
    }

    private static Leak Paired(string cause, bool isData, IReadOnlyList<QuestionResult> before, IReadOnlyList<QuestionResult> after) =>
        new(cause, isData, Mean(before), Mean(after));

    // Each family weighs as in the first, so that what is asked is no cause.
    private static Leak ByFamily(string cause, IReadOnlyList<QuestionResult> before, IReadOnlyList<QuestionResult> after)
    {
        Dictionary<string, DoubtParts> families = after.GroupBy(r => r.QuestionType).ToDictionary(g => g.Key, g => Mean([.. g]));
        QuestionResult[] both = [.. before.Where(r => families.ContainsKey(r.QuestionType))];
        double Weighted(Func<DoubtParts, double> part) => both.Average(r => part(families[r.QuestionType]));
        return new Leak(cause, false, Mean(both), new DoubtParts(Weighted(p => p.Data), Weighted(p => p.Model), Weighted(p => p.People)));
    }

    private static DoubtParts Mean(IReadOnlyList<QuestionResult> results) =>
        new(results.Average(r => r.Aleatoric), results.Average(r => r.Epistemic), results.Average(r => r.HumanEntropy));

    private static void Print(List<Leak> leaks, int questions)
    {
        Console.WriteLine($"{questions} questions; nats, means");
        Console.WriteLine($"{"changed",-48} {"cause of",-8} {"data",-16} {"model",-16} leaked");
        foreach (Leak leak in leaks)
        {
            (DoubtParts before, DoubtParts after) = (leak.Before, leak.After);
            Console.WriteLine($"{leak.Cause,-48} {(leak.IsData ? "data" : "model"),-8} {before.Data:F3} -> {after.Data:F3}   "
                + $"{before.Model:F3} -> {after.Model:F3}   {leak.Share:P0}"
                + (leak.IsData ? "" : $"   (people {before.People:F3} -> {after.People:F3})"));
        }
    }
}
