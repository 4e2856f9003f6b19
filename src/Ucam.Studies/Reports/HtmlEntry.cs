using System.Globalization;
using Ucam.Vqa;

namespace Ucam.Studies.Reports;

/// <summary>One answered question as an HTML article; the maps are switched by radio buttons, so no script is needed.</summary>
internal static class HtmlEntry
{
    private const int Side = 448;

    public static void Write(TextWriter writer, ReportEntry entry, int number)
    {
        var answer = entry.Answer;
        var certainty = InWords.Sureness(answer);
        var warning = InWords.Warning(answer);
        var marked = warning is null ? "" : " data-warn=\"1\"";
        writer.WriteLine($"<article class=\"entry\" aria-labelledby=\"q{number}\" data-order=\"{number}\" data-certainty=\"{(int)certainty}\" "
            + $"data-doubt=\"{answer.Uncertainty.Predictive:R}\"{Right(answer)}{marked}>");
        Views(writer, entry, number);
        writer.WriteLine("<div class=\"details\">");
        writer.WriteLine($"<p class=\"file\">{Html.Text(entry.PictureName)}</p>\n<h2 id=\"q{number}\">{Html.Text(answer.Question)}</h2>");
        // What should not be relied on is said before what it is.
        if (warning is not null) writer.WriteLine($"<p class=\"warn\" role=\"note\"><b>Careful.</b> {Html.Text(warning)}</p>");
        Certainty(writer, answer);
        if (answer.Model.Length > 0) writer.WriteLine($"<p class=\"by\">Answered by the model {Html.Text(answer.Model)}</p>");
        HtmlChart.Candidates(writer, answer);
        HtmlChart.Doubt(writer, answer);
        writer.WriteLine("</div>\n</article>");
    }

    /// <summary>P(right), for sorting; nothing where it is not known.</summary>
    private static string Right(Answer answer) =>
        answer.Certainty.IsKnown ? string.Create(CultureInfo.InvariantCulture, $" data-right=\"{answer.Certainty.Probability:R}\"") : "";

    private static void Certainty(TextWriter writer, Answer answer)
    {
        Sureness sureness = InWords.Sureness(answer);
        string pill = $"<span class=\"pill c{(int)sureness}\">{InWords.Word(sureness)}</span>";
        writer.WriteLine($"<p class=\"answer\"><strong>{Html.Text(answer.Text)}</strong> " + (InWords.Right(answer) is { } right
            ? $"<span class=\"right\">{Html.Text(right)}</span> {pill}</p>"
            : $"{pill} <span class=\"likely\">probability {Html.Percent(answer.Probability)}</span></p>"));
        if (answer.Certainty.Worth is { Length: > 0 } worth) writer.WriteLine($"<p class=\"worth\">{Html.Text(worth)}</p>");
        if (InWords.Set(answer) is { } set) writer.WriteLine($"<p class=\"set\">{Html.Text(set)}</p>");
        if (InWords.Reason(answer) is { Length: > 0 } why)
            writer.WriteLine($"<p class=\"why\">{Html.Text($"{char.ToUpperInvariant(why[0])}{why[1..]}")}.</p>");
    }

    private static void Views(TextWriter writer, ReportEntry entry, int number)
    {
        var small = ReportPicture.Within(entry.Picture, Side);
        var name = Html.Text(entry.PictureName);
        var views = new List<(string Key, string Label, string Alt, Picture Picture)> { ("picture", "Picture", $"The picture {name}", small) };
        foreach (var map in MapLabel.Shown(entry.Answer))
        {
            var title = Html.Text(MapLabel.Title(map.Kind));
            views.Add(($"{map.Kind}", $"{title}<small>{Html.Text(MapLabel.Note(map))}</small>",
                $"{title}: {Html.Text(MapLabel.Name(map.Kind))} map over {name}",
                map.IsNothing ? small : ReportPicture.Overlay(small, map)));
        }
        writer.WriteLine($"<fieldset class=\"views\"><legend>What to show of {name}</legend>");
        for (var i = 0; i < views.Count; i++)
            writer.WriteLine($"<input type=\"radio\" name=\"v{number}\" id=\"v{number}-{i}\" "
                + $"value=\"{views[i].Key}\"{(i == 0 ? " checked=\"checked\"" : "")} />");
        writer.WriteLine("<div class=\"frame\">");
        foreach (var (_, _, alt, picture) in views)
            writer.WriteLine($"<img alt=\"{alt}\" width=\"{picture.Width}\" height=\"{picture.Height}\" src=\"{ReportPicture.Data(picture)}\" />");
        writer.WriteLine("</div>");
        if (views.Count > 1)
            writer.WriteLine($"<div class=\"tabs\">{string.Concat(views.Select((v, i) => $"<label for=\"v{number}-{i}\">{v.Label}</label>"))}</div>");
        writer.WriteLine("</fieldset>");
    }
}
