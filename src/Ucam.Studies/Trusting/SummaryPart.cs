using Ucam.Metrics;
using Ucam.Studies.Reports.Comparison.Document;

namespace Ucam.Studies.Trusting;

/// <summary>How often it is right, and what the report was made of.</summary>
internal static class SummaryPart
{
    public static TrustPart Of(TrustOptions options, HeldOutFit fit, TestAnswers test, AnswerRows? foreign)
    {
        MeanInterval right = Bootstrap.Interval(test.Clean.Right, options.Seed);
        TrustNumber[] numbers =
        [
            Number("inputs", test.Clean.Count), Number("classes", test.Clean.Probabilities[0].Length), Number("accuracy", right.Mean),
            Number("accuracy_low", right.Low), Number("accuracy_high", right.High), Number("temperature", fit.Temperature),
        ];
        string estimator = options.Estimator?.Name ?? "one plain pass";
        List<Block> blocks =
        [
            new HeadingBlock(2, "Answers"),
            new TextBlock($"{TrustWords.Percent(right.Mean)} of {test.Clean.Count} test inputs are answered right (95 % bootstrap interval "
                + $"{TrustWords.Percent(right.Low)} to {TrustWords.Percent(right.High)}), "
                + $"among {test.Clean.Probabilities[0].Length} classes."),
            new ListBlock(
            [
                $"Probabilities and doubt: {estimator}; gradient evidence and class activation maps: {options.Layer ?? "no layer was named"}.",
                $"Held-out inputs: one half fits temperature and certainty, the other, {fit.Choosing.Count} inputs, chooses thresholds and sets; "
                    + $"seed {options.Seed}. Every other figure is of the test.",
                foreign is null ? "No foreign inputs were given; worse versions of the test inputs stand in for them."
                    : $"Foreign inputs: {foreign.Count}.",
            ]),
        ];
        if (fit.Lacking is { } lacking) blocks.Add(new NoteBlock($"There is no certainty: {lacking}"));
        return new TrustPart(numbers, blocks);
    }

    private static TrustNumber Number(string metric, double value) => new("answers", "test", metric, value);
}
