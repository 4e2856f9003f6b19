namespace Ucam.Vqa.Datasets.Vqa;

/// <summary>What <see cref="VqaExporter"/> writes beside pictures, questions and annotations.</summary>
internal sealed record VqaExportOptions
{
    /// <summary>What picture names start with, before the twelve digits of the image id.</summary>
    public string ImagePrefix { get; init; } = "scene_";

    /// <summary>Whether to write the mask of each deciding region, where the set knows it: one file a question.</summary>
    public bool Regions { get; init; } = true;

    /// <summary>Whether to write people's attention maps, where the set knows them: several files a question.</summary>
    public bool PeopleMaps { get; init; } = true;

    /// <summary>Whether a set in which no question has answers is written without annotations; otherwise it is refused.</summary>
    public bool AllowUnlabelled { get; init; }

    /// <summary>
    /// Whether picture files are copied; otherwise symbolic links point at them, and copies are made only where links cannot be. Pictures that are no
    /// files are always written.
    /// </summary>
    public bool CopyPictures { get; init; }

    /// <summary>What the set was read from, so that repeating an export is told from replacing another's files; empty for the set's name.</summary>
    internal IReadOnlyList<string> Sources { get; init; } = [];

    /// <summary>The licence that the JSON files name.</summary>
    public string License { get; init; } = "MIT";

    /// <summary>Side of masks and maps in pixels, 1 to 1024.</summary>
    public int MapSize { get; init; } = 64;
}

/// <summary>How far an export is.</summary>
/// <param name="Pictures">Pictures written, with their masks and maps.</param>
/// <param name="Total">Pictures in all.</param>
internal readonly record struct VqaExportProgress(int Pictures, int Total);
