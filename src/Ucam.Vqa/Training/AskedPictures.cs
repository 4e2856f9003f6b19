namespace Ucam.Vqa.Training;

/// <summary>The pictures of a set that have questions, and at most so many questions of each.</summary>
internal sealed class AskedPictures
{
    private readonly int[][] _ofPicture;
    private readonly int[] _asked;
    private readonly int _each;

    public AskedPictures(RunPart part, int each)
    {
        int pictures = part.Set.PictureCount;
        ILookup<int, int> byPicture = Enumerable.Range(0, part.Questions.Count).ToLookup(i => part.Questions.Pictures[i]);
        _each = each;
        _ofPicture = [.. Enumerable.Range(0, pictures).Select(p => byPicture[p].ToArray())];
        _asked = [.. Enumerable.Range(0, pictures).Where(p => _ofPicture[p].Length > 0)];
        QuestionsPerEpoch = _asked.Sum(p => (long)Math.Min(each, _ofPicture[p].Length));
    }

    /// <summary>Pictures with questions.</summary>
    public int Count => _asked.Length;

    /// <summary>Questions chosen in an epoch.</summary>
    public long QuestionsPerEpoch { get; }

    /// <summary>The pictures in the set's order.</summary>
    public int[] All => _asked;

    /// <summary>The pictures in the seeded order of an epoch.</summary>
    public int[] Order(Epoch epoch) => [.. epoch.Order(_asked.Length).Select(i => _asked[i])];

    /// <summary>Distinct questions of each picture, and how many each has.</summary>
    public (int[] Items, QuestionGroups Groups) Choose(int[] pictures, Random random)
    {
        var items = new List<int>();
        var counts = new List<int>();
        foreach (int picture in pictures)
        {
            int[] all = _ofPicture[picture];
            if (all.Length > _each) random.Shuffle(all = [.. all]);
            ReadOnlySpan<int> chosen = all.AsSpan(0, Math.Min(_each, all.Length));
            items.AddRange(chosen);
            counts.Add(chosen.Length);
        }
        return ([.. items], new QuestionGroups(counts));
    }
}
