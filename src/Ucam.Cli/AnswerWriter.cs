using System.Text.Encodings.Web;
using System.Text.Json;
using Ucam.Explanations;
using Ucam.Imaging;
using Ucam.Reports;

namespace Ucam.Cli;

/// <summary>Prints answers and writes the files that were asked for.</summary>
internal sealed class AnswerWriter(bool json, string? card, string? maps, string? report, bool several)
{
    private static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        NumberHandling = System.Text.Json.Serialization.JsonNumberHandling.AllowNamedFloatingPointLiterals,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private readonly List<ReportEntry> _entries = [];

    public void Add(string file, Picture picture, Answer answer, string model)
    {
        if (json) PrintJson(file, answer, model);
        else PrintText(file, answer, model);
        if (report is not null) _entries.Add(new ReportEntry(Path.GetFileName(file), picture, answer));
        string stem = Path.GetFileNameWithoutExtension(file);
        if (card is not null)
        {
            if (several) Directory.CreateDirectory(card);
            AnswerCard.Render(picture, answer, Path.GetFileName(file)).SavePng(several ? Path.Combine(card, stem + ".card.png") : card);
        }
        if (maps is null) return;
        Directory.CreateDirectory(maps);
        foreach (ActivationMap map in answer.Maps)
            map.Overlay(picture).SavePng(Path.Combine(maps, $"{stem}.{map.Kind.ToString().ToLowerInvariant()}.png"));
    }

    public void Finish()
    {
        if (report is not null) HtmlReport.Write(report, "Ucam: answers and how sure they are", _entries);
    }

    private void PrintText(string file, Answer answer, string model)
    {
        if (several) Console.Out.WriteLine(file);
        Console.Out.WriteLine($"{answer.Text} ({answer.Probability:P0})  {InWords.Word(InWords.Certainty(answer))}");
        Console.Out.WriteLine($"  doubt {answer.Uncertainty.Predictive:F2} nats = {answer.Uncertainty.Aleatoric:F2} data + {answer.Uncertainty.Epistemic:F2} model");
        if (answer.Candidates.Count > 1)
            Console.Out.WriteLine("  also " + string.Join(", ", answer.Candidates.Skip(1).Take(3).Select(c => $"{c.Text} {c.Probability:P0}")));
        Console.Out.WriteLine($"  model {model}; unusual picture: {answer.Familiarity.Score:P0} (distance {answer.Familiarity.Distance:F2})");
        if (answer.Familiarity.Note is { } note) Console.Out.WriteLine("  ! " + note);
    }

    private static void PrintJson(string file, Answer answer, string model) => Console.Out.WriteLine(JsonSerializer.Serialize(new
    {
        Picture = file,
        answer.Question,
        Answer = answer.Text,
        answer.Probability,
        Certainty = InWords.Word(InWords.Certainty(answer)),
        answer.Candidates,
        answer.Uncertainty,
        answer.Familiarity,
        Model = model,
    }, Json));
}
