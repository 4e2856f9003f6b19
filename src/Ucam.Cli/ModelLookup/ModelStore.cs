using Ucam.Cli.Usage;
using Ucam.Vqa;

namespace Ucam.Cli.ModelLookup;

/// <summary>Finds models: a path, or the name of one that is shipped with the tool.</summary>
internal static class ModelStore
{
    /// <summary>Names of the shipped models.</summary>
    public static IReadOnlyList<string> Shipped => ShippedModels.Names;

    /// <summary>The file of a model. The name of a shipped one is that model, whatever lies in the working folder; ./NAME is a file.</summary>
    /// <exception cref="UsageException">There is no such model.</exception>
    public static string PathOf(string nameOrPath)
    {
        if (ShippedModels.Find(nameOrPath) is { } shipped) return shipped;
        if (File.Exists(nameOrPath)) return nameOrPath;
        if (Directory.Exists(nameOrPath))
            throw new UsageException($"{nameOrPath}: it is a folder; give a model file made by 'ucam train'.");
        string names = Shipped.Count > 0 ? $" or one of: {string.Join(", ", Shipped)}" : "; no model is shipped with this build";
        throw new UsageException($"'{nameOrPath}': no such model; give a file made by 'ucam train'{names}{DidYouMean.Hint(nameOrPath, Shipped)}");
    }

    public static VqaModel Load(string nameOrPath) => VqaModel.Load(PathOf(nameOrPath));
}
