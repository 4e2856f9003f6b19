using System.Globalization;
using System.Text;
using Ucam.Studies;
using Ucam.Studies.Reports;
using Ucam.Vqa;

namespace Ucam.Web.Asking;

/// <summary>An answer as a page of its own, for browsers without scripts.</summary>
internal static class PlainAnswer
{
    private const int Side = 448;

    /// <summary>The page.</summary>
    public static string Of(Asked asked)
    {
        Answer answer = asked.Answer;
        Picture small = ReportPicture.Within(asked.Picture, Side);
        var page = new StringBuilder();
        page.Append(CultureInfo.InvariantCulture, $"""
            <!doctype html>
            <html lang="en"><head><meta charset="utf-8" /><meta name="viewport" content="width=device-width, initial-scale=1" />
            <title>{Html.Text(answer.Text)} · Ucam</title><link rel="stylesheet" href="/style.css" /></head>
            <body><header class="top"><h1><a href="/">Ucam</a></h1></header><main class="plain">
            <h2>{Html.Text(answer.Question)}</h2>
            <p class="answer"><strong>{Html.Text(answer.Text)}</strong></p>
            """);
        if (InWords.Warning(answer) is { } warning) page.Append($"<p class=\"warn\" role=\"note\">{Html.Text(warning)}</p>\n");
        AnswerSaid said = AnswerSaid.Of(answer);
        page.Append($"<p class=\"sure\">{Html.Text(said.Sure)}</p>\n");
        foreach (string? line in new[] { said.Worth, said.Why, said.Set, said.Doubt })
            if (line is not null) page.Append($"<p>{Html.Text(line)}</p>\n");
        page.Append("<table><caption>Answers</caption>\n");
        foreach (AnswerCandidate candidate in answer.Candidates)
            page.Append($"<tr><th scope=\"row\">{Html.Text(candidate.Text)}</th><td>{Html.Percent(candidate.Probability)}</td></tr>\n");
        page.Append("</table>\n");
        View(page, "The picture", "The picture", small);
        foreach (ActivationMap map in MapLabel.Shown(answer))
            View(page, MapLabel.Title(map.Kind), MapWords.Describe(map), map.IsNothing ? small : ReportPicture.Overlay(small, map));
        page.Append($"<p class=\"by\">Answered by the model {Html.Text(answer.Model)}.</p>\n<p><a href=\"/\">Ask another question</a></p>\n");
        return page.Append("</main></body></html>\n").ToString();
    }

    private static void View(StringBuilder page, string title, string words, Picture picture) => page
        .Append($"<figure><img alt=\"{Html.Text(words)}\" width=\"{picture.Width}\" height=\"{picture.Height}\" ")
        .Append($"src=\"{ReportPicture.Data(picture)}\" /><figcaption>{Html.Text(title)}</figcaption></figure>\n");
}
