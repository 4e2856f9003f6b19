using Ucam.Vqa;

namespace Ucam.Studies.Reports;

/// <summary>The charts of an entry, drawn with plain elements so that they follow the page's width and colours.</summary>
internal static class HtmlChart
{
    private const int Rows = 5;

    /// <summary>The most probable answers as a table with bars.</summary>
    public static void Candidates(TextWriter writer, Answer answer)
    {
        writer.WriteLine("<table class=\"bars\"><caption>Most likely answers</caption>\n"
            + "<thead><tr><th scope=\"col\">Answer</th><th scope=\"col\">Bar</th><th scope=\"col\">Probability</th></tr></thead>\n<tbody>");
        foreach (var (text, probability) in answer.Candidates.Take(Rows))
            writer.WriteLine($"<tr><th scope=\"row\">{Html.Text(text)}</th><td class=\"track\" aria-hidden=\"true\"><span "
                + $"style=\"width:{Html.Width(probability)}\"></span></td>"
                + $"<td class=\"number\">{Html.Percent(probability)}</td></tr>");
        writer.WriteLine("</tbody></table>");
    }

    /// <summary>The doubt as one bar of two parts, with what it means; of one part where the two cannot be told.</summary>
    public static void Doubt(TextWriter writer, Answer answer)
    {
        var u = answer.Uncertainty;
        var full = Math.Max(CardDoubt.FullScale, u.Predictive);
        writer.WriteLine($"<section class=\"doubt\">\n<h3>Doubt: {u.Predictive:0.00} "
            + $"nats</h3>\n<p>{InWords.Doubt(answer)} {InWords.Source(answer)}</p>");
        if (InWords.NotParted(answer) is { } reason)
        {
            writer.WriteLine($"<div class=\"split\" role=\"img\" aria-label=\"{u.Predictive:0.00} nats of doubt\"><span class=\"whole\" "
                + $"style=\"width:{Html.Width(u.Predictive / full)}\"></span></div>\n"
                + $"<p class=\"unparted\">{char.ToUpperInvariant(reason[0])}{reason[1..]}.</p>\n</section>");
            return;
        }
        writer.WriteLine($"<div class=\"split\" role=\"img\" aria-label=\"{u.Aleatoric:0.00} nats of "
            + $"data doubt and {u.Epistemic:0.00} nats of model doubt\">"
            + $"<span class=\"data\" style=\"width:{Html.Width(u.Aleatoric / full)}\"></span><span class=\"model\" "
                + $"style=\"width:{Html.Width(u.Epistemic / full)}\"></span></div>");
        writer.WriteLine("<ul class=\"legend\"><li><span class=\"key "
            + $"data\"></span><b>{u.Aleatoric:0.00}</b><span>data: the picture and the question</span></li>"
            + $"<li><span class=\"key model\"></span><b>{u.Epistemic:0.00}</b><span>model: too "
                + $"little training on such cases</span></li></ul>\n<p class=\"leak\">The parts are {InWords.PartsLeak}.</p>\n</section>");
    }
}
