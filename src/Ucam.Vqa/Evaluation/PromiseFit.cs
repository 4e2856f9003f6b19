using Ucam.Metrics;
using Ucam.Vqa.Models;
using Ucam.Vqa.Text;

namespace Ucam.Vqa.Evaluation;

/// <summary>What is to be promised.</summary>
/// <param name="Risks">Shares of wrong answers among those given, each in (0,1).</param>
/// <param name="Confidence">How surely a promised risk is kept, over draws of held-out questions, in (0,1).</param>
/// <param name="Coverage">How often a set holds the right answer, in (0,1).</param>
internal sealed record PromiseRequest(IReadOnlyList<double> Risks, double Confidence, double Coverage);

/// <summary>Finds what can be promised of a network's answers, from its answers to held-out questions that its estimator was not fitted on.</summary>
internal static class PromiseFit
{
    // The smallest sets at valid coverage, of LAC, APS, RAPS and SAPS with thresholds by form, on Scenes ('bench promises').
    private static readonly IConformalScore Score = new LacScore();

    /// <summary>The promises, and beside each risk's that of selection with guaranteed risk (Geifman and El-Yaniv 2017).</summary>
    /// <param name="results">Judged answers with people's answers and distributions.</param>
    /// <param name="answers">The answers of the distributions.</param>
    /// <param name="request">What is to be promised.</param>
    public static (AnswerPromises Promises, IReadOnlyList<GuaranteedRisk> Sgr) Of(IReadOnlyList<QuestionResult> results, AnswerVocabulary answers,
        PromiseRequest request)
    {
        RatedAnswers rated = RatedAnswers.Of(results, Confidence.Right, chosen: null);
        double delta = 1 - request.Confidence;
        var promises = new AnswerPromises([.. request.Risks.Select(risk => LearnThenTest.Threshold(rated.Confidence, rated.Loss, risk, delta))],
            Sets(results, answers, 1 - request.Coverage, Score),
            [.. Confidence.All.Select(kind => CertaintyMetrics.Choose(kind.Name, RatedAnswers.Of(results, kind, chosen: null)))]);
        return (promises, [.. request.Risks.Select(risk => SelectiveRisk.Sgr(rated.Confidence, rated.Loss, risk, delta))]);
    }

    /// <summary>Sets by a score.</summary>
    internal static AnswerSets Sets(IReadOnlyList<QuestionResult> results, AnswerVocabulary answers, double alpha, IConformalScore score) =>
        AnswerSets.Fit(score, alpha, [.. results.Select(r => AnswerSets.Row([.. r.Distribution!]))],
            [.. results.Select(r => answers.IndexOf(r.Truth))],
            ([.. results.Select(r => r.Question)], [.. results.Select(r => r.QuestionType)]));
}
