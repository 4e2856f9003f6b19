using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Ucam.Cli.ModelLookup;
using Ucam.Cli.Terminal;
using Ucam.Cli.Usage;
using Ucam.Vqa;
using Ucam.Vqa.Datasets.Files;

namespace Ucam.Cli.Ask;

/// <summary>Asks a table of questions; answers are written in its order.</summary>
/// <param name="table">The questions.</param>
/// <param name="models">The model that answers all of them.</param>
/// <param name="options">How.</param>
internal sealed class AskTable(QuestionTable table, ModelChoice models, AskOptions options)
{
    private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Reads the table that was named.</summary>
    /// <exception cref="UsageException">It is no table.</exception>
    /// <exception cref="UcamException">It cannot be read.</exception>
    public static QuestionTable Open(string path, string? folder) => CsvRows.IsTable(path) ? QuestionTable.Read(path, folder)
        : throw new UsageException($"--data is '{path}'; it must be a table (.csv or .tsv) with the columns image and question.");

    /// <summary>The pictures that it names and that are there.</summary>
    public static IReadOnlyList<string> Files(QuestionTable table) => [.. table.Rows.Select(row => row.File).OfType<string>().Distinct()];

    /// <summary>Its questions, each once.</summary>
    /// <exception cref="UcamException">None can be asked.</exception>
    public static IReadOnlyList<string> Questions(QuestionTable table)
    {
        if (table.Rows.All(row => row.Problem is not null) && table.Rows is [{ Problem: { } problem } first, ..])
            throw new UcamException($"{table.Path}: no row can be asked; line {first.Line}: {problem}") { File = table.Path };
        return [.. table.Rows.Where(row => row.Problem is null).Select(row => row.Question).Distinct()];
    }

    /// <summary>A line of JSON with the line of the table and its further columns.</summary>
    public static string Json(string line, QuestionTable table, QuestionRow row)
    {
        JsonObject json = JsonNode.Parse(line)!.AsObject();
        json["line"] = row.Line;
        if (row.Answers.Count > 0) json["truth"] = new JsonArray([.. row.Answers.Select(answer => JsonValue.Create(answer))]);
        if (table.TypeOf(row) is { } type) json["question_type"] = type;
        var more = new JsonObject();
        foreach ((string name, string value) in table.More(row)) more[name] = value;
        json["columns"] = more;
        return json.ToJsonString(Plain);
    }

    /// <summary>Asks all.</summary>
    /// <returns>How many could not be answered.</returns>
    public int Run(AnswerWriter writer, CancellationToken cancel)
    {
        // What is answered out of turn, picture by picture, waits for those before it.
        var waiting = new Dictionary<int, TableAnswer>();
        int next = 0, failures = 0, done = 0;
        using var progress = new ConsoleProgress();
        var count = new CountProgress("questions", "questions", progress);
        foreach (TableAnswer answer in TableAsker.Ask(models.Chosen, table.Rows, Enumerable.Range(0, table.Rows.Count), options, cancel))
        {
            waiting[answer.Row] = answer;
            count.Report(++done, table.Rows.Count);
            for (; waiting.Remove(next, out TableAnswer ready); next++)
                if (!Write(ready, writer, progress)) failures++;
        }
        return failures;
    }

    private bool Write(TableAnswer ready, AnswerWriter writer, ConsoleProgress progress)
    {
        QuestionRow row = table.Rows[ready.Row];
        if (ready.Answer is null) progress.Log($"ucam: {table.Path}: line {row.Line}: {ready.Problem}");
        else progress.Dispose();
        writer.Add(table, row, ready.Picture, ready.Answer is { } answer ? models.Noted(ready.Picture!, answer) : null, ready.Problem);
        return ready.Answer is not null;
    }
}
