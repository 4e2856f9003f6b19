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
        if (Directory.Exists(nameOrPath))
            throw new UcamException($"{nameOrPath}: it is a folder; give a model file made by 'ucam train'.") { File = nameOrPath };
        string? shipped = Shipped.FirstOrDefault(name => name == nameOrPath);
        if (shipped is not null) return Path.Combine(Folder, shipped + ".safetensors");
        string names = Shipped.Count > 0 ? $" or one of: {string.Join(", ", Shipped)}" : "; no model is shipped with this build";
        throw new UcamException($"'{nameOrPath}': no such model; give a file made by 'ucam train'{names}.") { File = nameOrPath };
    }

    public static VqaModel Load(string nameOrPath) => VqaModel.Load(PathOf(nameOrPath));
}
