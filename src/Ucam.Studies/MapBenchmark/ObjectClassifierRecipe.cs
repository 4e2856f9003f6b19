using Ucam.Vqa;

namespace Ucam.Studies.MapBenchmark;

/// <summary>How the classifier of single objects is made: about a minute on two cores.</summary>
internal sealed record ObjectClassifierRecipe
{
    public int Seed { get; init; } = 1;

    /// <summary>Side of a picture in pixels.</summary>
    public int Size { get; init; } = 64;

    /// <summary>Channels and stride of each convolution.</summary>
    public IReadOnlyList<(int Channels, int Stride)> Units { get; init; } = [(16, 2), (32, 1), (64, 2), (64, 1)];

    /// <summary>Training pictures.</summary>
    public int Pictures { get; init; } = 4000;

    public int Epochs { get; init; } = 6;

    public int Batch { get; init; } = 32;

    public double LearningRate { get; init; } = 0.003;

    /// <summary>Test pictures that its accuracy is measured on.</summary>
    public int Tested { get; init; } = 1000;

    /// <summary>All settings as a text.</summary>
    public string Text => $"{Seed} {Size} {string.Join(' ', Units)} {Pictures} {Epochs} {Batch} {LearningRate}";

    /// <summary>The scenes that pictures come from.</summary>
    public SceneSetOptions Scenes(SceneSplit split, int pictures) => new() { Seed = Seed, Split = split, Pictures = pictures, Size = Size };
}
