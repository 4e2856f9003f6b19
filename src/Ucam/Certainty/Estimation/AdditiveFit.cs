using System.Numerics.Tensors;

namespace Ucam.Certainty.Estimation;

/// <summary>
/// Fits the coefficients of a basis by penalised logistic regression with signs: the minimum of the weighted log-loss + λ/2·(Σ β² + Σ (β_k −
/// β_{k−1})² of neighbouring ramps), by Newton's method, each step of which is solved under the signs by coordinate descent. The loss is
/// convex, so the minimum is the only one. Every sum has one order, whatever the number of threads, so the same answers give the same bits.
/// </summary>
internal sealed class AdditiveFit
{
    private const int MostSteps = 50, MostSweeps = 300, NoSignal = -1;
    private const double Enough = 1e-7, LeastWeight = 1e-4;

    // The centred ramps and behind them a column of ones, on whose coefficient, the intercept, there is no penalty.
    private readonly double[][] _columns;
    private readonly double[] _targets;
    private readonly double[] _weights;
    private readonly double[]? _offsets;
    private readonly int[] _signs;
    private readonly int[] _signals;
    private double[] _coefficients;

    /// <param name="basis">M ramps of N values each; left as they are.</param>
    /// <param name="targets">N values in [0,1].</param>
    /// <param name="weights">N values, ≥ 0.</param>
    /// <param name="ramps">The sign of each ramp (1 for β ≥ 0, −1 for β ≤ 0, 0 for any) and its signal; neighbours of one signal are tied.</param>
    /// <param name="offsets">N log-odds to which the model is added; null for none.</param>
    public AdditiveFit(double[][] basis, double[] targets, double[] weights, (int[] Signs, int[] Signals) ramps, double[]? offsets = null)
    {
        double total = weights.Sum();
        _weights = [.. weights.Select(weight => weight / total)];
        (_targets, _offsets) = (targets, offsets);
        Means = [.. basis.Select(column => TensorPrimitives.Dot<double>(column, _weights))];
        _columns = [.. basis.Select((column, m) => Array.ConvertAll(column, value => value - Means[m])), [.. targets.Select(_ => 1.0)]];
        (_signs, _signals) = ([.. ramps.Signs, 0], [.. ramps.Signals, NoSignal]);
        _coefficients = new double[_signs.Length];
        double share = Math.Clamp(TensorPrimitives.Dot<double>(targets, _weights), 1e-4, 1 - 1e-4);
        if (offsets is null) _coefficients[^1] = Logistic.Inverse(share);
    }

    /// <summary>Weighted mean of each ramp.</summary>
    public double[] Means { get; }

    /// <summary>Log-odds where every ramp is at its mean.</summary>
    public double Intercept => _coefficients[^1];

    /// <summary>β (M); a further fit goes on from here.</summary>
    public double[] Coefficients => _coefficients[..^1];

    /// <summary>Moves to the minimum for a penalty.</summary>
    public void Minimise(double penalty)
    {
        double loss = Objective(_coefficients, penalty);
        for (int step = 0; step < MostSteps; step++)
        {
            (double[] gram, double[] linear) = Quadratic();
            double[] next = Solve(gram, linear, penalty), tried = next;
            (double before, double fraction) = (loss, 1);
            // Newton's step is halved where it overshoots.
            while ((loss = Objective(tried, penalty)) > before + 1e-12 && fraction > 1e-3)
            {
                fraction /= 2;
                tried = [.. _coefficients.Zip(next, (from, to) => from + fraction * (to - from))];
            }
            if (loss > before) return;
            _coefficients = tried;
            if (before - loss < Enough) return;
        }
    }

    private double[] LogOdds(double[] coefficients)
    {
        double[] odds = _offsets is null ? new double[_targets.Length] : [.. _offsets];
        for (int m = 0; m < coefficients.Length; m++)
            if (coefficients[m] != 0) TensorPrimitives.MultiplyAdd(_columns[m], coefficients[m], odds, odds);
        return odds;
    }

    private double Objective(double[] coefficients, double penalty)
    {
        double[] odds = LogOdds(coefficients);
        double loss = 0;
        for (int i = 0; i < odds.Length; i++) loss += _weights[i] * Logistic.Loss(odds[i], _targets[i]);
        return loss + penalty / 2 * Roughness(coefficients);
    }

    private double Roughness(double[] coefficients)
    {
        double sum = 0;
        for (int m = 0; m < coefficients.Length - 1; m++)
        {
            sum += coefficients[m] * coefficients[m];
            if (m > 0 && _signals[m] == _signals[m - 1]) sum += Math.Pow(coefficients[m] - coefficients[m - 1], 2);
        }
        return sum;
    }

    // The loss about where we are: ½βᵀGβ − lᵀβ.
    private (double[] Gram, double[] Linear) Quadratic()
    {
        int count = _columns.Length;
        double[] p = [.. LogOdds(_coefficients).Select(Logistic.Of)], curvature = new double[p.Length], residual = new double[p.Length];
        for (int i = 0; i < p.Length; i++)
            (curvature[i], residual[i]) = (_weights[i] * Math.Max(p[i] * (1 - p[i]), LeastWeight), _weights[i] * (_targets[i] - p[i]));
        var gram = new double[count * count];
        var linear = new double[count];
        ParallelLoop.For(count, m =>
        {
            var weighed = new double[p.Length];
            TensorPrimitives.Multiply(_columns[m], curvature, weighed);
            for (int k = 0; k < count; k++) gram[m * count + k] = TensorPrimitives.Dot<double>(weighed, _columns[k]);
            double along = TensorPrimitives.Dot<double>(gram.AsSpan(m * count, count), _coefficients);
            linear[m] = along + TensorPrimitives.Dot<double>(_columns[m], residual);
        });
        return (gram, linear);
    }

    private double[] Solve(double[] gram, double[] linear, double penalty)
    {
        int count = linear.Length;
        double[] beta = [.. _coefficients];
        var gradient = new double[count];
        for (int m = 0; m < count; m++) gradient[m] = linear[m] - TensorPrimitives.Dot<double>(gram.AsSpan(m * count, count), beta);
        for (int sweep = 0; sweep < MostSweeps; sweep++)
        {
            double largest = 0;
            for (int m = 0; m < count; m++)
            {
                double diagonal = gram[m * count + m], change = Best(beta, m, gradient[m], diagonal, penalty) - beta[m];
                if (change == 0) continue;
                beta[m] += change;
                TensorPrimitives.MultiplyAdd(gram.AsSpan(m * count, count), -change, gradient, gradient);
                largest = Math.Max(largest, Math.Abs(change));
            }
            if (largest < 1e-6) break;
        }
        return beta;
    }

    // The best value of one coefficient, the others as they are.
    private double Best(double[] beta, int m, double gradient, double diagonal, double penalty)
    {
        (double ties, double pull) = (_signals[m] == NoSignal ? 0 : 1, 0);
        if (m > 0 && _signals[m] == _signals[m - 1]) (ties, pull) = (ties + 1, pull + beta[m - 1]);
        if (m + 1 < beta.Length && _signals[m] == _signals[m + 1]) (ties, pull) = (ties + 1, pull + beta[m + 1]);
        double curvature = diagonal + penalty * ties;
        double value = curvature <= 0 ? 0 : (gradient + diagonal * beta[m] + penalty * pull) / curvature;
        return value * _signs[m] < 0 ? 0 : value;
    }
}
