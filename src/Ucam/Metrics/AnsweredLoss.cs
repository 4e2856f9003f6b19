namespace Ucam.Metrics;

/// <summary>How many questions reach a confidence and what loss they add up to, the most confident first; equal confidences go together.</summary>
internal sealed class AnsweredLoss
{
    private readonly double[] _descending, _loss;

    /// <summary>Sorts the questions once.</summary>
    /// <param name="confidence">One value a question, higher is surer.</param>
    /// <param name="loss">One value a question.</param>
    /// <exception cref="ArgumentException">The lengths differ or a value is not finite.</exception>
    public AnsweredLoss(ReadOnlySpan<double> confidence, ReadOnlySpan<double> loss)
    {
        MetricInput.SameLength(confidence.Length, loss.Length, nameof(loss));
        MetricInput.Finite(confidence, nameof(confidence));
        MetricInput.Finite(loss, nameof(loss));
        int[] order = Ranks.Order(confidence);
        Array.Reverse(order);
        (_descending, _loss) = (new double[order.Length], new double[order.Length + 1]);
        for (int i = 0; i < order.Length; i++)
        {
            _descending[i] = confidence[order[i]];
            _loss[i + 1] = _loss[i] + loss[order[i]];
        }
    }

    /// <summary>Number of questions.</summary>
    public int Questions => _descending.Length;

    /// <summary>The confidence of the question at a place, 1 for the most confident.</summary>
    public double Confidence(int place) => _descending[place - 1];

    /// <summary>The questions of at least a confidence and the sum of their losses.</summary>
    public (int Count, double Loss) From(double threshold)
    {
        int low = 0, high = _descending.Length;
        while (low < high)
        {
            int middle = (low + high) / 2;
            if (_descending[middle] >= threshold) low = middle + 1;
            else high = middle;
        }
        return (low, _loss[low]);
    }

    /// <summary>The distinct confidences from the highest down, with the questions that reach each.</summary>
    public IEnumerable<(double Threshold, int Count, double Loss)> Steps()
    {
        for (int i = 0; i < _descending.Length; i++)
            if (i + 1 == _descending.Length || _descending[i + 1] < _descending[i]) yield return (_descending[i], i + 1, _loss[i + 1]);
    }
}
