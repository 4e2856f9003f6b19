using Ucam.Features;

namespace Ucam.Models;

/// <summary>Reads a <see cref="ResNet"/> from a file with torchvision's names.</summary>
internal static class ResNetWeights
{
    private const string Head = "fc.weight";
    private const string Counter = "num_batches_tracked";

    public static ResNet Load(string path, ResNetDepth depth)
    {
        using SafetensorsFile file = SafetensorsFile.Open(path);
        if (!file.Contains(Head)) throw Mismatch(path, depth, $"tensor {Head} is missing");
        var network = new ResNet(depth, (int)Math.Max(1, file.Entry(Head).Shape.FirstOrDefault()));
        try
        {
            CheckNames(network, file, path);
            ModuleTensors.Fill(network, "", file, path);
            network.eval();
            return network;
        }
        catch
        {
            network.Dispose();
            throw;
        }
    }

    private static void CheckNames(ResNet network, SafetensorsFile file, string path)
    {
        HashSet<string> own = [.. ModuleTensors.Of(network, "").Select(tensor => tensor.Name)];
        HashSet<string> given = [.. file.Entries.Select(entry => entry.Name).Where(name => !name.EndsWith(Counter, StringComparison.Ordinal))];
        string[] missing = [.. own.Where(name => !given.Contains(name))], foreign = [.. given.Where(name => !own.Contains(name))];
        if (missing.Length > 0) throw Mismatch(path, network.Depth, $"tensor {missing[0]}{More(missing)} is missing");
        if (foreign.Length > 0) throw Mismatch(path, network.Depth, $"tensor {foreign[0]}{More(foreign)} is not part of it");
    }

    private static string More(string[] names) => names.Length > 1 ? $" and {names.Length - 1} more" : "";

    private static CheckpointException Mismatch(string path, ResNetDepth depth, string why) =>
        new($"{path} does not hold a ResNet-{(int)depth}: {why}; give torchvision's weights of that depth as safetensors.") { File = path };
}
