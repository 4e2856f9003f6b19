using System.Text.Json;
using Ucam.Vqa.Datasets.Files;

namespace Ucam.Bench.Rewording;

/// <summary>
/// The same question in other words about the same picture: VQA-RAD's rows stand in pairs, a question and then the clinician's other wording of it
/// (phrase_type para or frame). The published file names no pairs; two rows are one where their qids follow one another, picture, question type
/// and people's answer are the same, and one of them is a rewording.
/// </summary>
internal static class RewordedPairs
{
    private sealed record Row(long Id, string Picture, string Type, string Answer, string Text, bool Reworded);

    /// <summary>Pairs of question ids; a question is in at most one.</summary>
    /// <exception cref="UcamException">A file cannot be read or is no VQA-RAD.</exception>
    public static IReadOnlyList<(long First, long Second)> Of(IEnumerable<string> files)
    {
        Row[] rows = [.. files.SelectMany(Read).OrderBy(row => row.Id)];
        List<(long, long)> pairs = [];
        for (int i = 1; i < rows.Length; i++)
            if (Same(rows[i - 1], rows[i]))
            {
                pairs.Add((rows[i - 1].Id, rows[i].Id));
                i++;
            }
        return pairs;
    }

    private static bool Same(Row a, Row b) => b.Id == a.Id + 1 && a.Picture == b.Picture && a.Type == b.Type && a.Answer == b.Answer
        && a.Text != b.Text && (a.Reworded || b.Reworded);

    private static IEnumerable<Row> Read(string file)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(TextLines.Text(file, "a JSON file", "save it as UTF-8"));
            return [.. document.RootElement.EnumerateArray().Select(Of)];
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or FormatException)
        {
            throw new UcamException($"{file} is no VQA-RAD: {e.Message}", e);
        }
    }

    private static Row Of(JsonElement row)
    {
        Dictionary<string, string> values = row.EnumerateObject()
            .ToDictionary(p => p.Name.Trim().ToLowerInvariant(), p => p.Value.ToString().Trim().ToLowerInvariant());
        string Value(string name) => values.TryGetValue(name, out string? value) ? value : throw new FormatException($"a row has no \"{name}\"");
        return new Row(long.Parse(Value("qid"), System.Globalization.CultureInfo.InvariantCulture), Value("image_name"), Value("question_type"),
            Value("answer"), Value("question"), !Value("phrase_type").EndsWith("freeform", StringComparison.Ordinal));
    }
}
