using System.Text.Json;
using System.Text.Json.Serialization;
using Ucam.Vqa.Features.Safetensors;
using Ucam.Vqa.Models;
using Ucam.Vqa.Training.Steps;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Ucam.Vqa.Training;

/// <summary>What a stage had reached at the end of an epoch; the scores of all its epochs where they decide when it ends.</summary>
internal sealed record EpochState(string Stage, string Fingerprint, int Epoch, double Best, int BestEpoch)
{
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public HeldOutScore[]? Scores { get; init; }

    /// <summary>Steps that were left out, since something was not finite.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public int Skipped { get; init; }

    /// <summary>Those of them since the last step that was taken.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public int SkippedInARow { get; init; }
}

/// <summary>The best epoch so far and the scores, as <see cref="EpochState"/> keeps them.</summary>
internal readonly record struct EpochScores(double Best, int BestEpoch, HeldOutScore[]? All = null)
{
    /// <summary>Steps that were left out, and those of them since the last step that was taken.</summary>
    public (int All, int InARow) Skipped { get; init; }
}

/// <summary>
/// Keeps a stage's weights and optimisers at the end of each epoch, so that an interrupted run goes on from there. The state file is
/// written last: a crash in between leaves the previous epoch in force.
/// </summary>
internal sealed class EpochStore(string folder, string stage, string fingerprint)
{
    private const string StateEnding = ".state.json";

    private static readonly JsonSerializerOptions Json = new() { NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals };

    /// <summary>Whether this process writes; one that does not still reads what the one that does has written.</summary>
    public bool Writes { get; init; } = true;

    private string StatePath => Path.Combine(folder, stage + StateEnding);
    private string Weights(int epoch) => Path.Combine(folder, $"{stage}.epoch{epoch}.safetensors");
    private string Optimiser(int epoch) => Path.Combine(folder, $"{stage}.epoch{epoch}.optimizer");

    /// <summary>Weights of the best epoch so far.</summary>
    public string BestPath => Path.Combine(folder, stage + ".best.safetensors");

    public void Save(int epoch, EpochScores scores, IReadOnlyList<(string Prefix, Module Module)> parts,
        params IReadOnlyList<optim.Optimizer> optimisers)
    {
        if (!Writes) return;
        Write(Weights(epoch), parts);
        OptimiserFile.Write(Optimiser(epoch), optimisers);
        AtomicFile.WriteText(StatePath,
            JsonSerializer.Serialize(new EpochState(stage, fingerprint, epoch, scores.Best, scores.BestEpoch)
            { Scores = scores.All, Skipped = scores.Skipped.All, SkippedInARow = scores.Skipped.InARow }, Json));
        Tidy(epoch);
    }

    public void SaveBest(IReadOnlyList<(string Prefix, Module Module)> parts)
    {
        if (Writes) Write(BestPath, parts);
    }

    /// <summary>Fills the modules; not those of a process that does not write, to which the one that does gives them.</summary>
    public void LoadBest(IReadOnlyList<(string Prefix, Module Module)> parts)
    {
        if (Writes) Read(BestPath, parts);
    }

    /// <summary>Restores the last finished epoch, or returns null where there is none.</summary>
    /// <exception cref="UcamException">The folder holds another recipe's or seed's run, or a file of it is missing or damaged.</exception>
    public EpochState? Restore(IReadOnlyList<(string Prefix, Module Module)> parts, params IReadOnlyList<optim.Optimizer> optimisers)
    {
        if (!File.Exists(StatePath)) return null;
        EpochState state =
            Guard(StatePath, () =>
            JsonSerializer.Deserialize<EpochState>(OrdinaryFile.Text(StatePath), Json) ?? throw new JsonException("it is empty"));
        if (state.Fingerprint != fingerprint)
            throw OfAnother(folder, StatePath);
        Read(Weights(state.Epoch), parts);
        Tidy(state.Epoch);
        return Guard(Optimiser(state.Epoch), () =>
        {
            OptimiserFile.Read(Optimiser(state.Epoch), optimisers);
            return state;
        });
    }

    /// <summary>The stage and epoch at which a folder's run stopped, in words; null where it has finished no epoch.</summary>
    public static string? LastOf(string folder)
    {
        if (!Directory.Exists(folder)) return null;
        string? last = Directory.EnumerateFiles(folder, "*" + StateEnding).MaxBy(File.GetLastWriteTimeUtc);
        if (last is null) return null;
        try
        {
            return JsonSerializer.Deserialize<EpochState>(OrdinaryFile.Text(last), Json) is { } state ? $"{state.Stage}, epoch {state.Epoch}" : last;
        }
        catch (JsonException)
        {
            return last;
        }
    }

    /// <summary>Removes the epochs that are not in force: the one before, and what a run left that was killed before it could.</summary>
    private void Tidy(int epoch)
    {
        if (!Writes) return;
        foreach (string file in Directory.EnumerateFiles(folder, stage + ".epoch*"))
            if (file != Weights(epoch) && file != Optimiser(epoch) && !file.EndsWith(".ucam.tmp", StringComparison.Ordinal)) File.Delete(file);
    }

    private static T Guard<T>(string path, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException or ArgumentException or FormatException
            or InvalidOperationException or InvalidDataException)
        {
            throw new UcamException($"{path}: cannot go on from here "
                + $"({(e is JsonException json ? JsonProblem.InWords(json) : e is InvalidDataException ? e.Message
                    : FileProblem.Is(e) ? FileProblem.Reading(path, e) : "it is damaged")}); start without "
                + "--resume.", e)
            { File = path };
        }
    }

    /// <summary>What a folder holds is of another run than the one that is to go on.</summary>
    public static UcamException OfAnother(string folder, string file) => new(
        $"{folder}: holds a run of another recipe, seed or set, of files that have changed since, or of an earlier version of ucam; give another "
            + "--run folder, or start without --resume.")
    { File = file };

    /// <summary>Removes what earlier runs of this stage left.</summary>
    public void Clear()
    {
        if (!Writes) return;
        foreach (string file in Directory.EnumerateFiles(folder, stage + ".*")) File.Delete(file);
    }

    private static void Write(string path, IReadOnlyList<(string Prefix, Module Module)> parts)
    {
        using var scope = NewDisposeScope();
        SafetensorsWriter.WriteWeights(path, new Dictionary<string, string>(), [.. parts.SelectMany(p => ModuleTensors.Of(p.Module, p.Prefix))]);
    }

    private static void Read(string path, IReadOnlyList<(string Prefix, Module Module)> parts)
    {
        using SafetensorsFile file = SafetensorsFile.Open(path);
        foreach ((string prefix, Module module) in parts) ModuleTensors.Fill(module, prefix, file, path);
    }
}
