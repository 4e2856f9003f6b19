using System.Globalization;
using Ucam.Studies.Reports.Table;
using Ucam.Vqa.Datasets.Vqa;

namespace Ucam.Web.Reviewing;

/// <summary>Decisions as files that others read.</summary>
internal static class ReviewExport
{
    /// <summary>The name of the split.</summary>
    public const string Split = "reviewed";

    /// <summary>The names of the set's files.</summary>
    public const string QuestionsName = Split + "_questions.json", AnnotationsName = Split + "_annotations.json";

    /// <summary>The name of the table.</summary>
    public const string TableName = "decisions.csv";

    private const string Columns = "image,question,answer,verdict,model_answer,p_right,words,truth,question_type,decided_utc";

    private static readonly VqaExportOptions Options =
        new() { Regions = false, PeopleMaps = false, ImagePrefix = "picture_", License = "that of the pictures" };

    /// <summary>Every decision, CSV; what is right stands in answer, which is empty where the answer was rejected.</summary>
    public static string Csv(ReviewSession session)
    {
        var text = new CsvText(Columns.Split(','));
        foreach ((int place, Decision decision) in session.Decisions().OrderBy(d => d.Key))
        {
            AnswerRow row = session.Data.Rows[place];
            string right = decision.Verdict switch { Verdict.Accept => row.Answer, Verdict.Correct => decision.Answer!, _ => "" };
            text.Text(session.Data.Pictures[row.Picture].Name).Text(row.Question).Text(right).Text(NameOf(decision.Verdict)).Text(row.Answer)
                .Number(row.Certainty?.ToString(CultureInfo.InvariantCulture) ?? "").Text(row.Word)
                .Text(row.Truth ?? "").Text(row.Type ?? "")
                .Text(decision.At.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture)).EndRow();
        }
        return text.ToString();
    }

    /// <summary>The questions or the annotations of the VQA v2 layout.</summary>
    /// <param name="session">The review.</param>
    /// <param name="ending">"_questions.json" or "_annotations.json".</param>
    /// <exception cref="UcamException">Nothing was accepted or corrected.</exception>
    public static byte[] Vqa(ReviewSession session, string ending)
    {
        using var bytes = new MemoryStream();
        VqaExporter.Texts(Labelled(session), Split, Options).Single(file => file.Ending == ending).Write(bytes);
        return bytes.ToArray();
    }

    /// <summary>Writes the table, the VQA v2 set and links to its pictures into a folder.</summary>
    /// <param name="session">The review.</param>
    /// <param name="folder">Where to; made if missing.</param>
    /// <param name="missing">A picture of the set that is not there, so that no set is written; null for none.</param>
    /// <param name="cancel">Stops it.</param>
    /// <returns>How many questions the set has; without any, only the table is written.</returns>
    /// <exception cref="UcamException">A file cannot be written, or is there already and of another origin.</exception>
    public static int Write(ReviewSession session, string folder, out string? missing, CancellationToken cancel)
    {
        var set = new DecidedSet(session);
        string table = Path.Combine(folder, TableName);
        if (File.Exists(table) && OrdinaryFile.Lines(table).FirstOrDefault() != Columns)
            throw new UcamException($"{table} is there and is no table of decisions; give another folder, or remove it.") { File = table };
        missing = set.Missing;
        Directory.CreateDirectory(folder);
        if (set.Items.Count > 0 && missing is null) VqaExporter.Export(set, folder, Split, Options, null, cancel);
        AtomicFile.WriteText(table, Csv(session));
        return set.Items.Count;
    }

    /// <summary>A verdict as it is written.</summary>
    public static string NameOf(Verdict verdict) => verdict switch { Verdict.Accept => "accept", Verdict.Reject => "reject", _ => "correct" };

    /// <summary>The verdict of a name.</summary>
    /// <exception cref="UcamException">There is none of it.</exception>
    public static Verdict Named(string? name) => Enum.GetValues<Verdict>().Cast<Verdict?>().FirstOrDefault(verdict => NameOf(verdict!.Value) == name)
        ?? throw new UcamException("verdict must be accept, reject or correct.") { Field = "verdict" };

    private static DecidedSet Labelled(ReviewSession session) => new DecidedSet(session) is { Items.Count: > 0 } set ? set
        : throw new UcamException("Nothing is accepted or corrected yet; a set needs answers.");
}
