namespace Ucam.Vqa.Tests.Training;

/// <summary>A set that asks for an end once some pictures were loaded.</summary>
internal sealed class StoppingSet(IVqaSet set, int after) : IVqaSet, IDenseTruth, IDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private int _loaded;

    public CancellationToken Token => _stop.Token;

    public string Name => set.Name;

    public int PictureCount => set.PictureCount;

    public IReadOnlyList<VqaItem> Items => set.Items;

    public IReadOnlyList<DenseHead> DenseHeads => ((IDenseTruth)set).DenseHeads;

    public Picture LoadPicture(int picture)
    {
        if (Interlocked.Increment(ref _loaded) > after) _stop.Cancel();
        return set.LoadPicture(picture);
    }

    public void CellLabels(int picture, int grid, Span<byte> labels) => ((IDenseTruth)set).CellLabels(picture, grid, labels);

    public void Dispose() => _stop.Dispose();
}
