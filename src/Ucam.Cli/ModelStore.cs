namespace Ucam.Cli;

/// <summary>Finds models: a path, or the name of one that is shipped with the tool.</summary>
internal static class ModelStore
{
    private static string Folder => Path.Combine(AppContext.BaseDirectory, "Checkpoints");

    /// <summary>Names of the shipped models.</summary>
    public static IReadOnlyList<string> Shipped =>
        Directory.Exists(Folder) ? [.. Directory.EnumerateFiles(Folder, "*.safetensors").Select(f => Path.GetFileNameWithoutExtension(f)).Order(StringComparer.Ordinal)] : [];

    public static string PathOf(string nameOrPath)
    {
        if (File.Exists(nameOrPath)) return nameOrPath;
        string shipped = Path.Combine(Folder, nameOrPath + ".safetensors");
        if (File.Exists(shipped)) return shipped;
        throw new UcamException($"{nameOrPath}: no such model; give a file made by 'ucam train' or one of: {string.Join(", ", Shipped)}.") { File = nameOrPath };
    }

    public static VqaModel Load(string nameOrPath) => VqaModel.Load(PathOf(nameOrPath));
}
