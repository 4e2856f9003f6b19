namespace Ucam.Imaging;

/// <summary>Averages squares of factor×factor pixels, row by row, in one direction; those at the right and lower edge may be smaller.</summary>
/// <param name="width">Of the whole picture.</param>
/// <param name="height">Of the whole picture.</param>
/// <param name="factor">Side of a square.</param>
/// <param name="target">RGBA bytes of the small picture, which are filled; opaque.</param>
/// <param name="onWhite">Whether transparency is laid on white before; else it is left out of account.</param>
internal sealed class BoxShrink(int width, int height, int factor, byte[] target, bool onWhite)
{
    private readonly int _columns = (width + factor - 1) / factor;
    private readonly int[] _sums = new int[(width + factor - 1) / factor * 3];
    private int _added;

    /// <summary>The next row, from above or below, of width RGBA pixels.</summary>
    public void Add(int row, ReadOnlySpan<byte> rgba)
    {
        for (int x = 0; x < width; x++)
        {
            ReadOnlySpan<byte> pixel = rgba.Slice(4 * x, 4);
            int sum = x / factor * 3;
            for (int c = 0; c < 3; c++) _sums[sum + c] += onWhite ? Orientation.OnWhite(pixel[c], pixel[3]) : pixel[c];
        }
        _added++;
        int square = row / factor;
        if (_added == Math.Min(factor, height - square * factor)) Finish(square);
    }

    private void Finish(int square)
    {
        for (int x = 0; x < _columns; x++)
        {
            int count = _added * Math.Min(factor, width - x * factor), at = (square * _columns + x) * 4;
            for (int c = 0; c < 3; c++) target[at + c] = (byte)((_sums[x * 3 + c] + count / 2) / count);
            target[at + 3] = byte.MaxValue;
        }
        Array.Clear(_sums);
        _added = 0;
    }
}
