namespace Ucam.Datasets.Vqa;

/// <summary>What <see cref="VqaExporter"/> writes beside pictures, questions and annotations.</summary>
public sealed record VqaExportOptions
{
    /// <summary>What picture names start with, before the twelve digits of the image id.</summary>
    public string ImagePrefix { get; init; } = "scene_";

    /// <summary>Whether to write the mask of each deciding region, where the set knows it: one file a question.</summary>
    public bool Regions { get; init; } = true;

    /// <summary>Whether to write people's attention maps, where the set knows them: several files a question.</summary>
    public bool PeopleMaps { get; init; } = true;

    /// <summary>Side of masks and maps in pixels, 1 to 1024.</summary>
    public int MapSize { get; init; } = 64;
}

/// <summary>How far an export is.</summary>
/// <param name="Pictures">Pictures written, with their masks and maps.</param>
/// <param name="Total">Pictures in all.</param>
public readonly record struct VqaExportProgress(int Pictures, int Total);
