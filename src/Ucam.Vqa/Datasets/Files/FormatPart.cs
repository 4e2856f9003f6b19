namespace Ucam.Vqa.Datasets.Files;

/// <summary>A kind of file or folder that a format reads.</summary>
/// <param name="Name">A short name ("questions").</param>
/// <param name="About">What it is, as a noun phrase.</param>
/// <param name="IsRequired">Whether nothing can be read without it.</param>
/// <param name="Json">Tells whether a JSON file is of the kind; null for a folder or a table.</param>
/// <param name="Folder">Tells whether a folder is of the kind; null for a file. Without either it is a table.</param>
internal sealed record FormatPart(string Name, string About, bool IsRequired, Predicate<JsonShape>? Json, Predicate<string>? Folder = null)
{
    /// <summary>Tells by its path whether a file is of the kind, for files that need not be JSON; null otherwise.</summary>
    public Predicate<string>? File { get; init; }

    /// <summary>The name of every format's folders of pictures.</summary>
    public const string Images = "images";

    /// <summary>Any folder.</summary>
    public static FormatPart Pictures { get; } = new(Images, "the folder of the pictures", false, null, _ => true);
}
