namespace Ucam.Explanations.Faithfulness;

/// <summary>
/// Fills cells with the weighted mean of their eight neighbours, 1/6 beside and 1/12 across, the unknown ones solved for together
/// (Rong et al., ICML 2022, noisy linear imputation); at the border over the neighbours there are.
/// </summary>
internal sealed class LinearImputation
{
    private const double Tolerance = 1e-10;
    private static readonly (int Row, int Column, double Weight)[] Around =
        [(-1, 0, 1 / 6.0), (1, 0, 1 / 6.0), (0, -1, 1 / 6.0), (0, 1, 1 / 6.0), (-1, -1, 1 / 12.0), (-1, 1, 1 / 12.0), (1, -1, 1 / 12.0),
            (1, 1, 1 / 12.0)];

    private readonly int[] _unknown;
    private readonly double[] _diagonal;
    private readonly (int Cell, int Unknown, double Weight)[][] _neighbours;

    /// <summary>For one set of removed cells of a grid; some must be left.</summary>
    public LinearImputation(IReadOnlyCollection<int> removed, int rows, int columns)
    {
        if (removed.Count >= rows * columns) throw new ArgumentException("Every cell is removed; nothing is left to fill in from.", nameof(removed));
        _unknown = [.. removed];
        var place = new int[rows * columns];
        Array.Fill(place, -1);
        for (int i = 0; i < _unknown.Length; i++) place[_unknown[i]] = i;
        _neighbours = [.. _unknown.Select(cell => Around
            .Select(step => (Row: cell / columns + step.Row, Column: cell % columns + step.Column, step.Weight))
            .Where(at => at.Row >= 0 && at.Row < rows && at.Column >= 0 && at.Column < columns)
            .Select(at => (at.Row * columns + at.Column, place[at.Row * columns + at.Column], at.Weight)).ToArray())];
        _diagonal = [.. _neighbours.Select(list => list.Sum(n => n.Weight))];
    }

    /// <summary>Fills the removed cells of a channel in place.</summary>
    public void Fill(Span<double> channel)
    {
        double[] right = new double[_unknown.Length], values = new double[_unknown.Length];
        double known = 0, weights = 0;
        for (int i = 0; i < right.Length; i++)
        {
            foreach ((int cell, int unknown, double weight) in _neighbours[i])
            {
                if (unknown >= 0) continue;
                right[i] += weight * channel[cell];
                weights += weight;
            }
            known += right[i];
        }
        Array.Fill(values, weights == 0 ? 0 : known / weights);
        Solve(right, values);
        for (int i = 0; i < values.Length; i++) channel[_unknown[i]] = values[i];
    }

    // Conjugate gradients with the diagonal as preconditioner: the matrix is symmetric and, as a known cell is left, positive definite.
    private void Solve(double[] right, double[] values)
    {
        double[] residual = [.. right.Zip(Times(values), (b, a) => b - a)], direction = [.. residual.Zip(_diagonal, (r, d) => r / d)];
        double before = Dot(residual, direction), enough = Tolerance * Tolerance * Math.Max(Dot(right, right), double.Epsilon);
        for (int step = 0; step < 10 * values.Length && Dot(residual, residual) > enough; step++)
        {
            double[] product = Times(direction);
            double length = before / Dot(direction, product);
            for (int i = 0; i < values.Length; i++)
            {
                values[i] += length * direction[i];
                residual[i] -= length * product[i];
            }
            double[] preconditioned = [.. residual.Zip(_diagonal, (r, d) => r / d)];
            double after = Dot(residual, preconditioned);
            for (int i = 0; i < values.Length; i++) direction[i] = preconditioned[i] + after / before * direction[i];
            before = after;
        }
    }

    private double[] Times(double[] values)
    {
        var product = new double[values.Length];
        for (int i = 0; i < product.Length; i++)
        {
            double sum = _diagonal[i] * values[i];
            foreach ((_, int unknown, double weight) in _neighbours[i])
                if (unknown >= 0) sum -= weight * values[unknown];
            product[i] = sum;
        }
        return product;
    }

    private static double Dot(double[] a, double[] b)
    {
        double sum = 0;
        for (int i = 0; i < a.Length; i++) sum += a[i] * b[i];
        return sum;
    }
}
