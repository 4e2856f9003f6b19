using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Ucam.Studies.Reports.Table;
using Ucam.Vqa;
using Ucam.Vqa.Datasets.Files;

namespace Ucam.Web.Reviewing.Sources;

/// <summary>Who answers a table, and how.</summary>
/// <param name="Model">The model.</param>
/// <param name="Hash">The SHA-256 of its file, by which answers of another model are told apart.</param>
/// <param name="Options">Passes, seed and maps.</param>
internal sealed record TableAsking(VqaModel Model, string Hash, AskOptions Options)
{
    /// <summary>What all answers that are kept have in common.</summary>
    public string Key => string.Join('|', Hash, Options.Passes, Options.Mode, Options.Seed, typeof(VqaModel).Assembly.GetName().Version);
}

/// <summary>
/// Asks a table before it is reviewed. Answers are kept as they come, so that a further start, or one after a break, asks only what is new.
/// </summary>
internal static class AskedTable
{
    private const int AtOnce = 32;

    /// <summary>Asks what was not asked yet.</summary>
    /// <param name="table">The questions; those that cannot be asked are left out.</param>
    /// <param name="asking">Who answers.</param>
    /// <param name="store">Where answers are kept.</param>
    /// <param name="report">Told how many of how many are done; and of each row that is left out its line and why.</param>
    /// <param name="cancel">Stops before the next question; what was answered stays kept.</param>
    /// <exception cref="UcamException">No question could be asked, or answers cannot be kept.</exception>
    public static ReviewData Ask(QuestionTable table, TableAsking asking, IReviewStore store, AskingReport report, CancellationToken cancel)
    {
        IReadOnlyDictionary<string, string> known = store.Answers(asking.Key);
        string[] keys = [.. table.Rows.Select(KeyOf)];
        var kept = new KeptAnswer?[table.Rows.Count];
        for (int i = 0; i < keys.Length; i++)
            if (known.TryGetValue(keys[i], out string? json)) kept[i] = Read(json);
        int[] missing = [.. Enumerable.Range(0, keys.Length).Where(row => kept[row] is null)];
        var fresh = new List<KeyValuePair<string, string>>();
        int done = 0;
        try
        {
            foreach (TableAnswer answer in TableAsker.Ask(asking.Model, table.Rows, missing, asking.Options, cancel))
            {
                report.Done(++done, missing.Length);
                if (answer.Answer is not { } given)
                {
                    report.LeftOut(table.Rows[answer.Row].Line, answer.Problem!);
                    continue;
                }
                kept[answer.Row] = new KeptAnswer(AnswerRow.Of(given, 0), RowDetails.Of(given, by: false));
                fresh.Add(new(keys[answer.Row], JsonSerializer.Serialize(kept[answer.Row]!, ReviewJson.Default.KeptAnswer)));
                if (fresh.Count >= AtOnce) Flush(store, asking, fresh);
            }
        }
        finally
        {
            Flush(store, asking, fresh);
        }
        return Data(table, kept, asking);
    }

    // What another program wrote in its place is asked again.
    private static KeptAnswer? Read(string json)
    {
        try
        {
            return JsonSerializer.Deserialize(json, ReviewJson.Default.KeptAnswer) is { Row: not null, Details: not null } kept ? kept : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static ReviewData Data(QuestionTable table, KeptAnswer?[] kept, TableAsking asking)
    {
        var pictures = new PictureList(null);
        int[] answered = [.. Enumerable.Range(0, kept.Length).Where(row => kept[row] is not null)];
        if (answered.Length == 0)
            throw new UcamException($"{table.Path}: none of its questions could be asked; there is nothing to review.") { File = table.Path };
        AnswerRow[] rows = [.. answered.Select(i => Row(table, table.Rows[i], kept[i]!.Row, pictures))];
        RowDetails[] details = [.. answered.Select(i =>
            kept[i]!.Details with { Columns = table.More(table.Rows[i]) is { Count: > 0 } more ? more : null })];
        return new ReviewData
        {
            Title = $"Review of {Path.GetFileName(table.Path)}",
            Facts = ReportAbout.FactsOf(asking.Model.Network.Config.Name, asking.Options.Passes, asking.Options.Seed),
            Rows = rows,
            Pictures = pictures.Pictures,
            Details = row => details[row],
        };
    }

    private static AnswerRow Row(QuestionTable table, QuestionRow asked, AnswerRow answer, PictureList pictures) =>
        answer.Beside(asked.Answers) with { Picture = pictures.Of(asked.Picture, asked.File), Type = table.TypeOf(asked) };

    private static void Flush(IReviewStore store, TableAsking asking, List<KeyValuePair<string, string>> fresh)
    {
        if (fresh.Count > 0) store.Keep(asking.Key, fresh);
        fresh.Clear();
    }

    // A picture that was replaced is asked again: it has another size or time.
    private static string KeyOf(QuestionRow row)
    {
        FileInfo? file = row.File is null ? null : new FileInfo(row.File);
        string stamp = file is { Exists: true } ? string.Create(CultureInfo.InvariantCulture, $"{file.Length} {file.LastWriteTimeUtc.Ticks}") : "";
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\0', row.Picture, stamp, row.Question))));
    }
}

/// <summary>What is told while a table is asked.</summary>
/// <param name="Done">How many are done, of how many.</param>
/// <param name="LeftOut">The line of a question that is left out, and why.</param>
internal sealed record AskingReport(Action<int, int> Done, Action<int, string> LeftOut);
