using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Serialization;
using Ucam.Vqa.Features.Safetensors;
using Ucam.Vqa.Models;
using Ucam.Vqa.Models.Heads;
using Ucam.Vqa.Runs;
using Ucam.Vqa.Training;
using Ucam.Vqa.Training.Recipes;
using Ucam.Vqa.Training.Steps;
using static TorchSharp.torch;

namespace Ucam.Studies.Comparison;

/// <summary>A trained network of a cell, how its training went and how long it took.</summary>
internal sealed record TrainedCell(VqaNetwork Network, IReadOnlyList<EpochMetrics> Epochs, double Seconds) : IDisposable
{
    public void Dispose() => Network.Dispose();
}

/// <summary>
/// Trains networks and keeps their weights: cells that are trained alike and only tested otherwise (with a temperature, as a member of an
/// ensemble) share them.
/// </summary>
internal sealed class CellTrainer(CompareRecipe recipe, CellData data, string folder, string fingerprint, Action<string>? log = null)
{
    private const string Story = "training";

    private static readonly JsonSerializerOptions Json = new() { NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals };

    private sealed record Told(double Seconds, EpochMetrics[] Epochs);

    private readonly RunPart _training = data.Training;
    private readonly string _prefix = "";

    private CellTrainer(CompareRecipe recipe, CellData data, (string Folder, string Fingerprint, Action<string>? Log) kept, RunPart training,
        string prefix) : this(recipe, data, kept.Folder, kept.Fingerprint, kept.Log) => (_training, _prefix) = (training, prefix);

    /// <summary>The same on other questions than the training part's; what it keeps is named with a prefix.</summary>
    public CellTrainer On(RunPart training, string prefix) => new(recipe, data, (folder, fingerprint, log), training, prefix);

    /// <summary>The network of a cell that is no ensemble, with its temperature where its variant has one.</summary>
    /// <exception cref="UcamException">The loss diverged, or a file cannot be written or is damaged.</exception>
    /// <exception cref="OperationCanceledException">Cancelled; nothing is kept.</exception>
    public TrainedCell Train(CompareCell cell, CancellationToken cancel)
    {
        OwnVariant? own = recipe.OwnVariants.GetValueOrDefault(cell.Variant);
        TrainedCell trained = Train(cell.Method, recipe.TrainingOf(cell.Method, cell.Variant), cell.Seed, own?.StartEpochs, cancel);
        if (own is { Temperature: true }) TemperatureOfHead.Fit(trained.Network.Head, data.Validation, cell.Seed);
        return trained;
    }

    /// <summary>The network of a method, trained as a recipe says from a seed, or as it was when another cell trained it.</summary>
    /// <param name="method">The method.</param>
    /// <param name="training">How it is trained from its start on.</param>
    /// <param name="seed">Drives weights, order, dropout and noise.</param>
    /// <param name="ownStart">The epochs of its start where they are not the method's.</param>
    /// <param name="cancel">Stops it.</param>
    /// <exception cref="UcamException">The loss diverged, or a file cannot be written or is damaged.</exception>
    /// <exception cref="OperationCanceledException">Cancelled; nothing is kept.</exception>
    public TrainedCell Train(string method, HeadRecipe training, int seed, int? ownStart, CancellationToken cancel)
    {
        string name = NameOf(method, training, seed, ownStart);
        return Kept(name, method, seed) ?? TrainNew(Start(method, seed, ownStart, cancel) ?? Fresh(method, seed), training, seed, name, cancel);
    }

    /// <summary>The network that a method's cells of a seed go on from; null where they start from fresh weights.</summary>
    /// <exception cref="UcamException">The loss diverged, or a file cannot be written or is damaged.</exception>
    /// <exception cref="OperationCanceledException">Cancelled; nothing is kept.</exception>
    public TrainedCell? Start(string method, int seed, int? ownStart, CancellationToken cancel)
    {
        if (recipe.StartOf(method, ownStart) is not { } training) return null;
        string name = "start." + NameOf(method, training, seed);
        TrainedCell start = Kept(name, method, seed) ?? TrainNew(Fresh(method, seed), training, seed, name, cancel);
        Flatten(start.Network.Variance);
        return start;
    }

    private string NameOf(string method, HeadRecipe training, int seed, int? ownStart = null) =>
        $"{_prefix}{recipe.SetName}.{method}.{RunFolder.Fingerprint($"{fingerprint}{SettingsText.Of(training)}{ownStart}")}.{seed}";

    private string PathOf(string name) => Path.Combine(folder, "weights", name + ".safetensors");

    private TrainedCell Fresh(string method, int seed) =>
        new(SeededWeights.Create(seed, () => new VqaNetwork(data.Config with { Model = recipe.HeadOf(method) })), [], 0);

    private TrainedCell? Kept(string name, string method, int seed)
    {
        if (!File.Exists(PathOf(name))) return null;
        TrainedCell fresh = Fresh(method, seed);
        try
        {
            return Load(fresh.Network, PathOf(name));
        }
        catch
        {
            fresh.Dispose();
            throw;
        }
    }

    // L_y trains no variance head, and on the large logits of a converged network an untrained one says a variance of any size; with
    // weights of zero σ² is softplus(0) for every question, which is where it stands for the small logits of fresh weights.
    private static void Flatten(VarianceHead variance)
    {
        using var quiet = no_grad();
        foreach (Tensor parameter in variance.parameters()) parameter.zero_();
    }

    /// <summary>Trains on, keeps the weights and gives the same network back with all its epochs; disposes it if that fails.</summary>
    private TrainedCell TrainNew(TrainedCell start, HeadRecipe training, int seed, string name, CancellationToken cancel)
    {
        // Two cells that share a training may both begin it; each has a folder of its own, and the same weights come out.
        string work = Path.Combine(folder, $"{WorkFolder.Prefix}{name}-{Environment.ProcessId}-{Environment.CurrentManagedThreadId}");
        try
        {
            using FileStream held = WorkFolder.Hold(work);
            List<EpochMetrics> epochs = [.. start.Epochs];
            var watch = Stopwatch.StartNew();
            var told = new TrainerOptions
            {
                Record = epoch => epochs.Add(epoch with { Epoch = start.Epochs.Count + epoch.Epoch }),
                FaultsPath = Path.Combine(folder, $"not-finite.{name}.json"),
                Tell = line => log?.Invoke($"{name}: {line}"),
            };
            new HeadTrainer(start.Network, training, seed, new EpochStore(work, "head", fingerprint), "head")
                .Train(_training, data.Validation, told, cancel);
            TrainedCell trained = start with { Epochs = epochs, Seconds = Math.Round(start.Seconds + watch.Elapsed.TotalSeconds, 1) };
            Save(trained, PathOf(name));
            return trained;
        }
        catch
        {
            start.Dispose();
            throw;
        }
        finally
        {
            if (Directory.Exists(work)) Directory.Delete(work, recursive: true);
        }
    }

    private static IEnumerable<(string Prefix, nn.Module Module)> Parts(VqaNetwork network) => network.Parts.Where(p => p.Module != network.Backbone);

    private static void Save(TrainedCell trained, string path)
    {
        using var scope = NewDisposeScope();
        string story = JsonSerializer.Serialize(new Told(trained.Seconds, [.. trained.Epochs]), Json);
        SafetensorsWriter.WriteWeights(path, new Dictionary<string, string> { [Story] = story },
            [.. Parts(trained.Network).SelectMany(p => ModuleTensors.Of(p.Module, p.Prefix))]);
    }

    private static TrainedCell Load(VqaNetwork network, string path)
    {
        using SafetensorsFile file = SafetensorsFile.Open(path);
        foreach ((string prefix, nn.Module module) in Parts(network)) ModuleTensors.Fill(module, prefix, file, path);
        try
        {
            Told told = JsonSerializer.Deserialize<Told>(file.Metadata[Story], Json)!;
            return new TrainedCell(network, told.Epochs, told.Seconds);
        }
        catch (Exception e) when (e is KeyNotFoundException or JsonException or NullReferenceException)
        {
            throw new UcamException($"{path}: does not tell how it was trained; delete it and start again.", e) { File = path };
        }
    }
}
