using Ucam.Cli.Paths;
using Ucam.Metrics;
using Ucam.Studies;
using Ucam.Studies.Reports.Table;
using Ucam.Vqa;
using Ucam.Vqa.Datasets.Files;
using Ucam.Vqa.Evaluation;
using Ucam.Vqa.Models;

namespace Ucam.Cli.Ask;

/// <summary>The files that answers are written to; null for one that was not asked for.</summary>
/// <param name="Card">A card, or a folder of them.</param>
/// <param name="Maps">A folder of maps.</param>
/// <param name="Report">A report.</param>
/// <param name="Table">A table (CSV).</param>
internal sealed record AnswerFiles(string? Card, string? Maps, string? Report, string? Table)
{
    /// <summary>Whether one of them shows the answer, map or no map.</summary>
    public bool Any => (Card ?? Maps ?? Report ?? Table) is not null;
}

/// <summary>Prints answers and writes the files that were asked for.</summary>
internal sealed class AnswerWriter(bool json, AnswerFiles to, bool several)
{
    private static readonly string[] Asked = ["image", "question"];

    private readonly List<ReportItem> _entries = [];
    private readonly HashSet<string> _stems = new(StringComparer.OrdinalIgnoreCase);
    private int _answered;
    private AnswerCsv? _csv;
    private QuestionTable? _table;
    private (Picture Picture, ReportImage Image)? _last;
    private string? _facts;

    /// <summary>Answers below its threshold are withheld; null for none.</summary>
    public GuaranteedRisk? Promise { get; set; }

    /// <summary>What the model that answers promises, for the report; null for nothing.</summary>
    public AnswerPromises? Promises { get; set; }

    /// <summary>Of the passes, for the report.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>How many pictures there are, by which they are sized in the report.</summary>
    public int Pictures { get; init; } = 1;

    private char Mark => Path.GetExtension(to.Table)?.ToLowerInvariant() == ".tsv" ? '\t' : ',';

    /// <summary>Refuses files that could not be written, before anything is answered.</summary>
    public void Check()
    {
        if (several) Output.CheckFolder("--card", to.Card);
        else Output.CheckPicture("--card", to.Card);
        Output.CheckFolder("--maps", to.Maps);
        Output.CheckFile("--report", to.Report);
        Output.CheckFile("--out", to.Table);
    }

    /// <summary>Writes the answer to one question about one of the pictures.</summary>
    public void Add(string file, Picture picture, Answer answer)
    {
        Write(file, picture, answer, json ? Promise is null ? answer.ToJson(file) : Withheld.Json(answer, file, Promise) : null);
        if (to.Report is not null) _entries.Add(Item(Path.GetFileName(file), picture, answer));
        if (to.Table is not null) (_csv ??= new AnswerCsv(Asked, Mark)).Add([file, answer.Question], answer, [], null);
    }

    /// <summary>Writes the answer to a row of a table; null where there is none.</summary>
    public void Add(QuestionTable table, QuestionRow row, Picture? picture, Answer? answer, string? problem)
    {
        _table = table;
        if (to.Table is not null) (_csv ??= new AnswerCsv(table.Columns, Mark)).Add(row.Fields, answer, row.Answers, problem);
        if (answer is null || picture is null) return;
        Write(row.Picture, picture, answer,
            json ? AskTable.Json(Promise is null ? answer.ToJson(row.Picture) : Withheld.Json(answer, row.Picture, Promise), table, row) : null);
        if (to.Report is not null) _entries.Add(Judged(Item(row.Picture, picture, answer), table, row));
    }

    public void Finish()
    {
        if (to.Table is not null && _csv is not null) AtomicFile.WriteText(Output.WithFolder(to.Table), $"{_csv}");
        if (_answered == 0) return;
        if (to.Report is not null) AtomicFile.Write(Output.WithFolder(to.Report), Report);
        // Standard output holds nothing but JSON then.
        TextWriter where = json ? Console.Error : Console.Out;
        if (to.Card is not null) where.WriteLine($"{(several ? "cards" : "card")}: {to.Card}");
        if (to.Maps is not null) where.WriteLine($"maps: {to.Maps}");
        if (to.Table is not null) where.WriteLine($"table: {to.Table}");
        if (to.Report is not null) where.WriteLine($"report: {to.Report}");
    }

    private void Write(string file, Picture picture, Answer answer, string? line)
    {
        _answered++;
        if (line is not null) Console.Out.WriteLine(line);
        else PrintText(file, answer);
        string stem = Stem(file);
        if (to.Card is not null)
            AnswerCard.Render(picture, answer,
                Path.GetFileName(file)).Save(Output.WithFolder(several ? Path.Combine(to.Card, stem + ".card.png") : to.Card));
        if (to.Maps is null) return;
        foreach (ActivationMap map in answer.Maps)
            map.Overlay(picture).SavePng(Output.WithFolder(Path.Combine(to.Maps, $"{stem}.{map.Kind.ToString().ToLowerInvariant()}.png")));
    }

    private void Report(Stream stream) =>
        ReportPage.Write(stream, new ReportAbout("Ucam: answers and how sure they are", null, _facts, Promises), _entries);

    private ReportItem Item(string name, Picture picture, Answer answer)
    {
        _facts ??= ReportAbout.FactsOf(answer.Model, answer.Uncertainty.Passes, Seed);
        if (_last is not { } last || !ReferenceEquals(last.Picture, picture)) _last = last = (picture, ReportImage.Of(picture, Pictures));
        return new ReportItem(name, last.Image, AnswerRow.Of(answer, 0), RowDetails.Of(answer, by: false));
    }

    private static ReportItem Judged(ReportItem item, QuestionTable table, QuestionRow row) => item with
    {
        Row = item.Row.Beside(row.Answers) with { Type = table.TypeOf(row) },
        Details = item.Details with { Columns = table.More(row) is { Count: > 0 } more ? more : null },
    };

    /// <summary>The file's name without its extension, numbered where another picture of this run has the same.</summary>
    private string Stem(string file)
    {
        string name = Path.GetFileNameWithoutExtension(file), stem = name;
        for (int n = 2; !_stems.Add(stem); n++) stem = $"{name}-{n}";
        return stem;
    }

    private void PrintText(string file, Answer answer)
    {
        if (several) Console.Out.WriteLine(_table is null ? file : $"{file}  {answer.Question}");
        if (Promise is not null && !Abstention.Answers(Promise, answer.Certainty))
        {
            if (InWords.Warning(answer) is { } warning) Console.Out.WriteLine("! " + warning);
            Console.Out.WriteLine(Withheld.Words(answer, Promise));
            return;
        }
        foreach (string line in AnswerText.Lines(answer)) Console.Out.WriteLine(line);
        string unusual = double.IsFinite(answer.Familiarity.Distance)
            ? $"; unusual picture: {answer.Familiarity.Score:P0} (distance {answer.Familiarity.Distance:F2})" : "";
        Console.Out.WriteLine($"  model {answer.Model}{unusual}");
    }
}
