namespace Ucam.Studies.Reports.Table;

/// <summary>An answer as it is read without scripts, and printed.</summary>
internal static class PlainEntry
{
    /// <summary>Writes it.</summary>
    /// <param name="writer">The page.</param>
    /// <param name="item">The answer.</param>
    /// <param name="number">Its number, from 1.</param>
    /// <param name="picture">The picture's place.</param>
    /// <param name="first">The answer at which the picture stands, by its number.</param>
    public static void Write(TextWriter writer, ReportItem item, int number, int picture, int first)
    {
        string name = Html.Text(item.PictureName);
        writer.Write($"<article id=\"a{number}\" aria-labelledby=\"q{number}\"><div>");
        if (item.Image is { } image)
            writer.Write(first != number ? $"<a href=\"#a{first}\">the picture of answer {first}</a>"
                : $"<img data-picture=\"{picture}\" alt=\"{name}\" loading=\"lazy\" width=\"{image.Width}\" height=\"{image.Height}\" "
                    + $"src=\"{image.Data}\" />");
        writer.WriteLine($"</div><div>\n<p class=\"file\">{name}</p>\n<h2 id=\"q{number}\">{Html.Text(item.Row.Question)}</h2>");
        RowDetails details = item.Details;
        // What should not be relied on is said before what it is.
        Line(writer, "warn", details.Warning);
        writer.WriteLine($"<p class=\"answer\"><strong>{Html.Text(item.Row.Answer)}</strong> "
            + $"<span class=\"right\">{Html.Text(Told(item))}</span></p>");
        if (item.Row.Truth is { } truth)
            Line(writer, "truth", $"Counts as {(item.Row.Right == true ? "right" : "wrong")}; people mostly say {truth}.");
        Line(writer, "worth", details.Worth);
        Line(writer, "set", details.Set);
        Line(writer, "why", details.Why);
        IEnumerable<string> candidates = details.Candidates.Select(c => $"{Html.Text(c.Text)} {Html.Percent(c.Probability)}");
        if (details.Candidates.Count > 1) writer.WriteLine($"<p class=\"candidates\">{string.Join(", ", candidates)}</p>");
        Line(writer, "doubt", details.Doubt);
        foreach (SmallMap map in details.Maps) Line(writer, "map", map.Words);
        Line(writer, "by", details.By is null ? null : $"Answered by the model {details.By}.");
        foreach ((string column, string value) in details.Columns ?? new Dictionary<string, string>()) Line(writer, "column", $"{column}: {value}");
        writer.WriteLine("</div></article>");
    }

    private static string Told(ReportItem item) => item.Details.Right is { } right ? $"{right}: {item.Details.Sure}"
        : item.Row.Probability is { } probability ? $"{item.Details.Sure}, probability {probability * 100:0.0} %" : item.Details.Sure;

    private static void Line(TextWriter writer, string kind, string? text)
    {
        if (text is { Length: > 0 }) writer.WriteLine($"<p class=\"{kind}\">{Html.Text(text)}</p>");
    }
}
