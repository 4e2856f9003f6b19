namespace Ucam.Extensions.AI.Maps;

/// <summary>
/// Makes parts that hang together of the labels of pixels, and joins those that are too small or too many to the neighbour of the nearest colour.
/// </summary>
internal sealed class PartJoiner
{
    private readonly int _width;
    private readonly int[] _part;
    private readonly List<int> _sizes = [];
    // Of each part the sums of the three values of its colour.
    private readonly List<double[]> _colours = [];

    /// <summary>Begins with the pieces of each label that hang together.</summary>
    /// <param name="labels">The label of each pixel.</param>
    /// <param name="lab">Three values of its colour each.</param>
    /// <param name="width">Pixels in a row.</param>
    public PartJoiner(int[] labels, float[] lab, int width)
    {
        (_width, _part) = (width, new int[labels.Length]);
        Array.Fill(_part, -1);
        for (int start = 0; start < labels.Length; start++)
            if (_part[start] < 0) Fill(start, labels, lab);
    }

    /// <summary>Joins them, the smallest first.</summary>
    /// <param name="most">The most parts that stay.</param>
    /// <param name="least">Pixels below which a part is too small.</param>
    public PictureParts Join(int most, int least)
    {
        for (int count = _sizes.Count; count > 1; count--)
        {
            int smallest = Smallest();
            if (_sizes[smallest] >= least && count <= most) break;
            Into(smallest, Nearest(smallest));
        }
        var places = new Dictionary<int, int>();
        foreach (int part in _part) places.TryAdd(part, places.Count);
        return new PictureParts(_part.Length / _width, _width, [.. _part.Select(part => places[part])], places.Count);
    }

    private void Fill(int start, int[] labels, float[] lab)
    {
        int part = _sizes.Count, size = 0;
        double[] colour = new double[3];
        var open = new Stack<int>([start]);
        _part[start] = part;
        while (open.TryPop(out int at))
        {
            size++;
            for (int i = 0; i < 3; i++) colour[i] += lab[at * 3 + i];
            foreach (int near in Around(at))
                if (_part[near] < 0 && labels[near] == labels[start])
                {
                    _part[near] = part;
                    open.Push(near);
                }
        }
        _sizes.Add(size);
        _colours.Add(colour);
    }

    // Parts that were joined to others have no pixels left.
    private int Smallest() => Enumerable.Range(0, _sizes.Count).Where(part => _sizes[part] > 0).MinBy(part => _sizes[part]);

    private int Nearest(int part)
    {
        var near = new HashSet<int>();
        for (int at = 0; at < _part.Length; at++)
            if (_part[at] == part)
                foreach (int next in Around(at)) near.Add(_part[next]);
        near.Remove(part);
        return near.Order().MinBy(other => Enumerable.Range(0, 3)
            .Sum(i => Math.Pow(_colours[part][i] / _sizes[part] - _colours[other][i] / _sizes[other], 2)));
    }

    private void Into(int part, int other)
    {
        for (int at = 0; at < _part.Length; at++)
            if (_part[at] == part) _part[at] = other;
        for (int i = 0; i < 3; i++) _colours[other][i] += _colours[part][i];
        (_sizes[other], _sizes[part]) = (_sizes[other] + _sizes[part], 0);
    }

    // The pixels beside one, above and below it.
    private IEnumerable<int> Around(int at)
    {
        int column = at % _width;
        if (column > 0) yield return at - 1;
        if (column < _width - 1) yield return at + 1;
        if (at >= _width) yield return at - _width;
        if (at + _width < _part.Length) yield return at + _width;
    }
}
