using System.Text.Json;

namespace Ucam.Vqa.Datasets.Vqa;

/// <summary>Writes where doubt comes from: question_id → entropies in nats, each difficulty with its Shapley value, masks by object.</summary>
internal static class VqaDoubtFile
{
    /// <summary>The file of an object's mask.</summary>
    public static string MaskName(VqaItem item, int k) => $"{item.QuestionId}_{k}.png";

    public static void WriteOne(Utf8JsonWriter json, VqaItem item, DoubtTruth truth)
    {
        json.WriteStartObject(item.QuestionId.ToString());
        json.WriteNumber("entropy", truth.Entropy);
        json.WriteNumber("repaired_entropy", truth.Repaired);
        json.WriteStartArray("difficulties");
        foreach (DoubtPart part in truth.Parts.Where(part => part.Present)) Write(json, item, part);
        json.WriteEndArray();
        json.WriteStartArray("relevant_objects");
        foreach (int k in truth.Relevant) json.WriteNumberValue(k);
        json.WriteEndArray();
        if (truth.Control >= 0) json.WriteNumber("control_object", truth.Control);
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, VqaItem item, DoubtPart part)
    {
        json.WriteStartObject();
        json.WriteNumber("object", part.Object);
        json.WriteString("cause", part.Cause);
        json.WriteNumber("strength", part.Strength);
        json.WriteNumber("shapley", part.Shapley);
        json.WriteString("mask", MaskName(item, part.Object));
        json.WriteEndObject();
    }
}
