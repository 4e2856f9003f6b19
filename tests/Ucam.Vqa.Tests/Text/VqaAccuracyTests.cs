using CsCheck;
using Ucam.Vqa.Text;

namespace Ucam.Vqa.Tests.Text;

public class VqaAccuracyTests
{
    private static string[] People(int matching, int people = 10) => [.. Enumerable.Range(0, people).Select(i => i < matching ? "Two" : "blue")];

    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 0.3)]
    [InlineData(2, 0.6)]
    [InlineData(3, 0.9)]
    [InlineData(4, 1)]
    [InlineData(10, 1)]
    public void Ten_people_give_the_known_values(int matching, double expected) =>
        VqaAccuracy.Score("2", People(matching)).Should().BeApproximately(expected, 1e-12);

    [Fact]
    public void It_is_the_mean_over_leaving_each_person_out() =>
        Gen.Int[4, 12].SelectMany(people => Gen.Int[0, people].Select(matching => (people, matching))).Sample(pair =>
        {
            string[] answers = People(pair.matching, pair.people);
            double expected = Enumerable.Range(0, pair.people)
                .Average(left => Math.Min(1, answers.Where((a, i) => i != left && a == "Two").Count() / 3.0));
            return Math.Abs(VqaAccuracy.Score("two", answers) - expected) < 1e-12;
        });

    [Fact]
    public void Few_people_can_still_agree_fully()
    {
        VqaAccuracy.Score(1, 1).Should().Be(1);
        VqaAccuracy.Score(0, 1).Should().Be(0);
        VqaAccuracy.Score(2, 2).Should().Be(1);
        VqaAccuracy.Score(1, 2).Should().Be(0.5);
        VqaAccuracy.Score(3, 3).Should().Be(1);
    }

    [Fact]
    public void Both_sides_are_always_normalised() =>
        VqaAccuracy.Score("coca cola", [.. Enumerable.Repeat("Coca-Cola", 10)]).Should().Be(1);

    [Fact]
    public void Nobody_asked_is_refused()
    {
        Action none = () =>
            VqaAccuracy.Score("a cat", []), official = () => OfficialVqaAccuracy.Score("a cat", []), many = () => VqaAccuracy.Score(11, 10);
        none.Should().Throw<ArgumentException>();
        official.Should().Throw<ArgumentException>();
        many.Should().Throw<ArgumentException>();
    }

    [Fact]
    public void Expected_accuracy_agrees_with_scipys_binomial()
    {
        foreach (double[] row in ScipyValues.ExpectedRows("binomial"))
            VqaAccuracy.Expected(row[0]).Should().BeApproximately(row[1], 1e-12);
    }

    [Fact]
    public void Expected_accuracy_is_the_mean_score_over_drawn_people() =>
        Gen.Double[0, 1].Sample(p =>
        {
            double expected = 0, coefficient = 1;
            for (int m = 0; m <= 10; m++)
            {
                expected += coefficient * Math.Pow(p, m) * Math.Pow(1 - p, 10 - m) * VqaAccuracy.Score(m, 10);
                coefficient = coefficient * (10 - m) / (m + 1);
            }
            return Math.Abs(VqaAccuracy.Expected(p) - expected) < 1e-12;
        });

    [Fact]
    public void The_best_answer_is_the_most_probable_after_normalisation()
    {
        var distribution = new Dictionary<string, double> { ["two"] = 0.25, ["2"] = 0.25, ["red"] = 0.4, ["blue"] = 0.1 };
        VqaAccuracy.BestAttainable(distribution).Should().Be(VqaAccuracy.Expected(0.5));
        VqaAccuracy.Expected(distribution, "Two").Should().Be(VqaAccuracy.Expected(0.5));
        VqaAccuracy.Expected(distribution, "green").Should().Be(0);
    }

    [Fact]
    public void What_is_no_distribution_is_refused()
    {
        foreach (double[] values in new double[][] { [], [0.5, 0.4], [1.5, -0.5], [double.NaN, 1] })
        {
            var best = () => VqaAccuracy.BestAttainable(values.Index().ToDictionary(v => $"x{v.Index}", v => v.Item));
            best.Should().Throw<ArgumentException>();
        }
    }
}
