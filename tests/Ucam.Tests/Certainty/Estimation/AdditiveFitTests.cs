using Ucam.Certainty.Estimation;

namespace Ucam.Tests.Certainty.Estimation;

public sealed class AdditiveFitTests
{
    private static double[][] Basis(double[] values, int columns) =>
        [.. Enumerable.Range(0, columns).Select(m => Enumerable.Range(0, values.Length / columns).Select(i => values[i * columns + m]).ToArray())];

    [Fact]
    public void One_step_without_penalty_gives_the_log_odds_of_both_sides()
    {
        // 8 answers without the step, 2 of them right; 10 with it, 7 right.
        double[] step = [.. Enumerable.Repeat(0.0, 8), .. Enumerable.Repeat(1.0, 10)];
        double[] right = [1, 1, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1, 1, 0, 0, 0];
        double[][] basis = Basis(step, 1);
        var fit = new AdditiveFit(basis, right, [.. step.Select(_ => 1.0)], ([0], [0]));
        fit.Minimise(1e-12);
        double without = fit.Intercept - fit.Coefficients[0] * fit.Means[0];
        without.Should().BeApproximately(Math.Log(2.0 / 6), 1e-4);
        (without + fit.Coefficients[0]).Should().BeApproximately(Math.Log(7.0 / 3), 1e-4);
    }

    [Fact]
    public void Weights_count_as_so_many_answers()
    {
        double[][] few = Basis([0, 0, 1, 1], 1), many = Basis([0, 0, 0, 0, 1, 1, 1, 1], 1);
        var weighted = new AdditiveFit(few, [1, 0, 1, 0], [1, 3, 2, 2], ([0], [0]));
        var repeated = new AdditiveFit(many, [1, 0, 0, 0, 1, 1, 0, 0], [.. Enumerable.Repeat(1.0, 8)], ([0], [0]));
        weighted.Minimise(1e-3);
        repeated.Minimise(1e-3);
        weighted.Coefficients[0].Should().BeApproximately(repeated.Coefficients[0], 1e-6);
        weighted.Intercept.Should().BeApproximately(repeated.Intercept, 1e-6);
    }

    [Fact]
    public void Where_it_ends_the_slope_of_the_penalised_loss_is_zero_or_pushes_against_a_sign()
    {
        var random = new Random(3);
        const int Rows = 200, Columns = 6;
        double[] x = [.. Enumerable.Range(0, Rows * Columns).Select(_ => random.NextDouble())];
        double[] y = [.. Enumerable.Range(0, Rows).Select(_ => random.NextDouble())], w = [.. y.Select(_ => 0.5 + random.NextDouble())];
        int[] signs = [1, 1, -1, -1, 0, 0], signals = [0, 0, 1, 1, 2, 2];
        const double Penalty = 1e-3;
        double[][] basis = Basis(x, Columns);
        var fit = new AdditiveFit(basis, y, w, (signs, signals));
        fit.Minimise(Penalty);
        double[] beta = fit.Coefficients;
        double total = w.Sum();
        var slope = new double[Columns];
        for (int i = 0; i < Rows; i++)
        {
            double odds = fit.Intercept;
            for (int m = 0; m < Columns; m++) odds += beta[m] * (x[i * Columns + m] - fit.Means[m]);
            for (int m = 0; m < Columns; m++) slope[m] += w[i] / total * (1 / (1 + Math.Exp(-odds)) - y[i]) * (x[i * Columns + m] - fit.Means[m]);
        }
        for (int m = 0; m < Columns; m++)
        {
            int partner = m % 2 == 0 ? m + 1 : m - 1;
            double all = slope[m] + Penalty * (beta[m] + beta[m] - beta[partner]);
            (beta[m] * signs[m]).Should().BeGreaterThanOrEqualTo(0);
            if (signs[m] == 0 || beta[m] != 0) all.Should().BeApproximately(0, 1e-5);
            else (all * signs[m]).Should().BeGreaterThan(-1e-5, "a coefficient at 0 would otherwise grow on its own side");
        }
    }

    [Fact]
    public void Offsets_are_log_odds_that_are_there_already()
    {
        double[] offsets = [-1, 1, -1, 1], right = [.. offsets.Select(o => 1 / (1 + Math.Exp(-o)))];
        double[][] basis = Basis([0, 0, 1, 1], 1);
        var fit = new AdditiveFit(basis, right, [1, 1, 1, 1], ([0], [0]), offsets);
        fit.Minimise(1e-6);
        fit.Intercept.Should().BeApproximately(0, 1e-6);
        fit.Coefficients[0].Should().BeApproximately(0, 1e-6);
    }
}
