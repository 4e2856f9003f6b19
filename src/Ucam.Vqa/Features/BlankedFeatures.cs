using static TorchSharp.torch;

namespace Ucam.Vqa.Features;

/// <summary>
/// Features in which random cells are blank, others each time they are read: up to a share of a picture's cells, every number as likely. The same
/// reads in the same order give the same cells.
/// </summary>
/// <param name="features">Those of all pictures; they stay the caller's.</param>
/// <param name="blank">What a blank cell is, C numbers.</param>
/// <param name="share">The most cells that are blank, [0,1].</param>
/// <param name="seed">Chooses them.</param>
internal sealed class BlankedFeatures(IPictureFeatures features, float[] blank, double share, int seed) : IPictureFeatures
{
    private readonly Random _random = new(seed);

    public int Count => features.Count;

    public int Rows => features.Rows;

    public int Columns => features.Columns;

    public int Channels => features.Channels;

    public void ReadInto(ReadOnlySpan<int> rows, Tensor target)
    {
        features.ReadInto(rows, target);
        using var quiet = no_grad();
        using var scope = NewDisposeScope();
        Tensor value = tensor(blank).to(target.dtype);
        int[] cells = [.. Enumerable.Range(0, Rows * Columns)];
        for (int b = 0; b < rows.Length; b++)
        {
            int count = _random.Next((int)Math.Floor(share * cells.Length) + 1);
            if (count == 0) continue;
            _random.Shuffle(cells);
            target[b].index_copy_(0, tensor(Array.ConvertAll(cells[..count], cell => (long)cell)), value.expand(count, -1));
        }
    }
}
