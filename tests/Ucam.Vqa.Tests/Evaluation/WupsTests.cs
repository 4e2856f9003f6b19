using CsCheck;
using Ucam.Vqa.Evaluation;
using Ucam.Vqa.Tests.Runs;
using Ucam.Vqa.Text;

namespace Ucam.Vqa.Tests.Evaluation;

/// <summary>WUPS by hand, on words and on sets of them.</summary>
public sealed class WupsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private static QuestionResult Answered(string prediction, string truth) => Results.Make(prediction, truth, 0);

    [Theory]
    [InlineData("dog", "dog", 1, 1, 1)]
    [InlineData("dog", "cat", 0, 0.075, 0.75)]
    [InlineData("lapdog", "dog", 0, 8.0 / 90, 8.0 / 9)]
    [InlineData("unicorn", "unicorn", 1, 1, 1)]
    [InlineData("unicorn", "dog", 0, 0, 0)]
    [InlineData("dog & cat", "cat & dog", 1, 1, 1)]
    [InlineData("dog", "cat & dog", 0, 0.075, 0.75)]
    [InlineData("cat & dog", "dog", 0, 0.075, 0.75)]
    [InlineData("animal", "cat & dog", 0, 0.1 * 6 / 7 * 0.1 * 6 / 7, 36.0 / 49)]
    [InlineData("bank", "garbage bin", 0, 1, 1)]
    public void Sets_are_compared_by_the_best_of_each(string given, string truth, double equal, double strict, double mild)
    {
        IReadOnlyList<EvaluationMetric> metrics = Wups.Metrics(WordNetNouns.Open(SmallWordNet.Write(_folder)));
        metrics.Select(m => m.Name).Should().Equal("set_accuracy", "wups_0.9", "wups_0.0");
        metrics.Select(m => m.Value([Answered(given, truth)])).ToArray().ShouldBeNear([equal, strict, mild], 1e-12);
    }

    [Fact]
    public void The_figure_is_the_mean_over_questions()
    {
        EvaluationMetric mild = Wups.Metrics(WordNetNouns.Open(SmallWordNet.Write(_folder)))[2];
        mild.Value([Answered("dog", "dog"), Answered("dog", "cat"), Answered("unicorn", "dog")]).Should().BeApproximately(1.75 / 3, 1e-12);
    }

    [Fact]
    public void It_lies_between_equality_and_1_and_does_not_fall_with_a_lower_threshold()
    {
        WordNetNouns nouns = WordNetNouns.Open(SmallWordNet.Write(_folder));
        string[] words = ["dog", "cat", "lapdog", "pet", "bank", "number", "unicorn"];
        Gen<string> answer = Gen.Int[0, words.Length - 1].Array[1, 4].Select(chosen => string.Join(" & ", chosen.Select(i => words[i])));
        IReadOnlyList<EvaluationMetric> metrics = Wups.Metrics(nouns);
        Gen.Select(answer, answer).Sample((a, t) =>
        {
            double[] values = [.. metrics.Select(m => m.Value([Answered(a, t)]))];
            return values is [>= 0, .., <= 1] && values[0] <= values[1] && values[1] <= values[2]
                && metrics.Zip(values).All(m => Math.Abs(m.First.Value([Answered(t, a)]) - m.Second) < 1e-12);
        }, iter: 300);
    }
}
