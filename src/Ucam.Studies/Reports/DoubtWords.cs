using System.Globalization;
using Ucam.Vqa;

namespace Ucam.Studies.Reports;

/// <summary>An answer's doubt and its parts in lines of text, the same on the command line and in the page.</summary>
internal static class DoubtWords
{
    /// <summary>The doubt in nats, in its parts where they can be told.</summary>
    public static string Doubt(Answer answer)
    {
        ArgumentNullException.ThrowIfNull(answer);
        return InWords.NotParted(answer) is { } reason
            ? $"doubt {answer.Uncertainty.Predictive:F2} nats, {reason}"
            : $"doubt {answer.Uncertainty.Predictive:F2} nats = {answer.Uncertainty.Aleatoric:F2} data + {answer.Uncertainty.Epistemic:F2} model "
                + $"({InWords.PartsLeak})";
    }

    /// <summary>What gave and took the doubt; null where it was not asked for or cannot be told.</summary>
    public static string? Parts(Answer answer)
    {
        ArgumentNullException.ThrowIfNull(answer);
        if (answer.DoubtShares.Count == 0) return null;
        double Of(string part) => answer.DoubtShares[part];
        return $"of it: {Of("before"):F2} nats with neither picture nor question, {Change(Of("question"))} by the question, "
            + $"{Change(Of("picture"))} by the picture{(answer.DoubtShares.ContainsKey("model") ? $", {Change(Of("model"))} the model's own" : "")}";
    }

    /// <summary>A change of the doubt with its sign: "−0.31".</summary>
    public static string Change(double nats) => nats.ToString("+0.00;−0.00;0.00", CultureInfo.InvariantCulture);
}
