namespace Ucam.Vqa;

/// <summary>The models of the package Ucam.Models, which lie in the folder models beside the application.</summary>
internal static class ShippedModels
{
    private const string Extension = ".safetensors";

    private static string Folder => Path.Combine(AppContext.BaseDirectory, "models");

    /// <summary>Their names; none where the package is not there.</summary>
    public static IReadOnlyList<string> Names =>
        Directory.Exists(Folder)
            ? [.. Directory.EnumerateFiles(Folder, "*" + Extension).Select(f => Path.GetFileNameWithoutExtension(f)).Order(StringComparer.Ordinal)]
            : [];

    /// <summary>Says that a name is no model's.</summary>
    public static UcamException Missing(string name) => new(Names.Count == 0
        ? $"There is no file '{name}'; for a shipped model of that name add the package Ucam.Models."
        : $"There is no model '{name}'; give {string.Join(" or ", Names)}, or the path of a checkpoint.")
    { File = name };

    /// <summary>The file of a model of that name; null where none is shipped.</summary>
    public static string? Find(string name) => Names.Contains(name) ? Path.Combine(Folder, name + Extension) : null;
}
