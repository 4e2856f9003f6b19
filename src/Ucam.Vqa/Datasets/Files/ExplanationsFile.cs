using System.Text.Json;

namespace Ucam.Vqa.Datasets.Files;

/// <summary>Explanations by question, as VQA-X lays them out: <c>{"QUESTION": ["because …", …]}</c>.</summary>
internal static class ExplanationsFile
{
    /// <summary>Adds each question's explanations; those of other questions are issues.</summary>
    public static void Add(SourceBuilder builder, IReadOnlyDictionary<long, SourceQuestion> questions, string path) =>
        JsonLists.Keyed(path, builder.Pool, (reader, key) =>
        {
            long id = TextId.Number(key, out _);
            string[] explanations = Texts(reader);
            if (questions.TryGetValue(id, out SourceQuestion? question)) question.Explanations = [.. question.Explanations, .. explanations];
            else builder.Issue(DataIssueKind.UnknownId, path, key, $"there is no question {key}");
        });

    /// <summary>The strings of the current array.</summary>
    public static string[] Texts(JsonFileReader reader)
    {
        List<string> texts = [];
        reader.Array();
        while (reader.Item()) texts.Add(reader.Text());
        return [.. texts];
    }

    /// <summary>Writes the explanations of a set's questions.</summary>
    public static void Write(Utf8JsonWriter json, VqaItem item)
    {
        if (item.Explanations.Count == 0) return;
        json.WriteStartArray(item.QuestionId.ToString());
        foreach (string explanation in item.Explanations) json.WriteStringValue(explanation);
        json.WriteEndArray();
    }
}
