namespace Ucam.Vqa.Datasets;

/// <summary>Pictures without questions, each drawn when it is asked for.</summary>
/// <param name="name">A short name.</param>
/// <param name="count">Number of pictures.</param>
/// <param name="draw">Draws picture i, the same pixels each time; called from several threads.</param>
internal sealed class PictureList(string name, int count, Func<int, Picture> draw) : IVqaSet
{
    public string Name => name;

    public int PictureCount => count;

    public IReadOnlyList<VqaItem> Items => [];

    public Picture LoadPicture(int picture)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(picture);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(picture, count);
        return draw(picture);
    }
}
