using Ucam.Vqa;
using Ucam.Vqa.Datasets.BuiltIn;

namespace Ucam.Bench.Words;

/// <summary>How steady the words for P(right) are: the same questions again with other dropout masks.</summary>
internal static class WordsCase
{
    private const string Usage = "bench words [--model FILE] [--set scenes] [--data FOLDER] [--pictures N] [--passes N] [--runs N]";
    private const int Seed = 1, Questions = 6;

    public static int Execute(string[] args)
    {
        var given = new CaseOptions(args, Usage, "--model", "--set", "--data", "--pictures", "--passes", "--runs");
        BuiltInSet chosen = given.Set();
        using VqaModel model = VqaModel.Load(given["--model"] ?? chosen.Name);
        int runs = given.Number("--runs", 5), passes = given.Number("--passes", 50);
        IVqaSet set = chosen.Open(given["--data"])
            .Make(new SetRequest("test", given.Number("--pictures", 500), Seed, model.Network.Backbone.Options.InputSize, Questions));
        AnswerCertainty[][] said =
            [.. Enumerable.Range(1, runs).Select(seed => Run(model, set, new EvaluationOptions { Passes = passes, Seed = seed }))];
        double[] spreads = [.. Enumerable.Range(0, said[0].Length).Select(i => Spread([.. said.Select(run => run[i].Probability)]))];
        int questions = said[0].Length, several = Enumerable.Range(0, questions).Count(i => said.Select(run => run[i].Words).Distinct().Count() > 1);
        double pairs = said.Skip(1).Average(run => run.Zip(said[0], (a, b) => a.Words == b.Words ? 0.0 : 1).Average());
        Console.WriteLine($"{set.Name}, {questions} questions, {passes} passes, {runs} seeds: P(right) strays by {spreads.Average():F4} (standard "
            + $"deviation, mean; largest {spreads.Max():F3});\nthe words differ between two seeds for {pairs:P1}, in any of {runs} for "
            + $"{several / (double)questions:P1}, and never by more than {said.Skip(1).Max(run => run.Zip(said[0], Steps).Max())} step");
        return 0;
    }

    private static AnswerCertainty[] Run(VqaModel model, IVqaSet set, EvaluationOptions options) =>
        [.. Evaluator.Run(model, set, options).Select(r => r.Certainty ?? throw new UcamException("the model carries no certainty estimator."))];

    private static double Spread(double[] values)
    {
        double mean = values.Average();
        return Math.Sqrt(values.Sum(value => (value - mean) * (value - mean)) / Math.Max(1, values.Length - 1));
    }

    private static int Steps(AnswerCertainty a, AnswerCertainty b) =>
        Math.Abs(Ucam.Certainty.Estimation.Bands.Words.ToList().IndexOf(a.Words) - Ucam.Certainty.Estimation.Bands.Words.ToList().IndexOf(b.Words));
}
