using System.Text.Json;
using System.Text.Json.Nodes;
using Ucam.Studies.Reports.Table;
using Ucam.Vqa;
using Ucam.Vqa.Datasets.Files;

namespace Ucam.Web.Reviewing.Sources;

/// <summary>Reads what <c>ucam ask --json</c> printed: an answer a line.</summary>
internal static class AnswerLines
{
    /// <summary>Reads the answers.</summary>
    /// <param name="path">The file.</param>
    /// <param name="images">The folder of the pictures; null where their names lead to them.</param>
    /// <exception cref="UcamException">It cannot be read, or a line is no answer.</exception>
    public static ReviewData Read(string path, string? images)
    {
        var pictures = new PictureList(images);
        List<AnswerRow> rows = [];
        List<RowDetails> details = [];
        List<(string Model, int Passes)> models = [];
        int line = 0;
        foreach (string text in TextLines.Text(path, "a file of answers, one a line", "save it as UTF-8").Split('\n'))
        {
            line++;
            if (string.IsNullOrWhiteSpace(text)) continue;
            (Answer answer, JsonObject json) = One(path, line, text);
            string[] people = Strings(json["truth"]);
            rows.Add(AnswerRow.Of(answer, pictures.ByName((string?)json["picture"] ?? "picture")).Beside(people) with
            {
                Type = json["question_type"] is JsonValue type ? $"{type}" : null,
            });
            details.Add(RowDetails.Of(answer, by: true) with { Columns = Columns(json["columns"]) });
            models.Add((answer.Model, answer.Uncertainty.Passes));
        }
        if (rows.Count == 0) throw new UcamException($"{path} has no answers; there is nothing to review.") { File = path };
        bool isOne = models.Distinct().Count() == 1;
        return new ReviewData
        {
            Title = $"Review of {Path.GetFileName(path)}",
            Rows = rows,
            Pictures = pictures.Pictures,
            Details = row => details[row],
            Facts = isOne ? Studies.Reports.Table.ReportAbout.FactsOf(models[0].Model, models[0].Passes, null) : null,
        };
    }

    private static (Answer, JsonObject) One(string path, int line, string text)
    {
        try
        {
            Answer answer = JsonSerializer.Deserialize(text, Answer.JsonType) ?? throw new JsonException("it is null");
            return (answer, JsonNode.Parse(text)!.AsObject());
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            throw new UcamException($"{path}: line {line} is no answer as 'ucam ask --json' prints it, without --abstain.", e)
            { File = path, Field = $"line {line}" };
        }
    }

    private static string[] Strings(JsonNode? list) => list is JsonArray items ? [.. items.OfType<JsonValue>().Select(item => $"{item}")] : [];

    private static Dictionary<string, string>? Columns(JsonNode? columns) =>
        columns is JsonObject { Count: > 0 } named ? named.ToDictionary(column => column.Key, column => $"{column.Value}") : null;
}
