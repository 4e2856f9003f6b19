using Ucam.Cli.Paths;
using Ucam.Metrics;
using Ucam.Studies;
using Ucam.Vqa;
using Ucam.Vqa.Evaluation;

namespace Ucam.Cli.Ask;

/// <summary>Prints answers and writes the files that were asked for.</summary>
internal sealed class AnswerWriter(bool json, string? card, string? maps, string? report, bool several)
{
    private readonly List<ReportEntry> _entries = [];
    private int _answered;
    private readonly HashSet<string> _stems = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Answers below its threshold are withheld; null for none.</summary>
    public GuaranteedRisk? Promise { get; set; }

    /// <summary>Refuses files that could not be written, before anything is answered.</summary>
    public void Check()
    {
        if (several) Output.CheckFolder("--card", card);
        else Output.CheckPicture("--card", card);
        Output.CheckFolder("--maps", maps);
        Output.CheckFile("--report", report);
    }

    public void Add(string file, Picture picture, Answer answer)
    {
        _answered++;
        if (json) Console.Out.WriteLine(Promise is null ? answer.ToJson(file) : Withheld.Json(answer, file, Promise));
        else PrintText(file, answer);
        if (report is not null) _entries.Add(new ReportEntry(Path.GetFileName(file), picture, answer));
        string stem = Stem(file);
        if (card is not null)
            AnswerCard.Render(picture, answer,
                Path.GetFileName(file)).Save(Output.WithFolder(several ? Path.Combine(card, stem + ".card.png") : card));
        if (maps is null) return;
        foreach (ActivationMap map in answer.Maps)
            map.Overlay(picture).SavePng(Output.WithFolder(Path.Combine(maps, $"{stem}.{map.Kind.ToString().ToLowerInvariant()}.png")));
    }

    public void Finish()
    {
        if (_answered == 0) return;
        if (report is not null) HtmlReport.Write(Output.WithFolder(report), "Ucam: answers and how sure they are", _entries);
        // Standard output holds nothing but JSON then.
        TextWriter where = json ? Console.Error : Console.Out;
        if (card is not null) where.WriteLine($"{(several ? "cards" : "card")}: {card}");
        if (maps is not null) where.WriteLine($"maps: {maps}");
        if (report is not null) where.WriteLine($"report: {report}");
    }

    /// <summary>The file's name without its extension, numbered where another picture of this run has the same.</summary>
    private string Stem(string file)
    {
        string name = Path.GetFileNameWithoutExtension(file), stem = name;
        for (int n = 2; !_stems.Add(stem); n++) stem = $"{name}-{n}";
        return stem;
    }

    private void PrintText(string file, Answer answer)
    {
        if (several) Console.Out.WriteLine(file);
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
