using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Ucam.Vqa;

namespace Ucam.Cli.Calibrate;

/// <summary>How a model was calibrated, as its provenance tells it.</summary>
/// <param name="Data">Name of the held-out set.</param>
/// <param name="Pictures">Its pictures.</param>
/// <param name="Fitted">Questions that the estimator was fitted on; 0 where it was kept.</param>
/// <param name="Thresholds">Questions that gave the thresholds.</param>
/// <param name="Seed">Seed of the parts, the dropout and the fit.</param>
/// <param name="Passes">Dropout passes.</param>
internal sealed record CalibrationNote(string Data, int Pictures, int Fitted, int Thresholds, int Seed, int Passes)
{
    private const string Key = "calibration";

    /// <summary>A model's provenance with this note, in place of an earlier one.</summary>
    public string In(string provenance)
    {
        JsonObject all = Read(provenance);
        all[Key] = new JsonObject
        {
            ["library"] = typeof(VqaModel).Assembly.GetName().Version?.ToString(3),
            ["data"] = Data,
            ["pictures"] = Pictures,
            ["questions_fitted"] = Fitted,
            ["questions_for_thresholds"] = Thresholds,
            ["seed"] = Seed,
            ["passes"] = Passes,
        };
        return all.ToJsonString(new JsonSerializerOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
    }

    /// <summary>Whether a provenance has such a note.</summary>
    public static bool IsIn(string provenance) => Read(provenance)[Key] is JsonObject;

    // What is no object was written by another program, and is kept as a text.
    private static JsonObject Read(string provenance)
    {
        try
        {
            if (JsonNode.Parse(provenance) is JsonObject read) return read;
        }
        catch (JsonException)
        {
        }
        return new JsonObject { ["before"] = provenance };
    }
}
