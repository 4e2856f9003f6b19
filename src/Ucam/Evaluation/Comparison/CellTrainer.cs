using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Serialization;
using Ucam.Features;
using Ucam.Models;
using Ucam.Training;
using static TorchSharp.torch;

namespace Ucam.Evaluation.Comparison;

/// <summary>A trained network of a cell, how its training went and how long it took.</summary>
internal sealed record TrainedCell(VqaNetwork Network, IReadOnlyList<EpochMetrics> Epochs, double Seconds) : IDisposable
{
    public void Dispose() => Network.Dispose();
}

/// <summary>
/// Trains networks and keeps their weights: cells that are trained alike and only tested otherwise (with a temperature, as a member of an
/// ensemble) share them.
/// </summary>
internal sealed class CellTrainer(CompareRecipe recipe, CellData data, string folder, string fingerprint)
{
    private const string Story = "training";

    private static readonly JsonSerializerOptions Json = new() { NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals };

    private sealed record Told(double Seconds, EpochMetrics[] Epochs);

    /// <summary>The network of a method, trained as a recipe says from a seed, or as it was when another cell trained it.</summary>
    /// <exception cref="UcamException">The loss diverged, or a file cannot be written or is damaged.</exception>
    /// <exception cref="OperationCanceledException">Cancelled; nothing is kept.</exception>
    public TrainedCell Train(string method, HeadRecipe training, int seed, CancellationToken cancel)
    {
        string name = NameOf(method, training, seed);
        if (File.Exists(PathOf(name)) || recipe.StartOf(method) is not { } first) return Trained(name, method, training, seed, null, cancel);
        using (Start(method, seed, cancel)) return Trained(name, method, training, seed, PathOf("start." + NameOf(method, first, seed)), cancel);
    }

    /// <summary>The network that a method's cells of a seed go on from; null where they start from fresh weights.</summary>
    /// <exception cref="UcamException">The loss diverged, or a file cannot be written or is damaged.</exception>
    /// <exception cref="OperationCanceledException">Cancelled; nothing is kept.</exception>
    public TrainedCell? Start(string method, int seed, CancellationToken cancel) =>
        recipe.StartOf(method) is { } start ? Trained("start." + NameOf(method, start, seed), method, start, seed, null, cancel) : null;

    private string NameOf(string method, HeadRecipe training, int seed) =>
        $"{recipe.Data.Set}.{method}.{RunFolder.Fingerprint(fingerprint + JsonSerializer.Serialize(training))}.{seed}";

    private string PathOf(string name) => Path.Combine(folder, "weights", name + ".safetensors");

    private TrainedCell Trained(string name, string method, HeadRecipe training, int seed, string? start, CancellationToken cancel)
    {
        VqaNetwork network = SeededWeights.Create(seed, () => new VqaNetwork(data.Config with { Model = recipe.HeadOf(method) }));
        try
        {
            if (File.Exists(PathOf(name))) return Load(network, PathOf(name));
            TrainedCell? before = start is null ? null : Load(network, start);
            if (before is not null) Flatten(network.Variance);
            TrainedCell trained = TrainNew(network, training, seed, name, cancel);
            if (before is not null) trained = After(before, trained);
            Save(trained, PathOf(name));
            return trained;
        }
        catch
        {
            network.Dispose();
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

    private static TrainedCell After(TrainedCell before, TrainedCell trained) => trained with
    {
        Epochs = [.. before.Epochs, .. trained.Epochs.Select(e => e with { Epoch = e.Epoch + before.Epochs.Count })],
        Seconds = Math.Round(before.Seconds + trained.Seconds, 1),
    };

    private TrainedCell TrainNew(VqaNetwork network, HeadRecipe training, int seed, string name, CancellationToken cancel)
    {
        // Two cells that share a training may both begin it; each has a folder of its own, and the same weights come out.
        string work = Path.Combine(folder, $"work-{name}-{Environment.CurrentManagedThreadId}");
        Directory.CreateDirectory(work);
        try
        {
            var epochs = new List<EpochMetrics>();
            var watch = Stopwatch.StartNew();
            new HeadTrainer(network, training, training.Fit.Epochs, seed, new EpochStore(work, "head", fingerprint), "head").Train(data.Training.Questions,
                data.Training.Features, data.Validation.Questions, data.Validation.Features, resume: false, epochs.Add, progress: null, cancel);
            return new TrainedCell(network, epochs, Math.Round(watch.Elapsed.TotalSeconds, 1));
        }
        finally
        {
            Directory.Delete(work, recursive: true);
        }
    }

    private static IEnumerable<(string Prefix, nn.Module Module)> Parts(VqaNetwork network) => network.Parts.Where(p => p.Module != network.Backbone);

    private static void Save(TrainedCell trained, string path)
    {
        using var scope = NewDisposeScope();
        string story = JsonSerializer.Serialize(new Told(trained.Seconds, [.. trained.Epochs]), Json);
        SafetensorsWriter.Write(path, new Dictionary<string, string> { [Story] = story }, [.. Parts(trained.Network).SelectMany(p => ModuleTensors.Of(p.Module, p.Prefix))]);
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
