using System.Text.Json;
using Ucam.Numbers;
using Ucam.Vqa.Features.Safetensors;
using Ucam.Vqa.Text;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Ucam.Vqa.Models;

/// <summary>A damaged, foreign or newer checkpoint.</summary>
internal sealed class CheckpointException(string message, Exception? inner = null) : UcamException(message, inner);

/// <summary>Reads and writes a whole <see cref="VqaNetwork"/> as one safetensors file with a JSON header.</summary>
internal static partial class Checkpoint
{
    private const string FormatKey = "ucam.format";
    private const string ConfigKey = "ucam.config";
    private const string Format = "vqa-1";
    private const string FamiliarityPrefix = "familiarity.";

    /// <summary>Key of the header entry that says how the model was made: recipe, seed, data, metrics, library version (JSON).</summary>
    public const string ProvenanceKey = "ucam.provenance";

    internal static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        RespectNullableAnnotations = true,
        TypeInfoResolver = SettingsText.Resolver,
    };

    /// <summary>Writes the network; the file appears whole or not at all.</summary>
    /// <exception cref="UcamException">The file cannot be written.</exception>
    public static void Save(VqaNetwork network, string path, string provenance)
    {
        ArgumentNullException.ThrowIfNull(network);
        using CallGuard.Call call = network.Calls.Enter(network);
        using var scope = NewDisposeScope();
        var tensors = new List<(string, Tensor)>();
        foreach ((string prefix, Module module) in network.Parts) tensors.AddRange(ModuleTensors.Of(module, prefix));
        tensors.AddRange(TensorsOf(network.Familiarity, FamiliarityPrefix));
        tensors.AddRange(TensorsOfCertainty(network));
        var header = new Dictionary<string, string>
        {
            [FormatKey] = Format,
            [ConfigKey] = JsonSerializer.Serialize(network.Config, Json),
            [ProvenanceKey] = provenance,
        };
        AddCertainty(network, header);
        SafetensorsWriter.WriteWeights(path, header, tensors);
    }

    /// <summary>Reads a network, frozen and in evaluation mode.</summary>
    /// <exception cref="UcamException">The file is missing, damaged, not a Ucam checkpoint, or its tensors do not fit its header.</exception>
    public static VqaNetwork Load(string path) => Load(path, out _);

    /// <summary>Reads a network and the header entries.</summary>
    /// <exception cref="UcamException">As for <see cref="Load(string)"/>.</exception>
    public static VqaNetwork Load(string path, out IReadOnlyDictionary<string, string> header) => Load(path, CertaintyParts.All, out header);

    /// <summary>The same with some of what the network knows of its own certainty: damage to the rest does not matter.</summary>
    /// <exception cref="UcamException">As for <see cref="Load(string)"/>.</exception>
    public static VqaNetwork Load(string path, CertaintyParts parts, out IReadOnlyDictionary<string, string> header)
    {
        using SafetensorsFile file = SafetensorsFile.Open(path);
        header = file.Metadata;
        VqaNetwork network = Create(ReadConfig(file, path), file, path);
        try
        {
            using var scope = NewDisposeScope();
            foreach ((string prefix, Module module) in network.Parts) ModuleTensors.Fill(module, prefix, file, path);
            if (file.Contains(FamiliarityPrefix + "mean"))
                network.Familiarity = ReadFamiliarity(file, path, FamiliarityPrefix, 2 * network.Backbone.OutputChannels);
            if (parts != CertaintyParts.None) FillCertainty(network, file, path);
            if (parts == CertaintyParts.All) network.Promises = ReadPromises(file, path, network);
            network.Freeze();
            return network;
        }
        catch
        {
            network.Dispose();
            throw;
        }
    }

    /// <summary>Reads the question vocabulary alone, from the header; libtorch is not needed.</summary>
    /// <exception cref="UcamException">The file is missing, no Ucam checkpoint, or its header is damaged.</exception>
    public static QuestionVocabulary ReadWords(string path)
    {
        using SafetensorsFile file = SafetensorsFile.Open(path);
        VqaConfig config = ReadConfig(file, path);
        return Understood(path, () => QuestionVocabulary.FromList(config.Words));
    }

    /// <summary>Refuses a model without questions to ask or answers to choose from.</summary>
    internal static void CheckVocabulary(VqaConfig config, string where, string advice)
    {
        if (config.Words.Count is < 3 or > 1_000_000 || config.Answers.Count is < 2 or > 1_000_000)
            throw new CheckpointException($"{where}: {config.Words.Count} different words and {config.Answers.Count} "
                + $"different answers; a model needs at least 3 and 2: {advice}.")
            { File = where };
    }

    private static VqaNetwork Create(VqaConfig config, SafetensorsFile file, string path) => Understood(path, () =>
    {
        Settings.Check(config, SettingsPlace.InFile);
        // Before anything is built: a header of a few bytes can ask for more memory than there is.
        foreach (TensorShape tensor in NetworkShapes.Of(config)) ModuleTensors.Check(file, tensor, path);
        return new VqaNetwork(config);
    });

    /// <summary>What is made of a header; what it says wrong is the file's damage.</summary>
    private static T Understood<T>(string path, Func<T> make)
    {
        try
        {
            return make();
        }
        catch (UcamException e) when (e is not CheckpointException)
        {
            throw new CheckpointException($"{path}: the header's {ConfigKey} is damaged ({e.Message.TrimEnd('.')}); get the file again.", e)
            { File = path, Field = e.Field };
        }
    }

    private static VqaConfig ReadConfig(SafetensorsFile file, string path)
    {
        if (!file.Metadata.TryGetValue(FormatKey, out string? format) || !file.Metadata.TryGetValue(ConfigKey, out string? json))
            throw new CheckpointException($"{path}: a safetensors file, but not a Ucam model (no {FormatKey} "
                + "in its header); give one made by 'ucam train'.")
            { File = path };
        if (format != Format)
            throw new CheckpointException($"{path}: format {format}, this version reads {Format}; use the Ucam version that made it or train again.")
            { File = path, Field = FormatKey };
        try
        {
            VqaConfig config = JsonSerializer.Deserialize<VqaConfig>(json, Json) ?? throw new JsonException("empty");
            if (config is not
                { Name: not null, Backbone: { Channels: not null, Blocks: not null }, Model: not null, Words: not null, Answers: not null })
                throw new JsonException("a part is null");
            CheckVocabulary(config, path, "the file is damaged, get it again");
            return config;
        }
        catch (JsonException e)
        {
            throw new CheckpointException($"{path}: the header's {ConfigKey} is damaged ({JsonProblem.InWords(e)}); get the file again.", e)
            { File = path, Field = ConfigKey };
        }
    }
}
