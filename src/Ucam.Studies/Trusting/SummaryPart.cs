using Ucam.Metrics;
using Ucam.Studies.Reports.Comparison.Document;

namespace Ucam.Studies.Trusting;

/// <summary>How often it is right, and what the report was made of.</summary>
internal static class SummaryPart
{
    // Each end of a 95 % interval may be passed this often.
    private const double Tail = 0.025;

    public static TrustPart Of(TrustOptions options, HeldOutFit fit, TestAnswers test, AnswerRows? foreign)
    {
        int inputs = test.Clean.Count, right = (int)test.Clean.Right.Sum();
        double accuracy = right / (double)inputs;
        // A bootstrap has no width where all are right.
        (double low, double high) = (1 - BinomialTail.UpperBound(inputs - right, inputs, Tail), BinomialTail.UpperBound(right, inputs, Tail));
        TrustNumber[] numbers =
        [
            Number("inputs", inputs), Number("classes", test.Clean.Probabilities[0].Length), Number("accuracy", accuracy),
            Number("accuracy_low", low), Number("accuracy_high", high), Number("temperature", fit.Temperature),
        ];
        string estimator = options.Estimator?.Name ?? "one plain pass";
        List<Block> blocks =
        [
            new HeadingBlock(2, "Answers"),
            new TextBlock($"{right} of {inputs} test inputs are answered right, {TrustWords.Percent(accuracy)} (95 % interval of Clopper and "
                + $"Pearson 1934: {TrustWords.Percent(low)} to {TrustWords.Percent(high)}), among {test.Clean.Probabilities[0].Length} classes."),
            new ListBlock(
            [
                $"Probabilities and doubt: {estimator}; gradient evidence and class activation maps: {options.Layer ?? "no layer was named"}.",
                $"Held-out inputs: one half fits temperature and certainty, the other, {fit.Choosing.Count} inputs, chooses thresholds and sets; "
                    + $"seed {options.Seed}. Every other figure is of the test.",
                foreign is null ? "No foreign inputs were given, so of other inputs only worse versions of the test's are judged."
                    : $"Foreign inputs: {foreign.Count}.",
                .. Words(options, fit),
            ]),
        ];
        if (fit.Few is { } few) blocks.Add(new NoteBlock(few));
        if (fit.Lacking is { } lacking) blocks.Add(new NoteBlock($"There is no certainty: {lacking}"));
        return new TrustPart(numbers, blocks);
    }

    private static IEnumerable<string> Words(TrustOptions options, HeldOutFit fit)
    {
        if (options.Estimator is null) yield return "Plain pass: the classifier is run once on an input, without dropout or other chance.";
        yield return $"Temperature, here {TrustWords.Decimals(fit.Temperature, 2)}: what logits are divided by so that probabilities fit how often "
            + "held-out answers are right; above 1 where the classifier is too sure, below 1 where it is not sure enough. It changes no answer.";
        if (fit.Certainty is not null)
            yield return "Certainty, P(right): the probability that the answer is right, by a model that learned from right and wrong held-out "
                + "answers what their probabilities and doubt tell of it; it can be lower than the probability of the answer.";
        if (options.Layer is { } layer)
            yield return $"Gradient evidence: what at each place of {layer} speaks for the answer, and what the doubt comes from, by the gradient "
                + "there; the certainty goes by it too.";
    }

    private static TrustNumber Number(string metric, double value) => new("answers", "test", metric, value);
}
