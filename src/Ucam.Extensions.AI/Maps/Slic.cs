namespace Ucam.Extensions.AI.Maps;

/// <summary>
/// Superpixels: parts of a picture that are alike in colour and follow its edges, by simple linear iterative clustering (SLIC: Achanta, Shaji,
/// Smith, Lucchi, Fua and Süsstrunk, IEEE TPAMI 2012), on the picture at no more than 128 pixels a side. Each part hangs together.
/// </summary>
internal sealed class Slic
{
    private const int LongSide = 128, Rounds = 10;
    // How much nearness counts beside colour: 10 of CIELAB's units for the usual distance of two centres, as in the paper.
    private const float Compactness = 10;

    private readonly int _width, _height;
    private readonly double _step;
    private readonly float[] _lab;
    private readonly int[] _labels;
    // Of each centre the three values of its colour, then column and row.
    private readonly float[][] _centres;

    private Slic(Picture picture, int wanted)
    {
        (_width, _height, _lab) = (picture.Width, picture.Height, LabColour.Of(picture));
        _step = Math.Sqrt((double)_width * _height / wanted);
        int rows = Math.Max(1, (int)(_height / _step)), columns = Math.Max(1, (int)(_width / _step));
        _labels = [.. Enumerable.Range(0, _width * _height).Select(at => at / _width * rows / _height * columns + at % _width * columns / _width)];
        _centres = [.. Enumerable.Range(0, rows * columns).Select(centre =>
            Calmest((int)((centre % columns + 0.5) * _width / columns), (int)((centre / columns + 0.5) * _height / rows)))];
    }

    /// <summary>The parts of a picture.</summary>
    /// <param name="picture">The picture.</param>
    /// <param name="most">The most parts, ≥ 1; there are about as many.</param>
    public static PictureParts Of(Picture picture, int most)
    {
        Picture small = picture.AtMost(LongSide);
        int wanted = Math.Min(most, small.Width * small.Height);
        var slic = new Slic(small, wanted);
        for (int round = 0; round < Rounds; round++) slic.Step();
        return new PartJoiner(slic._labels, slic._lab, small.Width).Join(wanted, least: (int)(slic._step * slic._step / 4));
    }

    // Centres begin off edges: at the place of the lowest gradient among nine.
    private float[] Calmest(int x, int y)
    {
        var near = from row in Enumerable.Range(y - 1, 3)
                   from column in Enumerable.Range(x - 1, 3)
                   where row > 0 && row < _height - 1 && column > 0 && column < _width - 1
                   let at = row * _width + column
                   orderby Between(at - 1, at + 1) + Between(at - _width, at + _width)
                   select (column, row);
        (int atX, int atY) = near.FirstOrDefault((x, y));
        int calmest = (atY * _width + atX) * 3;
        return [_lab[calmest], _lab[calmest + 1], _lab[calmest + 2], atX, atY];
    }

    private float Between(int one, int other)
    {
        float sum = 0;
        for (int i = 0; i < 3; i++)
        {
            float apart = _lab[one * 3 + i] - _lab[other * 3 + i];
            sum += apart * apart;
        }
        return sum;
    }

    // Each pixel goes to the nearest centre that is near enough, then each centre to the mean of its pixels.
    private void Step()
    {
        float[] nearest = new float[_labels.Length];
        Array.Fill(nearest, float.PositiveInfinity);
        int reach = (int)Math.Ceiling(_step);
        for (int centre = 0; centre < _centres.Length; centre++)
        {
            float[] c = _centres[centre];
            for (int y = Math.Max(0, (int)c[4] - reach); y <= Math.Min(_height - 1, (int)c[4] + reach); y++)
                for (int x = Math.Max(0, (int)c[3] - reach); x <= Math.Min(_width - 1, (int)c[3] + reach); x++)
                {
                    int at = y * _width + x;
                    float distance = Distance(c, at, x, y);
                    if (distance < nearest[at]) (nearest[at], _labels[at]) = (distance, centre);
                }
        }
        Centre();
    }

    private float Distance(float[] centre, int at, int x, int y)
    {
        (float l, float a, float b) = (_lab[at * 3] - centre[0], _lab[at * 3 + 1] - centre[1], _lab[at * 3 + 2] - centre[2]);
        (float dx, float dy) = (x - centre[3], y - centre[4]);
        return l * l + a * a + b * b + (dx * dx + dy * dy) * (float)(Compactness * Compactness / (_step * _step));
    }

    private void Centre()
    {
        double[,] sums = new double[_centres.Length, 5];
        int[] counts = new int[_centres.Length];
        for (int at = 0; at < _labels.Length; at++)
        {
            int centre = _labels[at];
            counts[centre]++;
            for (int i = 0; i < 3; i++) sums[centre, i] += _lab[at * 3 + i];
            sums[centre, 3] += at % _width;
            sums[centre, 4] += at / _width;
        }
        for (int centre = 0; centre < counts.Length; centre++)
            for (int i = 0; i < 5 && counts[centre] > 0; i++) _centres[centre][i] = (float)(sums[centre, i] / counts[centre]);
    }
}
