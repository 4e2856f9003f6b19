using Ucam.Certainty.Signals;

namespace Ucam.Certainty.Estimation;

/// <summary>One additive model, fitted on some answers over log-odds that are there already.</summary>
internal sealed class Stage
{
    // The last are for a few hundred answers, of which many signals would otherwise learn by heart.
    private static readonly double[] Penalties = [1e-2, 3e-3, 1e-3, 3e-4, 3e-2, 1e-1, 3e-1, 1];

    private readonly SignalTable _table;
    private readonly Ramps _ramps;
    private readonly double[][] _basis;
    private readonly int[] _signs;
    private readonly int[] _ofRamps;
    private readonly double[] _right;
    private readonly double[] _weights;
    private readonly double[]? _offsets;

    /// <param name="data">The answers.</param>
    /// <param name="signals">The signals it is made of, all of which the answers have; at least one.</param>
    /// <param name="weights">Weight of each answer; 0 leaves it out of the fit, not out of what is predicted.</param>
    /// <param name="offsets">Log-odds of each answer to which the model is added; null for none.</param>
    /// <param name="knots">Makes the ramps of the answers.</param>
    public Stage(HeldOut data, IReadOnlyList<CertaintySignal> signals, double[] weights, double[]? offsets, Func<SignalTable, Ramps> knots)
    {
        (_right, _weights, _offsets) = (data.Right, weights, offsets);
        _table = data.Signals.Only([.. signals.Select(signal => signal.Name)]);
        _ramps = knots(_table);
        _ofRamps = _ramps.Signals();
        _signs = [.. _ofRamps.Select(j => signals[j].Direction)];
        _basis = _ramps.Columns(_table);
    }

    /// <summary>
    /// λ that predicts best the folds that a fit did not see, and the log-odds of every answer by the fit that did not see its fold.
    /// </summary>
    public (double Penalty, double[] Odds) CrossValidate(int[] folds)
    {
        var losses = new double[Penalties.Length];
        double[][] odds = [.. Penalties.Select(_ => new double[_right.Length])];
        foreach (int fold in folds.Distinct().Order())
        {
            int[] outside = [.. Enumerable.Range(0, folds.Length).Where(i => folds[i] == fold)];
            AdditiveFit fit = FitOn([.. Enumerable.Range(0, folds.Length).Where(i => folds[i] != fold && _weights[i] > 0)]);
            for (int p = 0; p < Penalties.Length; p++)
            {
                fit.Minimise(Penalties[p]);
                double shift = fit.Intercept - fit.Coefficients.Zip(fit.Means, (beta, mean) => beta * mean).Sum();
                double[] coefficients = fit.Coefficients;
                foreach (int i in outside)
                {
                    double all = shift + (_offsets?[i] ?? 0);
                    for (int m = 0; m < coefficients.Length; m++) all += coefficients[m] * _basis[m][i];
                    odds[p][i] = all;
                    losses[p] += _weights[i] * Logistic.Loss(all, _right[i]);
                }
            }
        }
        int best = Array.IndexOf(losses, losses.Min());
        return (Penalties[best], odds[best]);
    }

    /// <summary>The model on all answers of the fit.</summary>
    public AdditiveModel Fit(double penalty)
    {
        AdditiveFit fit = FitOn([.. Enumerable.Range(0, _weights.Length).Where(i => _weights[i] > 0)]);
        foreach (double each in Penalties.TakeWhile(each => each != penalty)) fit.Minimise(each);
        fit.Minimise(penalty);
        return ModelOf(fit);
    }

    private AdditiveFit FitOn(int[] rows) => new(
        [.. _basis.Select(column => Array.ConvertAll(rows, i => column[i]))], Array.ConvertAll(rows, i => _right[i]),
        Array.ConvertAll(rows, i => _weights[i]), (_signs, _ofRamps), _offsets is null ? null : Array.ConvertAll(rows, i => _offsets[i]));

    // f's mean over the answers is 0, as every ramp is taken less its mean.
    private AdditiveModel ModelOf(AdditiveFit fit)
    {
        (double[] steps, double[] means) = (fit.Coefficients, fit.Means);
        var shapes = new Shape[_table.Names.Count];
        int at = 0;
        for (int j = 0; j < shapes.Length; j++)
        {
            double[] knots = _ramps.Knots[j];
            var values = new double[knots.Length];
            for (int k = 1; k < knots.Length; k++, at++)
            {
                values[0] -= steps[at] * means[at];
                values[k] = steps[at];
            }
            for (int k = 1; k < knots.Length; k++) values[k] += values[k - 1];
            shapes[j] = new Shape(_table.Names[j], knots, values);
        }
        return new AdditiveModel(fit.Intercept, shapes);
    }
}
