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
        double unreached = ConformalSets.Of(score, test.Probabilities, thresholds, neverEmpty: false).Average(set => set.Length == 0 ? 1.0 : 0);
        // By number, since two classes may have one name.
        (string Class, SetQuality Quality)[] worst = [.. test.Labels.Select((label, i) => (label, i)).GroupBy(pair => pair.label, pair => pair.i)
            .Where(rows => rows.Count() >= FewestOfClass).OrderBy(rows => rows.Key)
            .Select(rows => (names[rows.Key], SetQuality.Of([.. rows.Select(i => sets[i])], [.. rows.Select(i => test.Labels[i])])))
            .OrderBy(entry => entry.Item2.Coverage).Take(MostClasses)];
        TrustNumber[] numbers =
        [
            new(Part, score.Name, "asked", options.Coverage),
            // A label is in where 1 − p is at most the conformal threshold.
            new(Part, score.Name, "least_probability", thresholds.Threshold is double most ? 1 - most : 0),
            new(Part, score.Name, "coverage", all.Coverage), new(Part, score.Name, "size", all.MeanSize),
            new(Part, score.Name, "single", all.Single), new(Part, score.Name, "unreached", unreached),
            new(Part, score.Name, "worst_class_coverage", worst.Length == 0 ? double.NaN : worst[0].Quality.Coverage),
        ];
        return new TrustPart(numbers,
        [
            new HeadingBlock(2, "Sets of answers"),
            new TextBlock(Rule(thresholds.Threshold is double ? numbers[1].Value : null, unreached)),
            new TextBlock($"For new inputs of the same kind such sets are promised to hold the right class with a probability of at least "
                + $"{TrustWords.Level(options.Coverage)}: an average over all inputs and over draws of held-out inputs, not one for each class. "
                + $"Of the test inputs {TrustWords.Percent(all.Coverage)} of the sets hold it; a set has {TrustWords.Decimals(all.MeanSize, 2)} "
                + $"classes on average, and {TrustWords.Percent(all.Single)} have one."),
            .. worst.Length == 0 ? Array.Empty<Block>() :
            [
                new TableBlock($"The classes whose sets hold the right class least often, of those with {FewestOfClass} test inputs or more.",
                    ["class", "inputs", "covered", "size"], [.. worst.Select(entry => (IReadOnlyList<TableCell>)[entry.Class,
                        $"{entry.Quality.Questions}", TrustWords.Percent(entry.Quality.Coverage), TrustWords.Decimals(entry.Quality.MeanSize, 2)])]),
            ],
        ]);
    }

    private static string Rule(double? least, double unreached) => least is not double limit
        ? "The held-out inputs are too few for so high a share: every class is in every set."
        : $"In the set is every class whose probability, as the classifier gives it and not at the temperature, is {TrustWords.Decimals(limit)} or "
            + "more (least ambiguous sets, Sadinle et al. 2019); where no class reaches that, the most probable one alone, which is so for "
            + $"{TrustWords.Percent(unreached)} of the test inputs.";
}
