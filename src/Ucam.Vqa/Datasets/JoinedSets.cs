namespace Ucam.Vqa.Datasets;

/// <summary>Several sets as one: their pictures and questions in the order given. Identifiers stay as they are.</summary>
internal sealed class JoinedSets : IVqaSet
{
    private readonly IReadOnlyList<IVqaSet> _sets;
    private readonly int[] _starts;

    public JoinedSets(string name, IReadOnlyList<IVqaSet> sets)
    {
        (Name, _sets, _starts) = (name, sets, new int[sets.Count]);
        for (int s = 1; s < sets.Count; s++) _starts[s] = _starts[s - 1] + sets[s - 1].PictureCount;
        Items = [.. sets.SelectMany((set, s) => set.Items.Select(i => i with { Picture = i.Picture + _starts[s] }))];
    }

    public string Name { get; }

    public int PictureCount => _sets.Sum(s => s.PictureCount);

    public IReadOnlyList<VqaItem> Items { get; }

    public Picture LoadPicture(int picture)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(picture);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(picture, PictureCount);
        int set = Array.FindLastIndex(_starts, start => start <= picture);
        return _sets[set].LoadPicture(picture - _starts[set]);
    }
}
