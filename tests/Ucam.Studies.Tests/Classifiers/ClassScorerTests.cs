using Ucam.Studies.Classifiers;
using Ucam.Vqa;
using Ucam.Vqa.Datasets.BuiltIn.Photos;

namespace Ucam.Studies.Tests.Classifiers;

public sealed class ClassScorerTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private QuestionResult Score(float[] mean, bool asAsked = true)
    {
        SmallArchive.WriteFolders(_folder);
        // Of photograph 0 a quarter of the people say class 0 and three quarters class 9.
        return ClassScorer.Score(PhotoArchive.Open(_folder.Path), 0, asAsked, mean);
    }

    [Fact]
    public void A_distribution_is_compared_with_what_most_people_said_and_with_all_of_them()
    {
        QuestionResult result = Score([0.5f, 0.25f, 0, 0, 0, 0, 0, 0, 0, 0.25f]);
        (result.Prediction, result.Truth, result.Accuracy, result.IsRight).Should().Be(("airplane", "truck", 0.0, false));
        (result.Probability, result.TruthProbability).Should().Be((0.5, 0.25));
        result.Brier.Should().BeApproximately(0.25 + 0.0625 + 0.5625, 1e-9);
        result.HumanEntropy.Should().BeApproximately(-0.25 * Math.Log(0.25) - 0.75 * Math.Log(0.75), 1e-12);
        result.Divergence.Should().BeApproximately(0.25 * Math.Log(0.25 / 0.5) + 0.75 * Math.Log(0.75 / 0.25), 1e-6);
        result.JensenShannon.Should().BeInRange(0.01, Math.Log(2));
        double.IsNaN(result.LogitVariance).Should().BeTrue();
        ClassScorer.IndexOf(result.Truth).Should().Be(9);
        ClassScorer.IndexOf("boat").Should().Be(-1);
    }

    [Fact]
    public void What_people_were_unsure_of_counts_only_for_what_they_saw()
    {
        QuestionResult result = Score([0, 0, 0, 0, 0, 0, 0, 0, 0.1f, 0.9f], asAsked: false);
        result.Accuracy.Should().Be(1);
        new[] { result.HumanEntropy, result.Divergence, result.JensenShannon }.Should().OnlyContain(v => double.IsNaN(v));
        result.Brier.Should().BeApproximately(0.02, 1e-6);
    }
}
