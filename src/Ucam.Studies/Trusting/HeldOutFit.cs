using Ucam.Certainty.Estimation;
using Ucam.Numbers;

namespace Ucam.Studies.Trusting;

/// <summary>
/// What is learned of held-out answers, in two halves drawn by chance: temperature and certainty from one, thresholds and sets from the other,
/// which those did not see.
/// </summary>
internal sealed class HeldOutFit
{
    // Below the first nothing is learned of them; below the second each half is smaller than a certainty is fitted on.
    private const int Fewest = 20, Enough = 2 * CertaintyFit.FewestAnswers;

    private HeldOutFit(AnswerRows choosing, double temperature) => (Choosing, Temperature) = (choosing, temperature);

    /// <summary>The half on which thresholds and sets are chosen.</summary>
    public AnswerRows Choosing { get; }

    /// <summary>The temperature.</summary>
    public double Temperature { get; }

    /// <summary>P(right); null where the half does not tell it.</summary>
    public CertaintyEstimator? Certainty { get; private init; }

    /// <summary>Why there is no certainty, a sentence; null where there is one.</summary>
    public string? Lacking { get; private init; }

    /// <summary>That what was learned is of few inputs, a sentence; null where they are enough.</summary>
    public string? Few { get; private init; }

    /// <summary>Every confidence there is, the best to choose by last.</summary>
    public IReadOnlyList<Confidence> Confidences => [Confidence.Probability, Confidence.Scaled(Temperature),
        .. Certainty is { } certainty ? [Confidence.Right(certainty)] : Array.Empty<Confidence>()];

    /// <summary>Fits them.</summary>
    /// <exception cref="UcamException">There are fewer than 20 held-out inputs.</exception>
    public static HeldOutFit Of(AnswerRows heldOut, int seed)
    {
        if (heldOut.Count < Fewest)
            throw new UcamException($"There are {heldOut.Count} held-out inputs, too few for a temperature, thresholds and sets; give some "
                + $"hundreds that the classifier was not trained on, at least {Fewest}.")
            { Field = nameof(heldOut) };
        int[] order = Shuffle.Order(heldOut.Count, seed, 0);
        AnswerRows fitting = heldOut.At(order[..(order.Length / 2)]), choosing = heldOut.At(order[(order.Length / 2)..]);
        double temperature = TemperatureOf(fitting);
        var data = new HeldOut(fitting.Signals, fitting.Right, [.. Enumerable.Range(0, fitting.Count).Select(i => (long)i)]);
        string? few = heldOut.Count >= Enough ? null : $"The temperature is fitted on {fitting.Count} held-out inputs, and thresholds and sets are "
            + $"chosen on {choosing.Count}, which is too few to go by: others would give other values. Give some hundreds.";
        bool isThere = CertaintyFit.Lacking(data) is null;
        return new HeldOutFit(choosing, temperature)
        {
            Few = few,
            Certainty = isThere ? CertaintyEstimator.Fit(data, seed) : null,
            Lacking = isThere ? null : LackingOf(fitting),
        };
    }

    // Why there is no certainty, in words that fit a classifier.
    private static string LackingOf(AnswerRows rows) => rows.Count < CertaintyFit.FewestAnswers
        ? $"the {rows.Count} held-out inputs of its half are too few to tell how likely an answer is right; give at least {Enough} in all."
        : $"{rows.Right.Sum():0} of the {rows.Count} held-out inputs of its half are answered right, so next to nothing tells right from wrong; "
            + $"give {(rows.Right.Average() < 0.5 ? "easier" : "harder")} inputs, or more.";

    private static double TemperatureOf(AnswerRows rows) =>
        Ucam.Temperature.Fit([.. rows.Probabilities.Select(TemperedRow.Logits)], rows.Labels);
}
