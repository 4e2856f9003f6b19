using Ucam.Metrics;
using Ucam.Studies.Reports.Comparison.Document;

namespace Ucam.Studies.Trusting;

/// <summary>Sets of answers that hold the right one as often as asked for, on average over inputs.</summary>
internal static class SetsPart
{
    private const string Part = "sets";
    private const int FewestOfClass = 5, MostClasses = 20;

    public static TrustPart Of(TrustOptions options, HeldOutFit fit, AnswerRows test, string[] names)
    {
        var score = new LacScore();
        double[] scores = ConformalCalibration.Scores(score, fit.Choosing.Probabilities, fit.Choosing.Labels, seed: null);
        ConformalThresholds thresholds = ConformalCalibration.Pooled(scores, 1 - options.Coverage);
        int[][] sets = ConformalSets.Of(score, test.Probabilities, thresholds);
        SetQuality all = SetQuality.Of(sets, test.Labels);
        IReadOnlyDictionary<string, SetQuality> byClass = SetQuality.ByGroup(sets, test.Labels, [.. test.Labels.Select(label => names[label])]);
        (string Class, SetQuality Quality)[] worst = [.. byClass.Where(entry => entry.Value.Questions >= FewestOfClass)
            .OrderBy(entry => entry.Value.Coverage).Take(MostClasses).Select(entry => (entry.Key, entry.Value))];
        TrustNumber[] numbers =
        [
            new(Part, score.Name, "asked", options.Coverage),
            // A label is in where 1 − p is at most the conformal threshold.
            new(Part, score.Name, "least_probability", thresholds.Threshold is double most ? 1 - most : 0),
            new(Part, score.Name, "coverage", all.Coverage), new(Part, score.Name, "size", all.MeanSize),
            new(Part, score.Name, "single", all.Single),
            new(Part, score.Name, "worst_class_coverage", worst.Length == 0 ? double.NaN : worst[0].Quality.Coverage),
        ];
        return new TrustPart(numbers,
        [
            new HeadingBlock(2, "Sets of answers"),
            new TextBlock($"Every class of probability {TrustWords.Decimals(numbers[1].Value)} or more is in the set (least ambiguous sets, "
                + $"Sadinle et al. 2019): of the test inputs {TrustWords.Percent(all.Coverage)} of the sets hold the right class, "
                + $"{TrustWords.Percent(options.Coverage)} being asked for; a set has {TrustWords.Decimals(all.MeanSize, 2)} classes on average, and "
                + $"{TrustWords.Percent(all.Single)} have one. The promise is an average over all inputs, not one for each class."),
            .. worst.Length == 0 ? Array.Empty<Block>() :
            [
                new TableBlock($"The classes whose sets hold the right class least often, of those with {FewestOfClass} test inputs or more.",
                    ["class", "inputs", "covered", "size"], [.. worst.Select(entry => (IReadOnlyList<TableCell>)[entry.Class,
                        $"{entry.Quality.Questions}", TrustWords.Percent(entry.Quality.Coverage), TrustWords.Decimals(entry.Quality.MeanSize, 2)])]),
            ],
        ]);
    }
}
