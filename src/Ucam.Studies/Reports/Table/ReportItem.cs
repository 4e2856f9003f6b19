using Ucam.Vqa;
using Ucam.Vqa.Models;

namespace Ucam.Studies.Reports.Table;

/// <summary>One answer of a report with its picture.</summary>
/// <param name="PictureName">What the picture is called.</param>
/// <param name="Image">The picture, one object for all questions about it; null for none.</param>
/// <param name="Row">What it is sorted by.</param>
/// <param name="Details">What is shown of it.</param>
internal sealed record ReportItem(string PictureName, ReportImage? Image, AnswerRow Row, RowDetails Details)
{
    /// <summary>The items of answers; each names its model where they are of several.</summary>
    public static IReadOnlyList<ReportItem> Of(IReadOnlyList<ReportEntry> entries)
    {
        bool several = entries.Select(entry => entry.Answer.Model).Distinct().Skip(1).Any();
        IReadOnlyDictionary<Picture, ReportImage> images = ReportImage.Of(entries.Select(entry => entry.Picture));
        return [.. entries.Select(entry =>
            new ReportItem(entry.PictureName, images[entry.Picture], AnswerRow.Of(entry.Answer, 0), RowDetails.Of(entry.Answer, several)))];
    }
}

/// <summary>What a report says of all its answers.</summary>
/// <param name="Title">The heading.</param>
/// <param name="Intro">A paragraph below it; null for none.</param>
/// <param name="Facts">The model and how it was asked; null where they are not one.</param>
/// <param name="Promises">What the model promises; null for nothing.</param>
internal sealed record ReportAbout(string Title, string? Intro = null, string? Facts = null, AnswerPromises? Promises = null)
{
    /// <summary>"Answered by the model scenes of 0.1.0, 50 passes, seed 1."; null where several models answered.</summary>
    /// <param name="model">The model's name; empty where it is not known.</param>
    /// <param name="passes">Dropout passes.</param>
    /// <param name="seed">Their seed; null where it is not known.</param>
    public static string? FactsOf(string model, int passes, int? seed)
    {
        string version = typeof(VqaModel).Assembly.GetName().Version is { } v ? $"{v.Major}.{v.Minor}.{v.Build}" : "";
        string by = model.Length > 0 ? $"Answered by the model {model}" : "Answered";
        return $"{by} with Ucam {version}, {(passes == 0 ? "one pass without dropout" : $"{passes} dropout passes")}{(seed is { } s ? $", seed {s}" : "")}.";
    }

    /// <summary>The same of answers; null where they are not of one model with one number of passes.</summary>
    public static string? FactsOf(IReadOnlyList<ReportEntry> entries, int? seed)
    {
        (string Model, int Passes)[] kinds = [.. entries.Select(e => (e.Answer.Model, e.Answer.Uncertainty.Passes)).Distinct().Take(2)];
        return kinds.Length == 1 ? FactsOf(kinds[0].Model, kinds[0].Passes, seed) : null;
    }
}
