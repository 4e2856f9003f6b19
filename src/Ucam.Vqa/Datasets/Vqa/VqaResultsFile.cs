using System.Text.Json;
using Ucam.Vqa.Datasets.Files;

namespace Ucam.Vqa.Datasets.Vqa;

/// <summary>The official results file of the VQA challenge, which is what one submits: <c>[{"question_id": 1, "answer": "yes"}, …]</c>.</summary>
internal static class VqaResultsFile
{
    /// <summary>Reads the answers by question; fields beside the two are passed over.</summary>
    /// <exception cref="UcamException">The file cannot be read or is malformed, or a question is answered twice.</exception>
    public static IReadOnlyDictionary<long, string> Read(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        RefuseOther(path);
        Dictionary<long, string> answers = [];
        JsonLists.Named(path, new TextPool(), "answers", (reader, place) =>
        {
            long? id = null;
            string? answer = null;
            while (reader.Property(out string name))
            {
                if (name == "question_id") id = reader.Id(out _);
                else if (name == "answer") answer = reader.Text();
                else reader.Skip();
            }
            if (id is null || answer is null) throw Missing(reader, id is null ? "question_id" : "answer");
            if (!answers.TryAdd(id.Value, answer)) throw reader.Wrong($"question {id} is answered twice; keep one answer", "question_id");
        });
        return answers;
    }

    /// <summary>Reads how sure each answer is, where the submission says so: a "confidence" in [0,1] beside it.</summary>
    /// <exception cref="UcamException">The file cannot be read or is malformed, or a confidence is no number in [0,1].</exception>
    public static IReadOnlyDictionary<long, double> ReadConfidences(string path)
    {
        Dictionary<long, double> confidences = [];
        JsonLists.Named(path, new TextPool(), "answers", (reader, place) =>
        {
            long? id = null;
            double? confidence = null;
            while (reader.Property(out string name))
            {
                if (name == "question_id") id = reader.Id(out _);
                else if (name == "confidence" && reader.Token != JsonTokenType.Null) confidence = Share(reader);
                else reader.Skip();
            }
            if (confidence is { } given) confidences[id ?? throw Missing(reader, "question_id")] = given;
        });
        return confidences;
    }

    /// <summary>Writes answers in the order given; the file is whole or not there.</summary>
    /// <exception cref="UcamException">The file cannot be written.</exception>
    public static void Write(string path, IEnumerable<KeyValuePair<long, string>> answers)
    {
        ArgumentNullException.ThrowIfNull(answers);
        AtomicFile.Write(path, stream =>
        {
            using var json = new Utf8JsonWriter(stream);
            json.WriteStartArray();
            foreach ((long question, string answer) in answers)
            {
                json.WriteStartObject();
                json.WriteNumber("question_id", question);
                json.WriteString("answer", answer);
                json.WriteEndObject();
                VqaFiles.FlushLarge(json, CancellationToken.None);
            }
            json.WriteEndArray();
        });
    }

    private static void RefuseOther(string path)
    {
        JsonShape shape = JsonShape.Of(path);
        string? other = shape.Has("questions[].question") || shape.Has("questions")
            ? "a questions file" : shape.Has("annotations[].answers") || shape.Has("annotations") ? "an annotations file" : null;
        if (other is null) return;
        throw new UcamException($"{path} is {other}; give the submission, a list of a question_id and "
            + "an answer each, as ucam eval --official writes it.")
        { File = path };
    }

    private static double Share(JsonFileReader reader) => reader.Number() is >= 0 and <= 1 and double share ? share
        : throw reader.Wrong("it must be from 0 to 1");

    private static UcamException Missing(JsonFileReader reader, string field) => reader.Wrong($"\"{field}\" is missing", field);
}
