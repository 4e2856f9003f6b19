using Ucam.Certainty.Estimation;
using Ucam.Numbers;

namespace Ucam.Studies.Trusting;

/// <summary>
/// What is learned of held-out answers, in two halves drawn by chance: temperature and certainty from one, thresholds and sets from the other,
/// which those did not see.
/// </summary>
internal sealed class HeldOutFit
{
    private const int Fewest = 2;

    private HeldOutFit(AnswerRows choosing, double temperature) => (Choosing, Temperature) = (choosing, temperature);

    /// <summary>The half on which thresholds and sets are chosen.</summary>
    public AnswerRows Choosing { get; }

    /// <summary>The temperature.</summary>
    public double Temperature { get; }

    /// <summary>P(right); null where the half does not tell it.</summary>
    public CertaintyEstimator? Certainty { get; private init; }

    /// <summary>Why there is no certainty, a sentence; null where there is one.</summary>
    public string? Lacking { get; private init; }

    /// <summary>Every confidence there is, the best to choose by last.</summary>
    public IReadOnlyList<Confidence> Confidences => [Confidence.Probability, Confidence.Scaled(Temperature),
        .. Certainty is { } certainty ? [Confidence.Right(certainty)] : Array.Empty<Confidence>()];

    /// <summary>Fits them.</summary>
    /// <exception cref="UcamException">There are fewer than two held-out inputs.</exception>
    public static HeldOutFit Of(AnswerRows heldOut, int seed)
    {
        if (heldOut.Count < Fewest)
            throw new UcamException($"There are {heldOut.Count} held-out inputs; give some hundreds that the classifier was not trained on.")
            { Field = nameof(heldOut) };
        int[] order = Shuffle.Order(heldOut.Count, seed, 0);
        AnswerRows fitting = heldOut.At(order[..(order.Length / 2)]), choosing = heldOut.At(order[(order.Length / 2)..]);
        double temperature = TemperatureOf(fitting);
        var data = new HeldOut(fitting.Signals, fitting.Right, [.. Enumerable.Range(0, fitting.Count).Select(i => (long)i)]);
        return CertaintyFit.Lacking(data) is { } lacking ? new HeldOutFit(choosing, temperature) { Lacking = lacking }
            : new HeldOutFit(choosing, temperature) { Certainty = CertaintyEstimator.Fit(data, seed) };
    }

    private static double TemperatureOf(AnswerRows rows) =>
        Ucam.Temperature.Fit([.. rows.Probabilities.Select(TemperedRow.Logits)], rows.Labels);
}
