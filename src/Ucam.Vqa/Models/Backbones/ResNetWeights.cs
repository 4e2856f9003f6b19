using Ucam.Vqa.Features.Safetensors;

namespace Ucam.Vqa.Models.Backbones;

/// <summary>Reads a <see cref="ResNet"/> from a file with torchvision's names.</summary>
internal static class ResNetWeights
{
    private const string First = "conv1.weight", Deeper = "layer1.0.conv1.weight", Classes = "fc.";
    private const string Counter = "num_batches_tracked";

    /// <summary>Reads the network; without its classes fc may be missing or another's, and is not trained.</summary>
    public static ResNet Load(string path, ResNetDepth depth, bool withClasses = true)
    {
        using SafetensorsFile file = SafetensorsFile.Open(path);
        string prefix = PrefixOf(file), head = prefix + Classes + "weight";
        if (withClasses && !file.Contains(head))
            throw Mismatch(path, depth, $"tensor {head} is missing",
                "without it there are features ('ucam features extract') but no classes to explain; ");
        var network = new ResNet(depth, withClasses ? (int)Math.Max(1, file.Entry(head).Shape.FirstOrDefault()) : 1);
        try
        {
            CheckNames(network, file, path, prefix, withClasses);
            ModuleTensors.Fill(network, prefix.TrimEnd('.'), file, path, withClasses ? null : prefix + Classes);
            network.eval();
            return network;
        }
        catch
        {
            network.Dispose();
            throw;
        }
    }

    // What DataParallel ("module.") and larger models put before the names.
    private static string PrefixOf(SafetensorsFile file) =>
        file.Entries.Select(entry => entry.Name).Where(name => name.EndsWith("." + First, StringComparison.Ordinal))
            .Select(name => name[..^First.Length])
            .FirstOrDefault(prefix => file.Contains(prefix + Deeper)) ?? "";

    private static void CheckNames(ResNet network, SafetensorsFile file, string path, string prefix, bool withClasses)
    {
        HashSet<string> own = [.. ModuleTensors.Of(network, prefix.TrimEnd('.')).Select(tensor => tensor.Name)];
        HashSet<string> given = [.. file.Entries.Select(entry => entry.Name).Where(name => !name.EndsWith(Counter, StringComparison.Ordinal))];
        if (!withClasses)
        {
            own.RemoveWhere(name => name.StartsWith(prefix + Classes, StringComparison.Ordinal));
            given.RemoveWhere(name => name.StartsWith(prefix + Classes, StringComparison.Ordinal));
        }
        string[] missing = [.. own.Where(name => !given.Contains(name))], foreign = [.. given.Where(name => !own.Contains(name))];
        if (missing.Length > 0) throw Mismatch(path, network.Depth, $"tensor {missing[0]}{More(missing)} is missing");
        if (foreign.Length > 0) throw Mismatch(path, network.Depth, $"tensor {foreign[0]}{More(foreign)} is not part of it");
    }

    private static string More(string[] names) => names.Length > 1 ? $" and {names.Length - 1} more" : "";

    private static CheckpointException Mismatch(string path, ResNetDepth depth, string why, string note = "") =>
        new($"{path} does not hold a ResNet-{(int)depth}: {why}; {note}give torchvision's weights of that depth as safetensors.") { File = path };
}
