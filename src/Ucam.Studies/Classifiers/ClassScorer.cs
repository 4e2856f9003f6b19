using Ucam.Metrics;
using Ucam.Vqa;
using Ucam.Vqa.Datasets.BuiltIn.Photos;
using Ucam.Vqa.Evaluation;

namespace Ucam.Studies.Classifiers;

/// <summary>Compares a classifier's distribution over the classes of photographs with what people said.</summary>
internal static class ClassScorer
{
    /// <summary>The place of a class by its name; −1 for none.</summary>
    public static int IndexOf(string name) => Array.IndexOf(PhotoClasses.Answers, name);

    /// <summary>The result of a photograph but for its uncertainties. The truth is what most people said.</summary>
    /// <param name="archive">The photographs.</param>
    /// <param name="photo">Which of those that people were asked about.</param>
    /// <param name="asAsked">Whether it is shown as people saw it; otherwise what they said tells the truth, and not how unsure they would
    /// be.</param>
    /// <param name="mean">p̄ (K).</param>
    public static QuestionResult Score(PhotoArchive archive, int photo, bool asAsked, ReadOnlySpan<float> mean)
    {
        int truth = archive.MostFrequent(photo), best = 0;
        for (int k = 1; k < mean.Length; k++)
            if (mean[k] > mean[best]) best = k;
        ReadOnlySpan<double> people = archive.People(photo);
        double[] distribution = [.. mean.ToArray().Select(p => (double)p)];
        return new QuestionResult
        {
            QuestionId = photo,
            ImageId = photo,
            QuestionType = "",
            Question = "",
            Prediction = PhotoClasses.Answers[best],
            Truth = PhotoClasses.Answers[truth],
            Probability = mean[best],
            TruthProbability = mean[truth],
            Predictive = 0,
            Aleatoric = 0,
            Epistemic = 0,
            LogitVariance = double.NaN,
            Accuracy = best == truth ? 1 : 0,
            HumanEntropy = asAsked ? Entropy.Nats(people) : double.NaN,
            Brier = AnswerScorer.Brier(mean, truth),
            Divergence = asAsked ? Divergence.KullbackLeibler(people, distribution, QuestionResult.LeastProbability) : double.NaN,
            JensenShannon = asAsked ? Divergence.JensenShannon(people, distribution) : double.NaN,
            Distribution = mean.ToArray(),
        };
    }
}
