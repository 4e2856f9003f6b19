using Ucam.Vqa.Datasets;

namespace Ucam.Vqa;

/// <summary>What a <see cref="SceneSet"/> holds.</summary>
public sealed record SceneSetOptions
{
    /// <summary>Seed of every picture, question and answer.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>The part of the data.</summary>
    public SceneSplit Split { get; init; } = SceneSplit.Train;

    /// <summary>Number of pictures, 1 to 1,000,000.</summary>
    public int Pictures { get; init; } = 1000;

    /// <summary>Side of a picture in pixels, 32 to 1024; the same scene is drawn at any size.</summary>
    public int Size { get; init; } = 128;

    /// <summary>Questions asked of each picture, 0 (pictures alone) to 50.</summary>
    public int QuestionsPerPicture { get; init; } = 8;

    /// <summary>Share of each question family by name; need not sum to 1. A family that is left out is not asked.</summary>
    public IReadOnlyDictionary<string, double> FamilyWeights { get; init; } = DefaultFamilyWeights;

    /// <summary>The families asked by default and their shares in percent.</summary>
    public static IReadOnlyDictionary<string, double> DefaultFamilyWeights { get; } = new Dictionary<string, double>
    {
        ["colour"] = 12,
        ["shape"] = 11,
        ["size"] = 9,
        ["texture"] = 10,
        ["exists"] = 11,
        ["count"] = 9,
        ["compare"] = 8,
        ["place"] = 8,
        ["spatial"] = 9,
        ["same"] = 6,
        ["two-hop"] = 7,
    };

    internal void Check()
    {
        var option = new SetOption("Scenes");
        option.Within(Pictures, 1, 1_000_000, nameof(Pictures));
        option.Within(Size, 32, 1024, nameof(Size));
        option.Within(QuestionsPerPicture, 0, 50, nameof(QuestionsPerPicture));
        option.Part(Split);
        foreach (var (name, weight) in FamilyWeights)
        {
            if (!DefaultFamilyWeights.ContainsKey(name))
                throw option.Bad(nameof(FamilyWeights),
                    $"there is no question family \"{name}\"; known are {string.Join(", ", DefaultFamilyWeights.Keys)}");
            if (!(weight >= 0) || double.IsInfinity(weight))
                throw option.Bad(nameof(FamilyWeights), $"the share of \"{name}\" must be 0 or more, not {weight}");
        }
        if (FamilyWeights.Values.Sum() <= 0) throw option.Bad(nameof(FamilyWeights), "at least one question family needs a share above 0");
    }
}
