using Ucam.Vqa.Features.Safetensors;
using Ucam.Vqa.Models;

namespace Ucam.Cli.Calibrate;

/// <summary>Where a calibration writes: a file that is there already is replaced only where it is an earlier one of the same model.</summary>
internal static class CalibrationOutput
{
    /// <param name="path">Where it goes.</param>
    /// <param name="model">The checkpoint of the model that is calibrated.</param>
    /// <exception cref="OutputRefusedException">Something else is there.</exception>
    public static void Require(string path, string model)
    {
        if (!File.Exists(path) || IsEarlier(path, model)) return;
        throw new OutputRefusedException($"{path} is there already and is no earlier result of 'ucam calibrate' with this model; "
            + "give another --out, move the file away, or replace it with --force.")
        { File = path };
    }

    private static bool IsEarlier(string path, string model)
    {
        try
        {
            using SafetensorsFile file = SafetensorsFile.Open(path);
            return file.Metadata.TryGetValue(Checkpoint.ProvenanceKey, out string? provenance) && CalibrationNote.IsIn(provenance)
                && Checkpoint.AreOfOneNetwork(path, model);
        }
        catch (UcamException)
        {
            // What cannot be read is no checkpoint.
            return false;
        }
    }
}
