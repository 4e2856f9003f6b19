using Ucam.Vqa;

namespace Ucam.Web.Page;

/// <summary>A picture to try, with a question about it.</summary>
/// <param name="Name">Of the picture, without an ending.</param>
/// <param name="Question">The question.</param>
/// <param name="Alt">What the picture shows, for those who do not see it.</param>
internal sealed record Sample(string Name, string Question, string Alt);

/// <summary>Pictures to try: drawn scenes, and the photographs that come with the tool.</summary>
internal sealed class Samples
{
    private const int Seed = 7, Pictures = 24, Side = 224;

    private static readonly string[] Families = ["colour", "count", "exists", "spatial"];

    private static readonly Sample[] Photographs =
    [
        new("cat", "Is it a cat or a dog?", "A photograph of a cat."),
        new("rocket", "What is in the picture?", "A photograph of a rocket at its start."),
    ];

    private readonly Lazy<IReadOnlyList<(Sample Sample, Func<byte[]> Png)>> _all = new(Make);

    /// <summary>What there is to try.</summary>
    public IReadOnlyList<Sample> All => [.. _all.Value.Select(s => s.Sample)];

    /// <summary>The picture of a sample as a file, PNG or JPEG; null where there is none of that name.</summary>
    public byte[]? File(string name) => _all.Value.FirstOrDefault(s => s.Sample.Name == name).Png?.Invoke();

    private static List<(Sample, Func<byte[]>)> Make()
    {
        var scenes = new SceneSet(new SceneSetOptions { Seed = Seed, Split = SceneSplit.Test, Pictures = Pictures, Size = Side });
        var used = new HashSet<int>();
        List<(Sample, Func<byte[]>)> samples = [];
        foreach (string family in Families)
            if (scenes.Items.FirstOrDefault(i => i.QuestionType == family && used.Add(i.Picture)) is { } item)
                samples.Add((new Sample($"scene-{family}", item.Question, "A drawn scene of coloured shapes."),
                    () => scenes.LoadPicture(item.Picture).EncodePng()));
        foreach (Sample photograph in Photographs)
        {
            string path = Path.Combine(AppContext.BaseDirectory, "Demo", "photos", photograph.Name + ".jpg");
            if (System.IO.File.Exists(path)) samples.Add((photograph, () => OrdinaryFile.Bytes(path)));
        }
        return samples;
    }
}
