using Ucam.Studies;
using Ucam.Vqa;

namespace Ucam.Cli.Ask;

/// <summary>An answer's lines of text, the same wherever one is printed.</summary>
internal static class AnswerText
{
    /// <summary>The doubt in nats, in its parts where they can be told.</summary>
    public static string Doubt(Answer answer) => InWords.NotParted(answer) is { } reason
        ? $"doubt {answer.Uncertainty.Predictive:F2} nats, {reason}"
        : $"doubt {answer.Uncertainty.Predictive:F2} nats = {answer.Uncertainty.Aleatoric:F2} data + {answer.Uncertainty.Epistemic:F2} model";
}
