using Ucam.Certainty;

namespace Ucam;

/// <summary>How likely an answer is right, and why: plain data.</summary>
/// <param name="Probability">P(right), in [0,1], calibrated on held-out answers; NaN where it is not known.</param>
/// <param name="Words">"sure", "fairly sure", "unsure" or "guessing", by thresholds from held-out answers; empty where it is not known.</param>
/// <param name="HeldOutRight">Share of right ones among held-out answers of the same words; NaN for none.</param>
/// <param name="HeldOutAnswers">How many those were.</param>
/// <param name="Reasons">What moved it most, the strongest first.</param>
public sealed record AnswerCertainty(
    double Probability, string Words, double HeldOutRight, int HeldOutAnswers, IReadOnlyList<CertaintyReason> Reasons)
{
    private const int Told = 2;

    /// <summary>Whether there was an estimator to ask.</summary>
    public bool IsKnown => double.IsFinite(Probability);

    /// <summary>
    /// The reasons in words, without a full stop: those that speak against the answer where it is less likely right than the average
    /// held-out answer, else those that speak for it; "though" precedes one on the other side that is stronger than all of them. Where nothing is
    /// known, why not.
    /// </summary>
    public string Because { get; init; } = "";

    /// <summary>The answers that hold the right one as often as <see cref="SetCoverage"/>, the most probable first; empty where not known.</summary>
    public IReadOnlyList<string> Set { get; init; } = [];

    /// <summary>How often such sets hold the right answer to questions like the held-out ones, in (0,1); NaN where not known.</summary>
    public double SetCoverage { get; init; } = double.NaN;

    /// <summary>What the words are worth: "98 of 100 answers called so were right on held-out questions"; empty where not known.</summary>
    public string Worth
    {
        get
        {
            if (HeldOutAnswers == 0) return "";
            // Rounded towards the worse, so that 100 of 100 is said of what was always right.
            return $"{Math.Floor(HeldOutRight * 100 + 1e-9):0} of 100 answers called so were right on held-out questions";
        }
    }

    /// <summary>In one line: "right with 94 %: sure, because the second-best answer is far behind", or why that is not known.</summary>
    public override string ToString()
    {
        if (!IsKnown) return $"not known how likely it is right: {Because}";
        string reason = Because.Length > 0 ? $", because {Because}" : "";
        return $"right with {ShareWords.Likely(Probability)}: {Words}{reason}";
    }

    /// <summary>Nothing is known.</summary>
    /// <param name="why">Why not, without a full stop.</param>
    internal static AnswerCertainty Unknown(string why) => new(double.NaN, "", double.NaN, 0, []) { Because = why };

    /// <summary>The strongest reasons on the side that won, in words, and the strongest of all where it is on the other.</summary>
    /// <param name="reasons">The strongest first.</param>
    /// <param name="against">Whether those against the answer won.</param>
    internal static string InWords(IReadOnlyList<CertaintyReason> reasons, bool against)
    {
        string[] told = [.. reasons.Where(r => r.LogOdds < 0 == against).Select(r => r.Text).Distinct().Take(Told)];
        bool lost = reasons.Count > 0 && reasons[0].LogOdds < 0 != against && told.Length > 0;
        return lost ? $"{told[0]}; though {reasons[0].Text}" : string.Join("; ", told);
    }
}

/// <summary>One signal's part in a certainty.</summary>
/// <param name="Signal">Name of the signal.</param>
/// <param name="Value">Its value.</param>
/// <param name="LogOdds">By how much it moved the log-odds of being right from those of the average held-out answer.</param>
/// <param name="Text">The same in words, without a full stop.</param>
public sealed record CertaintyReason(string Signal, double Value, double LogOdds, string Text);
