using Ucam.Vqa;
using Ucam.Vqa.Datasets.Files;
using Ucam.Vqa.Text;

namespace Ucam.Bench.People;

/// <summary>How far people who were asked the same question about the same picture agreed.</summary>
/// <param name="Entropy">H of the distribution of their answers, nats, after VQA's normalisation.</param>
/// <param name="Unsure">Mean of how unsure each said to be: 0 for yes, a half for maybe, 1 for no; NaN where they were not asked.</param>
internal readonly record struct PeopleDoubt(double Entropy, double Unsure)
{
    public static PeopleDoubt Of(VqaItem item)
    {
        double[] shares = [.. item.Answers.CountBy(AnswerNormalizer.Normalize).Select(c => (double)c.Value / item.Answers.Count)];
        return new PeopleDoubt(Metrics.Entropy.Nats(shares), SelfConfidence.Doubt(item.AnswerConfidences));
    }
}
