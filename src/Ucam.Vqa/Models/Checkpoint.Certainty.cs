using Ucam.Certainty.Signals;
using Ucam.Numbers;
using Ucam.Vqa.Features.Safetensors;
using static TorchSharp.torch;

namespace Ucam.Vqa.Models;

/// <summary>What is read of what a network knows of its own certainty.</summary>
internal enum CertaintyParts
{
    /// <summary>Nothing: the estimator is to be fitted again.</summary>
    None,

    /// <summary>The estimator: promises are to be made again.</summary>
    Estimator,

    /// <summary>Estimator and promises.</summary>
    All,
}

/// <summary>The part about what a network knows of its own certainty.</summary>
internal static partial class Checkpoint
{
    private const string CertaintyKey = "ucam.certainty", PromisesKey = "ucam.promises";
    private const string GazePrefix = "gaze.", MatchPrefix = "match.";

    /// <summary>
    /// Writes a checkpoint again with what its network now knows of its own certainty. All other tensors and entries of the header are those of
    /// the file, byte for byte.
    /// </summary>
    /// <param name="from">The checkpoint that the network was read from.</param>
    /// <param name="network">Its estimator, promises and gaze are taken.</param>
    /// <param name="path">Another file.</param>
    /// <param name="provenance">How the model was made, JSON.</param>
    /// <exception cref="UcamException">A file cannot be read or written.</exception>
    public static void SaveCertainty(string from, VqaNetwork network, string path, string provenance)
    {
        using CallGuard.Call call = network.Calls.Enter(network);
        using SafetensorsFile file = SafetensorsFile.Open(from);
        using var scope = NewDisposeScope();
        var header = new Dictionary<string, string>(file.Metadata) { [ProvenanceKey] = provenance };
        header.Remove(CertaintyKey);
        header.Remove(PromisesKey);
        AddCertainty(network, header);
        SafetensorsWriter.WriteWeights(path, header, [.. file.Entries.Where(entry => !IsOfCertainty(entry.Name))
            .Select(entry => (entry.Name, file.Read(entry.Name))), .. TensorsOfCertainty(network)]);
    }

    /// <summary>Whether two checkpoints are of one network: all but what they know of its certainty, and how they were made, is the same.</summary>
    /// <exception cref="UcamException">A file cannot be read.</exception>
    public static bool AreOfOneNetwork(string one, string other)
    {
        using SafetensorsFile a = SafetensorsFile.Open(one), b = SafetensorsFile.Open(other);
        static string[] Names(SafetensorsFile file) =>
            [.. file.Entries.Select(entry => entry.Name).Where(name => !IsOfCertainty(name)).Order()];
        string[] names = Names(a);
        return a.Metadata.GetValueOrDefault(ConfigKey) == b.Metadata.GetValueOrDefault(ConfigKey) && names.SequenceEqual(Names(b))
            && names.All(name => AreSame(a, b, name));
    }

    private static bool IsOfCertainty(string tensor) =>
        tensor.StartsWith(GazePrefix, StringComparison.Ordinal) || tensor.StartsWith(MatchPrefix, StringComparison.Ordinal);

    private static bool AreSame(SafetensorsFile a, SafetensorsFile b, string name)
    {
        using Tensor one = a.Read(name), other = b.Read(name);
        return one.dtype == other.dtype && one.shape.SequenceEqual(other.shape) && one.bytes.SequenceEqual(other.bytes);
    }

    private static void FillCertainty(VqaNetwork network, SafetensorsFile file, string path)
    {
        if (file.Contains(GazePrefix + "mean"))
            network.Gaze = ReadFamiliarity(file, path, GazePrefix, file.Entry(GazePrefix + "mean").Shape.FirstOrDefault());
        if (file.Contains(MatchPrefix + MatchDetector.Names[0])) network.Match = ReadMatch(file, path);
        network.Certainty = ReadCertainty(file, path, network);
    }

    private static CertaintyEstimator? ReadCertainty(SafetensorsFile file, string path, VqaNetwork network)
    {
        if (!file.Metadata.TryGetValue(CertaintyKey, out string? json)) return null;
        try
        {
            CertaintyEstimator certainty = CertaintyEstimator.FromJson(json);
            (bool, bool, bool) given = (network.Familiarity is not null, network.Gaze is not null, network.Match is not null);
            if (FamiliaritySignals.Lacking(certainty.Signals, given) is { } lacking)
                throw new UcamException($"the certainty estimator needs '{lacking}', for which tensors are missing; get the file again.");
            return certainty;
        }
        catch (UcamException e)
        {
            throw new CheckpointException($"{path}: {char.ToLowerInvariant(e.Message[0])}{e.Message[1..]}", e) { File = path, Field = CertaintyKey };
        }
    }

    private static AnswerPromises? ReadPromises(SafetensorsFile file, string path, VqaNetwork network)
    {
        if (!file.Metadata.TryGetValue(PromisesKey, out string? json)) return null;
        try
        {
            if (network.Certainty is null) throw new UcamException("promises need a certainty estimator, which is missing; get the file again.");
            return AnswerPromises.FromJson(json);
        }
        catch (UcamException e)
        {
            throw new CheckpointException($"{path}: {e.Message}", e) { File = path, Field = PromisesKey };
        }
    }

    private static void AddCertainty(VqaNetwork network, Dictionary<string, string> header)
    {
        if (network.Certainty is { } certainty) header[CertaintyKey] = certainty.ToJson();
        if (network.Promises is { } promises) header[PromisesKey] = promises.ToJson();
    }

    private static (string, Tensor)[] TensorsOfCertainty(VqaNetwork network) =>
        [.. TensorsOf(network.Gaze, GazePrefix),
            .. (network.Match?.Tensors ?? []).Zip(MatchDetector.Names, (tensor, name) => (MatchPrefix + name, tensor))];

    private static (string, Tensor)[] TensorsOf(FamiliarityDetector? detector, string prefix) => detector is null ? [] :
        [(prefix + "mean", detector.Mean), (prefix + "whitening", detector.Whitening), (prefix + "quantiles", detector.Quantiles)];

    private static FamiliarityDetector ReadFamiliarity(SafetensorsFile file, string path, string prefix, long dimensions)
    {
        Tensor Read(string name, params long[] shape) => ReadFinite(file, path, new TensorShape(prefix + name, shape));
        return new FamiliarityDetector(Read("mean", dimensions), Read("whitening", dimensions, dimensions), Read("quantiles", 101));
    }

    private static MatchDetector ReadMatch(SafetensorsFile file, string path)
    {
        long[] shape = file.Entry(MatchPrefix + MatchDetector.Names[0]).Shape;
        (long width, long inputs) = shape.Length == 2 ? (shape[0], shape[1]) : (0, 0);
        Tensor Read(int part, params long[] own) => ReadFinite(file, path, new TensorShape(MatchPrefix + MatchDetector.Names[part], own));
        return new MatchDetector(Read(0, width, inputs), Read(1, width), Read(2, width), Read(3, 1));
    }

    private static Tensor ReadFinite(SafetensorsFile file, string path, TensorShape wanted)
    {
        ModuleTensors.Check(file, wanted, path);
        Tensor tensor = file.Read(wanted.Name);
        return tensor.isfinite().all().item<bool>() ? tensor
            : throw new CheckpointException($"{path}: tensor {wanted.Name} holds a value that is not a number; the file is damaged.")
            { File = path };
    }
}
