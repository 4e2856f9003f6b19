using Ucam.Certainty.Signals;
using Ucam.Vqa.Text;

namespace Ucam.Vqa;

/// <summary>What a model answered to one question, and how that compares with people. Entropies in nats; NaN where a set does not know.</summary>
public sealed record QuestionResult
{
    /// <summary>What a probability counts as at least where its logarithm is taken.</summary>
    internal const double LeastProbability = 1e-7;

    /// <summary>Identifier of the question.</summary>
    public required long QuestionId { get; init; }

    /// <summary>Identifier of the picture.</summary>
    public required long ImageId { get; init; }

    /// <summary>Family of the question.</summary>
    public required string QuestionType { get; init; }

    /// <summary>"yes/no", "number" or "other", or what the set calls its kinds of answers; empty where it has none.</summary>
    public string AnswerType { get; init; } = "";

    /// <summary>The question.</summary>
    public required string Question { get; init; }

    /// <summary>The model's answer.</summary>
    public required string Prediction { get; init; }

    /// <summary>The people's most frequent answer; empty for an unlabelled set.</summary>
    public required string Truth { get; init; }

    /// <summary>p̄ of the answer, in [0,1].</summary>
    public required double Probability { get; init; }

    /// <summary>p̄ of the people's most frequent answer, in [0,1]; 0 where it is not in the vocabulary.</summary>
    public required double TruthProbability { get; init; }

    /// <summary>H[p̄].</summary>
    public required double Predictive { get; init; }

    /// <summary>Mean entropy of the passes; NaN for one network without dropout.</summary>
    public required double Aleatoric { get; init; }

    /// <summary>Mutual information; NaN for one network without dropout.</summary>
    public required double Epistemic { get; init; }

    /// <summary>σ² of the variance head.</summary>
    public required double LogitVariance { get; init; }

    /// <summary>Official accuracy against the ten answers, in [0,1].</summary>
    public required double Accuracy { get; init; }

    /// <summary>Expected official accuracy of the best possible answer, from the true distribution.</summary>
    public double Attainable { get; init; } = double.NaN;

    /// <summary>Entropy of the true answer distribution, or of the ten answers where only they are known.</summary>
    public double HumanEntropy { get; init; } = double.NaN;

    /// <summary>
    /// How unsure people said to be of their answers, mean over them, in [0,1]: yes 0, maybe a half, no 1; NaN where they were not asked.
    /// </summary>
    public double PeopleUnsure { get; init; } = double.NaN;

    /// <summary>Share of the attention inside the deciding region, over the region's share of the picture: 1 is chance.</summary>
    public double AttentionRatio { get; init; } = double.NaN;

    /// <summary>Squared distance of p̄ from the indicator of the people's most frequent answer, in [0,2].</summary>
    public double Brier { get; init; } = double.NaN;

    /// <summary>
    /// Kullback–Leibler divergence from the true answer distribution to p̄, nats; where an answer has p̄ below 10⁻⁷ it counts as that.
    /// </summary>
    public double Divergence { get; init; } = double.NaN;

    /// <summary>Jensen–Shannon divergence of the true answer distribution and p̄, nats.</summary>
    public double JensenShannon { get; init; } = double.NaN;

    /// <summary>Share of the attention inside the deciding region, in [0,1].</summary>
    public double MapEnergy { get; init; } = double.NaN;

    /// <summary>Pointing game of the attention and the deciding region, in [0,1].</summary>
    public double Pointing { get; init; } = double.NaN;

    /// <summary>Spearman correlation of the attention with people's maps, mean over people.</summary>
    public double MapRank { get; init; } = double.NaN;

    /// <summary>Earth mover's distance of the attention from people's mean map, in sides of the grid.</summary>
    public double MapDistance { get; init; } = double.NaN;

    /// <summary>p̄ over the vocabulary, where it was asked for.</summary>
    public IReadOnlyList<float>? Distribution { get; init; }

    /// <summary>Mahalanobis distance of the picture from the training pictures.</summary>
    public double Distance { get; init; } = double.NaN;

    /// <summary>
    /// How likely the answer is right; null where the model carries no estimator, or the passes are not those that it was fitted on.
    /// </summary>
    public AnswerCertainty? Certainty { get; init; }

    /// <summary>The certainty signals, where they were asked for.</summary>
    internal SignalTable? Signals { get; init; }

    /// <summary>−log p̄ of the people's most frequent answer, nats; p̄ below 10⁻⁷ counts as that.</summary>
    internal double Surprise => -Math.Log(Math.Max(TruthProbability, LeastProbability));

    /// <summary>1 where too few people gave the answer for it to count as right (<see cref="VqaAccuracy.IsRight"/>), else 0.</summary>
    internal double Loss => VqaAccuracy.IsRight(Accuracy) ? 0 : 1;

    /// <summary>Whether the answer is the people's most frequent one.</summary>
    public bool IsRight => Truth.Length > 0 && Prediction == Truth;
}
