namespace Ucam.Imaging;

/// <summary>
/// Regions of like colour (Felzenszwalb and Huttenlocher, IJCV 59(2), 2004). Pixels are joined along the edges of their 8-neighbourhood, the
/// most alike first, while an edge's difference is at most the largest that lies within either part plus k over its number of pixels; parts
/// that are too small then join the neighbour that is most alike.
/// </summary>
internal sealed class GraphSegments
{
    // Right, down, and the two diagonals below: each pair of neighbours once.
    private static readonly (int Down, int Right)[] Neighbours = [(0, 1), (1, 0), (1, 1), (1, -1)];

    private readonly int _pixels;
    private readonly float[] _differences;
    private readonly (int One, int Other)[] _edges;

    /// <summary>Orders the edges of a picture, whatever the size of its regions.</summary>
    /// <param name="colours">rows×columns×channels, finite; the difference of two pixels is the length of that of their colours.</param>
    /// <param name="rows">Rows, ≥ 1.</param>
    /// <param name="columns">Columns, ≥ 1.</param>
    public GraphSegments(ReadOnlySpan<float> colours, int rows, int columns)
    {
        _pixels = rows * columns;
        (_differences, _edges) = Edges(colours, rows, columns);
    }

    /// <summary>The region of each pixel, row by row, numbered from 0 in the order in which they are met.</summary>
    /// <param name="k">How far regions may differ within, over their size, ≥ 0: the larger, the larger they are.</param>
    /// <param name="least">Pixels of the smallest region, where there are so many.</param>
    public int[] Regions(double k, int least)
    {
        var parts = new Parts(_pixels);
        // The difference within a part is the last one that it was joined by, since they come in order.
        var within = new float[_pixels];
        for (int e = 0; e < _edges.Length; e++)
        {
            (int one, int other) = (parts.Of(_edges[e].One), parts.Of(_edges[e].Other));
            if (one == other || _differences[e] > Allowed(one) || _differences[e] > Allowed(other)) continue;
            within[parts.Join(one, other)] = _differences[e];
        }
        foreach ((int a, int b) in _edges)
        {
            (int one, int other) = (parts.Of(a), parts.Of(b));
            if (one != other && Math.Min(parts.Size(one), parts.Size(other)) < least) parts.Join(one, other);
        }
        return parts.Numbered();

        double Allowed(int part) => within[part] + k / parts.Size(part);
    }

    private static (float[] Differences, (int One, int Other)[] Edges) Edges(ReadOnlySpan<float> colours, int rows, int columns)
    {
        int channels = colours.Length / (rows * columns), count = 0;
        foreach ((int down, int right) in Neighbours) count += Math.Max(0, rows - down) * Math.Max(0, columns - Math.Abs(right));
        (float[] differences, var edges) = (new float[count], new (int, int)[count]);
        int edge = 0;
        foreach ((int down, int right) in Neighbours)
            for (int y = 0; y < rows - down; y++)
                for (int x = Math.Max(0, -right); x < columns - Math.Max(0, right); x++, edge++)
                {
                    (int one, int other) = (y * columns + x, (y + down) * columns + x + right);
                    differences[edge] = Distance(colours.Slice(one * channels, channels), colours.Slice(other * channels, channels));
                    edges[edge] = (one, other);
                }
        Array.Sort(differences, edges);
        return (differences, edges);
    }

    private static float Distance(ReadOnlySpan<float> one, ReadOnlySpan<float> other)
    {
        float sum = 0;
        for (int c = 0; c < one.Length; c++) sum += (one[c] - other[c]) * (one[c] - other[c]);
        return MathF.Sqrt(sum);
    }

    /// <summary>Disjoint sets of pixels, each named by one of them.</summary>
    private sealed class Parts(int pixels)
    {
        private readonly int[] _above = [.. Enumerable.Range(0, pixels)], _sizes = [.. Enumerable.Repeat(1, pixels)];

        public int Of(int pixel)
        {
            while (_above[pixel] != pixel) pixel = _above[pixel] = _above[_above[pixel]];
            return pixel;
        }

        public int Size(int part) => _sizes[part];

        /// <summary>Joins two parts, the smaller to the larger, and gives the name of both.</summary>
        public int Join(int one, int other)
        {
            if (_sizes[one] < _sizes[other]) (one, other) = (other, one);
            _above[other] = one;
            _sizes[one] += _sizes[other];
            return one;
        }

        public int[] Numbered()
        {
            var numbers = new Dictionary<int, int>();
            var labels = new int[_above.Length];
            for (int i = 0; i < labels.Length; i++)
            {
                int part = Of(i);
                if (!numbers.TryGetValue(part, out labels[i])) numbers[part] = labels[i] = numbers.Count;
            }
            return labels;
        }
    }
}
