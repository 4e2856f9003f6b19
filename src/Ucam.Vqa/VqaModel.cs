using System.Diagnostics;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Ucam.Vqa.Models;

namespace Ucam.Vqa;

/// <summary>A trained model that answers questions about pictures. Safe to use and to dispose from several threads; dispose it when done.</summary>
public sealed partial class VqaModel : IDisposable
{
    private VqaModel(VqaNetwork network, string provenance, ILogger logger)
    {
        Network = network;
        Provenance = provenance;
        Logger = logger;
    }

    /// <summary>The network behind it.</summary>
    internal VqaNetwork Network { get; }

    /// <summary>How the model was made (JSON): recipe, seed, metrics, library version.</summary>
    public string Provenance { get; }

    internal ILogger Logger { get; }

    /// <summary>The names of the models that are shipped with the application, by the package Ucam.Models; none without it.</summary>
    public static IReadOnlyList<string> Shipped => ShippedModels.Names;

    /// <summary>Loads a model.</summary>
    /// <param name="nameOrPath">The name of a shipped model, whatever lies in the working folder, or the path of a checkpoint; ./NAME is a
    /// file.</param>
    /// <param name="logger">Told what is loaded and, in detail, what is answered; never a question or an answer.</param>
    /// <exception cref="UcamException">There is no such model, the file is damaged or no model of Ucam, or libtorch does not load.</exception>
    public static VqaModel Load(string nameOrPath, ILogger? logger = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(nameOrPath);
        using Activity? span = Telemetry.Spans.StartActivity(Telemetry.LoadSpan);
        long began = Stopwatch.GetTimestamp();
        try
        {
            var model = Read(nameOrPath, logger ?? NullLogger.Instance);
            span?.SetTag(Telemetry.ModelTag, model.Network.Config.Name);
            model.Logger.Loaded(model.Network.Config.Name, began);
            return model;
        }
        catch (Exception e)
        {
            span.Failed(e);
            throw;
        }
    }

    /// <summary>Loads a model from a checkpoint's bytes, such as a resource or a download.</summary>
    /// <param name="checkpoint">Read to its end; it stays the caller's.</param>
    /// <param name="logger">Told what is loaded and, in detail, what is answered; never a question or an answer.</param>
    /// <exception cref="UcamException">The bytes are damaged or no model of Ucam, or libtorch does not load.</exception>
    public static VqaModel Load(Stream checkpoint, ILogger? logger = null)
    {
        ArgumentNullException.ThrowIfNull(checkpoint);
        // Checkpoints are mapped into memory, for which they have to be files.
        string path = Path.GetTempFileName();
        try
        {
            using (FileStream file = File.Create(path)) checkpoint.CopyTo(file);
            return Load(path, logger);
        }
        finally
        {
            File.Delete(path);
        }
    }

    /// <summary>
    /// Loads a checkpoint without what is to be found anew of its own certainty: the promises, and the estimator where it is not kept.
    /// </summary>
    /// <exception cref="UcamException">As for <see cref="Load(string, ILogger?)"/>.</exception>
    internal static VqaModel LoadToCalibrate(string path, bool keepsEstimator)
    {
        Native.Require();
        VqaNetwork network = Checkpoint.Load(path, keepsEstimator ? CertaintyParts.Estimator : CertaintyParts.None,
            out IReadOnlyDictionary<string, string> header);
        return new VqaModel(network, header.GetValueOrDefault(Checkpoint.ProvenanceKey, "{}"), NullLogger.Instance);
    }

    private static VqaModel Read(string nameOrPath, ILogger logger)
    {
        string path = ShippedModels.Find(nameOrPath) ?? nameOrPath;
        if (path == Path.GetFileName(path) && !Path.HasExtension(path) && !File.Exists(path)) throw ShippedModels.Missing(path);
        Native.Require();
        VqaNetwork network = Checkpoint.Load(path, out IReadOnlyDictionary<string, string> header);
        return new VqaModel(network, header.GetValueOrDefault(Checkpoint.ProvenanceKey, "{}"), logger);
    }

    /// <summary>Waits for the calls under way, then releases the model; later calls are refused.</summary>
    public void Dispose() => Network.Dispose();
}
