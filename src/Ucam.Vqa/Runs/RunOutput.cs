using System.Text.Json;
using Ucam.Vqa.Training;

namespace Ucam.Vqa.Runs;

/// <summary>
/// The checkpoint of a run. One that is there already is replaced only where it is of the same run and as that wrote it, which a record in the run's
/// folder says; epochs that are there without one are of a run that was not finished.
/// </summary>
/// <param name="options">Where it goes.</param>
/// <param name="run">Tells runs of different settings and data apart.</param>
internal sealed class RunOutput(RunOptions options, string run)
{
    private const string Record = "model.json";

    private sealed record Made(string Run, string Contents);

    private string RecordPath => Path.Combine(options.Folder, Record);

    /// <summary>Where it is written.</summary>
    public string ModelPath => options.Output ?? Path.Combine(options.Folder, "model.safetensors");

    /// <exception cref="OutputRefusedException">Something else is there, or a run that was not finished and is not to go on.</exception>
    /// <exception cref="UcamException">A run that is to go on is another one.</exception>
    public void Require()
    {
        if (options.Replace) return;
        if (!options.Resume && !File.Exists(RecordPath) && EpochStore.LastOf(options.Folder) is { } last)
        {
            RunFolder.RequireFree(options.Folder, "give a --run of its own");
            throw new OutputRefusedException($"{options.Folder}: holds a run that was not finished ({last}); go on with it by --resume, begin anew "
                + "by --force, or give another --run.")
            { File = options.Folder };
        }
        if (!File.Exists(ModelPath)) return;
        Made? made = Read();
        if (made is not null && made.Run != run && options.Resume) throw EpochStore.OfAnother(options.Folder, RecordPath);
        if (made is not null && made.Run == run && made.Contents == FileHash.Of(ModelPath)) return;
        throw new OutputRefusedException(
            $"{ModelPath} is there already and is not the result of this run with these settings and data; give "
                + "another --out or --run, move the file away, or replace it with --force.")
        { File = ModelPath };
    }

    /// <summary>Notes what was written.</summary>
    public void Note() => AtomicFile.WriteText(RecordPath, JsonSerializer.Serialize(new Made(run, FileHash.Of(ModelPath))));

    private Made? Read()
    {
        try
        {
            return File.Exists(RecordPath) ? JsonSerializer.Deserialize<Made>(OrdinaryFile.Bytes(RecordPath)) : null;
        }
        catch (JsonException)
        {
            // Whatever it is, it does not say that the model is of this run.
            return null;
        }
    }
}
