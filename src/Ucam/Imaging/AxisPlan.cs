namespace Ucam.Imaging;

/// <summary>One source sample and its share in an output.</summary>
internal readonly record struct Tap(int Index, float Weight);

/// <summary>Which source samples make each output along one axis; the shares of an output sum to 1.</summary>
internal sealed class AxisPlan
{
    private readonly List<Tap> _taps = [];
    private readonly int[] _ends;

    public AxisPlan(int source, int count, Enlarge enlarge)
    {
        Source = source;
        Count = count;
        _ends = new int[Count];
        var step = source / (double)count;
        for (var i = 0; i < Count; i++)
        {
            var at = i * step;
            var begin = _taps.Count;
            if (step >= 1) AddArea(at, at + step);
            else if (enlarge == Enlarge.Linear) AddLinear(at + step / 2 - 0.5);
            else AddCubic(at + step / 2 - 0.5);
            Normalise(begin);
            _ends[i] = _taps.Count;
        }
    }

    /// <summary>Number of source samples.</summary>
    public int Source { get; }

    /// <summary>Number of outputs.</summary>
    public int Count { get; }

    /// <summary>The source samples of an output.</summary>
    public ReadOnlySpan<Tap> Taps(int output)
    {
        var begin = output == 0 ? 0 : _ends[output - 1];
        return System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_taps)[begin.._ends[output]];
    }

    private void AddArea(double from, double to)
    {
        var last = Math.Min((int)Math.Ceiling(to - 1e-9), Source) - 1;
        for (var i = Math.Min((int)(from + 1e-9), last); i <= last; i++)
            Add(i, Math.Min(to, i + 1) - Math.Max(from, i));
    }

    private void AddLinear(double centre)
    {
        var left = (int)Math.Floor(centre);
        Add(left, 1 - (centre - left));
        Add(left + 1, centre - left);
    }

    private void AddCubic(double centre)
    {
        var left = (int)Math.Floor(centre);
        for (var i = left - 1; i <= left + 2; i++) Add(i, Keys(Math.Abs(centre - i)));
    }

    private static double Keys(double x) => x < 1 ? (1.5 * x - 2.5) * x * x + 1 : ((-0.5 * x + 2.5) * x - 4) * x + 2;

    private void Add(int index, double weight) => _taps.Add(new Tap(Math.Clamp(index, 0, Source - 1), (float)weight));

    private void Normalise(int begin)
    {
        var sum = 0d;
        for (var i = begin; i < _taps.Count; i++) sum += _taps[i].Weight;
        for (var i = begin; i < _taps.Count; i++) _taps[i] = _taps[i] with { Weight = (float)(_taps[i].Weight / sum) };
    }
}
