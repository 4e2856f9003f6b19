using System.Collections.ObjectModel;
using Ucam.Vqa.Evaluation;

namespace Ucam.Vqa;

/// <summary>One line of a result table: all questions, or one family. Rates in [0,1], entropies in nats, NaN where undefined.</summary>
public sealed record SummaryLine
{
    /// <summary>Name of the family, or "all".</summary>
    public required string Name { get; init; }

    /// <summary>Number of questions.</summary>
    public required int Questions { get; init; }

    /// <summary>Mean official accuracy.</summary>
    public required double Accuracy { get; init; }

    /// <summary>Mean expected accuracy of the best possible answers.</summary>
    public required double Attainable { get; init; }

    /// <summary>Mean H[p̄].</summary>
    public required double Predictive { get; init; }

    /// <summary>Mean expected entropy.</summary>
    public required double Aleatoric { get; init; }

    /// <summary>Mean mutual information.</summary>
    public required double Epistemic { get; init; }

    /// <summary>Area under the ROC curve of H[p̄] for telling wrong answers from right ones.</summary>
    public required double Auroc { get; init; }

    /// <summary>Mean share of attention in the deciding region over chance.</summary>
    public required double AttentionRatio { get; init; }

    /// <summary>The metrics of <see cref="EvaluationMetrics"/>, by name.</summary>
    public IReadOnlyDictionary<string, double> Added { get; init; } = ReadOnlyDictionary<string, double>.Empty;
}

/// <summary>What a set's results come to.</summary>
public sealed record EvaluationSummary
{
    /// <summary>All questions.</summary>
    public required SummaryLine Overall { get; init; }

    /// <summary>Each family, by name.</summary>
    public required IReadOnlyList<SummaryLine> Families { get; init; }

    /// <summary>Each kind of answer (<see cref="QuestionResult.AnswerType"/>), by name.</summary>
    public IReadOnlyList<SummaryLine> AnswerTypes { get; init; } = [];

    /// <summary>Area under the risk–coverage curve, questions ordered by H[p̄]; lower is better.</summary>
    public required double Aurc { get; init; }

    /// <summary>AURC above that of a perfect ordering.</summary>
    public required double ExcessAurc { get; init; }

    /// <summary>Expected calibration error of p̄, 15 equal-width bins.</summary>
    public required double Ece { get; init; }

    /// <summary>Mean −log p̄ of the people's most frequent answer, nats; an answer outside the vocabulary counts as p̄ = 10⁻⁷.</summary>
    public required double Nll { get; init; }

    /// <summary>Spearman correlation of H[p̄] with the people's answer entropy.</summary>
    public required double HumanSpearman { get; init; }

    /// <summary>
    /// Spearman correlation of H[p̄] with how unsure people said to be of their answers; NaN where they were not asked or all were sure.
    /// </summary>
    public double UnsureSpearman { get; init; } = double.NaN;

    /// <summary>Mean distance of the pictures from the training pictures.</summary>
    public required double Distance { get; init; }

    /// <summary>Summarises results.</summary>
    /// <exception cref="UcamException">There are no labelled questions.</exception>
    public static EvaluationSummary Of(IReadOnlyList<QuestionResult> results) => Of(results, EvaluationMetrics.All);

    /// <summary>The same with other metrics than those that were added.</summary>
    internal static EvaluationSummary Of(IReadOnlyList<QuestionResult> results, IReadOnlyList<EvaluationMetric> metrics)
    {
        ArgumentNullException.ThrowIfNull(results);
        QuestionResult[] rows = [.. results.Where(r => r.Truth.Length > 0)];
        if (rows.Length == 0) throw new UcamException("No question has answers to compare with; give an annotations file.");
        double[] entropy = [.. rows.Select(r => r.Predictive)];
        double[] wrong = [.. rows.Select(r => r.IsRight ? 0.0 : 1.0)];
        return new EvaluationSummary
        {
            Overall = Line("all", rows, metrics),
            Families = Lines(rows, r => r.QuestionType, metrics),
            AnswerTypes = Lines(rows, r => r.AnswerType, metrics),
            Aurc = SelectivePrediction.Aurc(entropy, wrong),
            ExcessAurc = SelectivePrediction.ExcessAurc(entropy, wrong),
            Ece = Calibration.Ece([.. rows.Select(r => r.Probability)], [.. rows.Select(r => r.IsRight ? 1.0 : 0.0)]),
            Nll = rows.Average(r => r.Surprise),
            HumanSpearman = ResultStatistics.HumanSpearman(rows, r => r.Predictive),
            UnsureSpearman = ResultStatistics.UnsureSpearman(rows, r => r.Predictive),
            Distance = rows.Average(r => r.Distance),
        };
    }

    private static SummaryLine[] Lines(QuestionResult[] rows, Func<QuestionResult, string> kind, IReadOnlyList<EvaluationMetric> metrics) =>
        [.. rows.GroupBy(kind).Where(g => g.Key.Length > 0).OrderBy(g => g.Key, StringComparer.Ordinal).Select(g => Line(g.Key, [.. g], metrics))];

    private static SummaryLine Line(string name, QuestionResult[] rows, IReadOnlyList<EvaluationMetric> metrics) => new()
    {
        Name = name,
        Questions = rows.Length,
        Accuracy = rows.Average(r => r.Accuracy),
        Attainable = rows.Average(r => r.Attainable),
        Predictive = rows.Average(r => r.Predictive),
        Aleatoric = rows.Average(r => r.Aleatoric),
        Epistemic = rows.Average(r => r.Epistemic),
        Auroc = RankingMetrics.Auroc([.. rows.Select(r => r.Predictive)], [.. rows.Select(r => !r.IsRight)]),
        AttentionRatio = ResultStatistics.Mean(rows, r => r.AttentionRatio),
        Added = EvaluationMetrics.Values(metrics, rows),
    };
}
