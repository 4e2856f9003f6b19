using Ucam.Vqa;

namespace Ucam.Bench;

/// <summary>Drawn scenes with as many questions each as is asked for: a stranger's set, whose pictures have few questions or many.</summary>
internal sealed class CountedSet : IVqaSet
{
    public const int Pictures = 400, Mean = 8, Fewest = 4, Most = 20, Side = 64;
    private readonly SceneSet _scenes;

    private CountedSet(string name, int[] counts, int seed)
    {
        Name = name;
        _scenes = new SceneSet(new SceneSetOptions { Pictures = counts.Length, Size = Side, QuestionsPerPicture = Most, Seed = seed });
        Items = [.. _scenes.Items.GroupBy(i => i.Picture).SelectMany(g => g.Take(counts[g.Key]))];
    }

    public string Name { get; }

    public int PictureCount => _scenes.PictureCount;

    public IReadOnlyList<VqaItem> Items { get; }

    public Picture LoadPicture(int picture) => _scenes.LoadPicture(picture);

    /// <summary>Eight questions a picture.</summary>
    public static CountedSet Even(int pictures = Pictures) => new("even", [.. Enumerable.Repeat(Mean, pictures)], seed: 1);

    /// <summary>The same pictures with 4 to 20 questions each, as many in all.</summary>
    public static CountedSet Uneven(int pictures = Pictures)
    {
        var random = new Random(1);
        int[] counts = [.. Enumerable.Range(0, pictures).Select(_ => Math.Min(Most, Fewest + (int)(-Math.Log(1 - random.NextDouble()) * Mean / 2)))];
        for (int over = counts.Sum() - Mean * pictures; over != 0; over -= Math.Sign(over))
        {
            int[] movable = [.. Enumerable.Range(0, pictures).Where(p => over > 0 ? counts[p] > Fewest : counts[p] < Most)];
            counts[movable[random.Next(movable.Length)]] -= Math.Sign(over);
        }
        return new CountedSet("uneven", counts, seed: 1);
    }
}
