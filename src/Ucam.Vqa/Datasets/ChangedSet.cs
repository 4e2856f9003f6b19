namespace Ucam.Vqa.Datasets;

/// <summary>A set whose pictures or questions are changed one by one; its numbering stays.</summary>
/// <param name="set">The set as it is.</param>
/// <param name="name">Name of the changed set.</param>
/// <param name="picture">From the index of a picture and the picture to the changed one; null for no change.</param>
/// <param name="question">From a question to the changed one, which may be about another picture of the set; null for no change.</param>
internal sealed class ChangedSet(
    IVqaSet set, string name, Func<int, Picture, Picture>? picture = null, Func<VqaItem, VqaItem>? question = null) : IVqaSet
{
    public string Name => name;

    public int PictureCount => set.PictureCount;

    public IReadOnlyList<VqaItem> Items { get; } = question is null ? set.Items : [.. set.Items.Select(question)];

    public Picture LoadPicture(int index) => picture is null ? set.LoadPicture(index) : picture(index, set.LoadPicture(index));
}
