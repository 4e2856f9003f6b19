using Ucam.Metrics;
using Ucam.Vqa.Datasets;
using Ucam.Vqa.Datasets.Files;
using Ucam.Vqa.Text;

namespace Ucam.Vqa.Evaluation;

/// <summary>Compares the model's distribution over the vocabulary with what people answered.</summary>
internal sealed class AnswerScorer(AnswerVocabulary vocabulary, bool keepDistributions)
{
    /// <summary>The result of a question but for its entropies and maps, from p̄ (K).</summary>
    public QuestionResult Score(VqaItem item, ReadOnlySpan<float> mean)
    {
        int best = 0;
        for (int k = 1; k < mean.Length; k++) if (mean[k] > mean[best]) best = k;
        string[] answers = [.. item.Answers.Select(AnswerNormalizer.Normalize)];
        string truth = CommonestAnswer.Of(answers) ?? "";
        int truthIndex = truth.Length == 0 ? -1 : vocabulary.IndexOf(truth);
        double[] people = item.TrueDistribution is { } known ? [.. known.Values]
            : [.. answers.GroupBy(a => a).Select(g => (double)g.Count() / answers.Length)];
        (double divergence, double jensenShannon) = item.TrueDistribution is { } distribution
            ? Divergences(distribution, mean) : (double.NaN, double.NaN);
        return new QuestionResult
        {
            QuestionId = item.QuestionId,
            ImageId = item.ImageId,
            QuestionType = item.QuestionType,
            AnswerType = item.AnswerType,
            Question = item.Question,
            Prediction = vocabulary[best],
            Truth = truth,
            Probability = mean[best],
            TruthProbability = truthIndex < 0 ? 0 : mean[truthIndex],
            Predictive = 0,
            Aleatoric = 0,
            Epistemic = 0,
            LogitVariance = 0,
            Accuracy = answers.Length == 0 ? double.NaN : VqaAccuracy.Score(vocabulary[best], answers),
            Attainable = item.TrueDistribution is null ? double.NaN : VqaAccuracy.BestAttainable(item.TrueDistribution),
            HumanEntropy = people.Length == 0 ? double.NaN : Entropy.Nats(people),
            PeopleUnsure = SelfConfidence.Doubt(item.AnswerConfidences),
            Brier = truth.Length == 0 ? double.NaN : Brier(mean, truthIndex),
            Divergence = divergence,
            JensenShannon = jensenShannon,
            Distribution = keepDistributions ? mean.ToArray() : null,
        };
    }

    /// <summary>Squared distance of p̄ from the indicator of the truth, or from 0 where the truth has no place in it (−1).</summary>
    internal static double Brier(ReadOnlySpan<float> mean, int truth)
    {
        double sum = truth < 0 ? 1 : 1 - 2.0 * mean[truth];
        foreach (float p in mean) sum += (double)p * p;
        return sum;
    }

    private (double KullbackLeibler, double JensenShannon) Divergences(IReadOnlyDictionary<string, double> truth, ReadOnlySpan<float> mean)
    {
        // Answers outside the vocabulary get a place of their own behind it, where p̄ is 0.
        var (p, q) = (new double[mean.Length + truth.Count], new double[mean.Length + truth.Count]);
        for (int k = 0; k < mean.Length; k++) q[k] = mean[k];
        int next = mean.Length;
        foreach ((string answer, double share) in truth)
        {
            int k = vocabulary.IndexOf(AnswerNormalizer.Normalize(answer));
            p[k < 0 ? next++ : k] += share;
        }
        return (Divergence.KullbackLeibler(p, q, QuestionResult.LeastProbability), Divergence.JensenShannon(p, q));
    }
}
