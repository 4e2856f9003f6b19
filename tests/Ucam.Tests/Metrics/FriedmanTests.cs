using System.Text.Json;
using CsCheck;
using Ucam.Metrics;

namespace Ucam.Tests.Metrics;

public class FriedmanTests
{
    /// <summary>Ranks of four variants of C4.5 on 14 data sets: Demšar 2006, table 6.</summary>
    private static readonly double[,] Demsar =
    {
        { 4, 3, 2, 1 }, { 1, 2, 3, 4 }, { 4, 1, 2, 3 }, { 4, 1, 3, 2 }, { 4, 2, 3, 1 }, { 1, 2.5, 4, 2.5 }, { 3, 2, 4, 1 },
        { 2.5, 2.5, 4, 1 }, { 4, 3, 2, 1 }, { 2.5, 2.5, 2.5, 2.5 }, { 4, 2.5, 1, 2.5 }, { 3, 2, 4, 1 }, { 4, 1, 2, 3 }, { 3, 1, 4, 2 },
    };

    [Fact]
    public void It_agrees_with_a_second_formula_and_mpmath()
    {
        foreach (var expected in ScipyValues.Load("significance.json").GetProperty("friedman").EnumerateArray())
        {
            double Number(string name) => expected.GetProperty(name).GetDouble();
            var result = Friedman.Test(Square(expected.GetProperty("scores").Deserialize<double[][]>()!));
            result.ChiSquared.Should().BeApproximately(Number("chi"), 1e-11);
            result.F.Should().BeApproximately(Number("f"), 1e-11);
            result.ChiSquaredP.Should().BeApproximately(Number("chi_p"), 1e-11 * Number("chi_p"));
            result.FP.Should().BeApproximately(Number("f_p"), 1e-11 * Number("f_p"));
            result.AverageRanks
                .Should().BeEquivalentTo(expected.GetProperty("ranks").Deserialize<double[]>(), options => options.WithStrictOrdering());
        }
    }

    [Fact]
    public void It_agrees_with_the_published_example()
    {
        var result = Friedman.Test(Demsar, higherIsBetter: false);
        double[] ranks = [3.143, 2.000, 2.893, 1.964];
        for (int i = 0; i < ranks.Length; i++) result.AverageRanks[i].Should().BeApproximately(ranks[i], 0.0005);
        // The publication does not correct for its ties: three pairs and four at once.
        double correction = 1 - (3 * 6 + 60) / (14 * 4 * 15.0), uncorrected = result.ChiSquared * correction;
        uncorrected.Should().BeApproximately(9.28, 0.005);
        (13 * uncorrected / (14 * 3 - uncorrected)).Should().BeApproximately(3.69, 0.005);
        result.F.Should().BeApproximately(13 * result.ChiSquared / (14 * 3 - result.ChiSquared), 1e-12);
    }

    [Fact]
    public void Two_treatments_without_ties_are_a_sign_test()
    {
        // Three wins of four: χ² = (3 − 1)²/4 = 1, and P(χ²₁ > 1) is that of two standard deviations' tails: 0.3173.
        var result = Friedman.Test(new double[,] { { 1, 2 }, { 1, 2 }, { 1, 2 }, { 2, 1 } });
        result.ChiSquared.Should().BeApproximately(1, 1e-15);
        result.ChiSquaredP.Should().BeApproximately(0.31731050786291415, 1e-14);
        result.AverageRanks.Should().Equal(1.75, 1.25);
        result.Blocks.Should().Be(4);
    }

    [Fact]
    public void Turning_the_scores_round_turns_the_ranks_round() =>
        Gen.Int[0, 4].Select(i => (double)i).Array2D[6, 4].Sample(scores =>
        {
            FriedmanResult high = Friedman.Test(scores), low = Friedman.Test(scores, higherIsBetter: false);
            return high.ChiSquared.Equals(low.ChiSquared) && high.FP.Equals(low.FP)
                && high.AverageRanks.Zip(low.AverageRanks, (a, b) => Math.Abs(a + b - 5)).Max() < 1e-12;
        });

    [Fact]
    public void P_values_are_uniform_where_nothing_differs()
    {
        var random = new Random(9);
        const int trials = 1000;
        double[] p =
            [.. Enumerable.Range(0, trials)
            .Select(_ =>
            Friedman.Test(Square([.. Enumerable.Range(0, 12).Select(_ => Enumerable.Range(0, 4).Select(_ => random.NextDouble()).ToArray())])).FP)];
        (p.Count(x => x < 0.2) / (double)trials).Should().BeApproximately(0.2, 0.05);
        (p.Count(x => x < 0.05) / (double)trials).Should().BeApproximately(0.05, 0.025);
    }

    [Fact]
    public void Full_agreement_is_certain_and_equal_scores_say_nothing()
    {
        var agree = Friedman.Test(new double[,] { { 3, 2, 1 }, { 30, 20, 10 }, { 0.3, 0.2, 0.1 } });
        agree.Should().Match<FriedmanResult>(r => r.ChiSquared == 6 && r.F == double.PositiveInfinity && r.FP == 0);
        agree.AverageRanks.Should().Equal(1, 2, 3);
        Friedman.Test(new double[3, 2]).Should().Match<FriedmanResult>(r => r.ChiSquared == 0 && r.ChiSquaredP == 1 && r.F == 0 && r.FP == 1);
    }

    [Fact]
    public void Two_blocks_are_enough()
    {
        // Rank sums 2, 5 and 5: χ² = 2·6/4 = 3, P(χ²₂ > 3) = e^−1.5; F = 3/(4 − 3), P(F₂,₂ > 3) = 1/(1 + 3).
        var result = Friedman.Test(new double[,] { { 3, 2, 1 }, { 3, 1, 2 } });
        result.ChiSquared.Should().BeApproximately(3, 1e-14);
        result.ChiSquaredP.Should().BeApproximately(Math.Exp(-1.5), 1e-14);
        result.F.Should().BeApproximately(3, 1e-14);
        result.FP.Should().BeApproximately(0.25, 1e-14);
    }

    [Fact]
    public void Fewer_than_two_blocks_or_treatments_are_undefined_but_ranked()
    {
        var one = Friedman.Test(new double[,] { { 5, 7, 5 } });
        one.AverageRanks.Should().Equal(2.5, 1, 2.5);
        foreach (var result in new[] { one, Friedman.Test(new double[4, 1]), Friedman.Test(new double[0, 3]), Friedman.Test(new double[0, 0]) })
            new[] { result.ChiSquared, result.ChiSquaredP, result.F, result.FP }.Should().OnlyContain(value => double.IsNaN(value));
    }

    [Fact]
    public void Nan_and_nothing_are_refused()
    {
        var test = () => Friedman.Test(new double[,] { { 1, 2 }, { double.NaN, 1 } });
        test.Should().Throw<ArgumentException>();
        var nothing = () => Friedman.Test(null!);
        nothing.Should().Throw<ArgumentNullException>().WithParameterName("scores");
    }

    private static double[,] Square(double[][] rows)
    {
        var square = new double[rows.Length, rows[0].Length];
        for (int i = 0; i < rows.Length; i++)
            for (int j = 0; j < rows[i].Length; j++) square[i, j] = rows[i][j];
        return square;
    }
}
