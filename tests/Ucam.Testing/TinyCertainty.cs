using Ucam.Certainty.Estimation;
using Ucam.Certainty.Signals;

namespace Ucam.Testing;

/// <summary>A certainty estimator for networks that were never trained: fitted on made-up answers, right as often as they are probable.</summary>
internal static class TinyCertainty
{
    private const int Answers = 400;

    /// <summary>One that reads what every network gives: the probability, the margin and the share of unknown words.</summary>
    public static CertaintyEstimator Estimator()
    {
        string[] names = ["probability", "margin", "unknown-words"];
        var values = new List<double>();
        var right = new List<double>();
        var kinds = new List<AnswerKind>();
        for (int i = 0; i < Answers; i++)
        {
            double probability = 0.25 + 0.75 * ((i * 37 + 11) % Answers) / Answers;
            bool shifted = i % 4 == 3;
            values.AddRange([probability, 2 * probability - 1, shifted ? 0.2 + 0.2 * (i % 3) : 0]);
            double wanted = shifted ? 0.2 : probability;
            right.Add((i * 61 + 7) % 100 < 100 * wanted ? 1 : 0);
            kinds.Add(shifted ? AnswerKind.Shifted : AnswerKind.Clean);
        }
        var groups = Enumerable.Range(0, Answers).Select(i => (long)i);
        return CertaintyEstimator.Fit(new HeldOut(new SignalTable(names, [.. values]), [.. right], [.. groups]) { Kinds = [.. kinds] }, 1);
    }

    /// <summary>What such an estimator says, made up.</summary>
    public static AnswerCertainty Of(double probability, string words, params CertaintyReason[] reasons) => new(probability, words, 0.987, 1234, reasons)
    {
        Because = AnswerCertainty.InWords(reasons, reasons is [{ LogOdds: < 0 }, ..]),
    };
}
