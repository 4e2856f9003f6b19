using Ucam.Datasets;
using Ucam.Metrics;
using Ucam.Text;

namespace Ucam.Evaluation;

/// <summary>Compares the model's distribution over the vocabulary with what people answered.</summary>
internal sealed class AnswerScorer(AnswerVocabulary vocabulary, bool keepDistributions)
{
    private const double Least = 1e-7;

    /// <summary>The result of a question but for its entropies and maps, from p̄ (K).</summary>
    public QuestionResult Score(VqaItem item, ReadOnlySpan<float> mean)
    {
        int best = 0;
        for (int k = 1; k < mean.Length; k++) if (mean[k] > mean[best]) best = k;
        string[] answers = [.. item.Answers.Select(AnswerNormalizer.Normalize)];
        string truth = answers.Length == 0 ? "" : answers.GroupBy(a => a).OrderByDescending(g => g.Count()).ThenBy(g => g.Key, StringComparer.Ordinal).First().Key;
        int truthIndex = truth.Length == 0 ? -1 : vocabulary.IndexOf(truth);
        double[] people = item.TrueDistribution is { } known ? [.. known.Values]
            : [.. answers.GroupBy(a => a).Select(g => (double)g.Count() / answers.Length)];
        (double divergence, double jensenShannon) = item.TrueDistribution is { } distribution ? Divergences(distribution, mean) : (double.NaN, double.NaN);
        return new QuestionResult
        {
            QuestionId = item.QuestionId,
            ImageId = item.ImageId,
            QuestionType = item.QuestionType,
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
            Brier = truth.Length == 0 ? double.NaN : Brier(mean, truthIndex),
            Divergence = divergence,
            JensenShannon = jensenShannon,
            Distribution = keepDistributions ? mean.ToArray() : null,
        };
    }

    private static double Brier(ReadOnlySpan<float> mean, int truth)
    {
        double sum = truth < 0 ? 1 : 1 - 2.0 * mean[truth];
        foreach (float p in mean) sum += (double)p * p;
        return sum;
    }

    private (double KullbackLeibler, double JensenShannon) Divergences(IReadOnlyDictionary<string, double> truth, ReadOnlySpan<float> mean)
    {
        double divergence = 0, jensenShannon = 0, matched = 0;
        foreach ((string answer, double p) in truth)
        {
            if (p <= 0) continue;
            int k = vocabulary.IndexOf(AnswerNormalizer.Normalize(answer));
            double q = k < 0 ? 0 : mean[k], middle = (p + q) / 2;
            divergence += p * Math.Log(p / Math.Max(q, Least));
            jensenShannon += (p * Math.Log(p / middle) + (q > 0 ? q * Math.Log(q / middle) : 0)) / 2;
            matched += q;
        }
        // What p̄ gives to answers that nobody would give: q·ln 2 each in the second half of the sum.
        return (divergence, jensenShannon + Math.Max(0, 1 - matched) * Math.Log(2) / 2);
    }
}
