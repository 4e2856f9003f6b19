using Ucam.Metrics;
using Ucam.Vqa;
using Ucam.Vqa.Evaluation;
using Ucam.Vqa.Models;
using Ucam.Vqa.Text;

namespace Ucam.Bench.Promises;

/// <summary>How a promised risk held on the other questions.</summary>
/// <param name="Way">How the threshold was found.</param>
/// <param name="Limit">The promised risk.</param>
/// <param name="Risk">The risk of what was answered; NaN for nothing.</param>
/// <param name="Coverage">Share answered.</param>
/// <param name="Oracle">Share answered at the threshold that is best on these very questions.</param>
internal sealed record RiskOutcome(string Way, double Limit, double Risk, double Coverage, double Oracle);

/// <summary>How sets of a score came out on the other questions.</summary>
/// <param name="Score">The score.</param>
/// <param name="Sets">Of all questions, no set empty, as they are told.</param>
/// <param name="Exact">Share of right answers at or below the threshold, which conformal prediction speaks of.</param>
/// <param name="Families">The share by family.</param>
internal sealed record SetOutcome(string Score, SetQuality Sets, double Exact, IReadOnlyDictionary<string, double> Families);

/// <summary>One split into questions to calibrate on and others.</summary>
internal sealed record SplitOutcome(IReadOnlyList<RiskOutcome> Risks, IReadOnlyList<SetOutcome> Sets)
{
    private const double Level = 0.95, Alpha = 0.1;
    private const int SetQuestions = 8000;
    private static readonly double[] Limits = [0.05, 0.01];
    private static readonly IConformalScore[] Scores = [new LacScore(), new ApsScore(), new RapsScore(), new SapsScore()];

    public static SplitOutcome Of(QuestionResult[] known, QuestionResult[] others, AnswerVocabulary answers)
    {
        RatedAnswers calibration = RatedAnswers.Of(known, Confidence.Right, null), test = RatedAnswers.Of(others, Confidence.Right, null);
        var risks = new List<RiskOutcome>();
        foreach (double limit in Limits)
        {
            double oracle = ChosenThreshold.Use(test.Confidence, test.Loss, ChosenThreshold.ForRisk(test.Confidence, test.Loss, limit)).Coverage;
            foreach ((string way, GuaranteedRisk promise) in new[]
            {
                ("LTT", LearnThenTest.Threshold(calibration.Confidence, calibration.Loss, limit, 1 - Level)),
                ("SGR", SelectiveRisk.Sgr(calibration.Confidence, calibration.Loss, limit, 1 - Level)),
            })
            {
                SelectiveOutcome met = ChosenThreshold.Use(test.Confidence, test.Loss, promise.Threshold);
                risks.Add(new RiskOutcome(way, limit, met.Risk ?? double.NaN, met.Coverage, oracle));
            }
        }
        return new SplitOutcome(risks, [.. Scores.Select(score => SetsOf(known, [.. others.Take(SetQuestions)], answers, score))]);
    }

    private static SetOutcome SetsOf(QuestionResult[] known, QuestionResult[] others, AnswerVocabulary answers, IConformalScore score)
    {
        AnswerSets fitted = PromiseFit.Sets(known, answers, Alpha, score);
        int[] labels = [.. others.Select(r => answers.IndexOf(r.Truth))];
        var sets = new int[others.Length][];
        var hit = new bool[others.Length];
        Parallel.For(0, others.Length, i =>
        {
            float[] mean = [.. others[i].Distribution!];
            sets[i] = fitted.Of(mean, others[i].Question);
            double? threshold = fitted.ThresholdFor(others[i].Question);
            hit[i] = threshold is null || (labels[i] >= 0 && score.Score(AnswerSets.Row(mean), labels[i], 1) <= threshold);
        });
        return new SetOutcome(score.Name, SetQuality.Of(sets, labels), hit.Count(h => h) / (double)hit.Length,
            others.Index().GroupBy(entry => entry.Item.QuestionType).ToDictionary(group => group.Key,
                group => group.Count(entry => hit[entry.Index]) / (double)group.Count()));
    }
}
