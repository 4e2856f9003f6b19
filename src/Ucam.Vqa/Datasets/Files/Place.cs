namespace Ucam.Vqa.Datasets.Files;

/// <summary>Where an entry stands: a file, the list in it, and the entry's number, or its key where the entries are named.</summary>
/// <param name="File">The file.</param>
/// <param name="List">Name of the list, empty for the file's own; or the key of the entry.</param>
/// <param name="Index">Number from 0; negative for an entry that has a key.</param>
internal readonly record struct Place(string File, string List, int Index)
{
    /// <summary>The JSON path of a field of the entry.</summary>
    public string Field(string name) => Index < 0 ? $"{List}.{name}" : $"{List}[{Index}].{name}";
}
