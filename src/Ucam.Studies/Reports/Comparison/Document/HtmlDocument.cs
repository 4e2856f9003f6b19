using System.Text;

namespace Ucam.Studies.Reports.Comparison.Document;

/// <summary>Writes blocks as one self-contained HTML page that is also well-formed XML: no network, no scripts.</summary>
internal sealed class HtmlDocument
{
    // Letters beyond which a label may be broken into lines.
    private const int LongText = 60;

    private readonly StringBuilder _text = new();
    private int _sections;
    private int _tables;

    /// <summary>The whole page.</summary>
    public static string Write(string title, IReadOnlyList<Block> blocks)
    {
        var document = new HtmlDocument();
        Block[] shown = [.. blocks.SelectMany(block => block is PageBlock page ? page.Blocks : [block])];
        document.Head(title, [.. shown.OfType<HeadingBlock>().Where(h => h.Level == 2)]);
        foreach (Block block in shown) document.Write(block);
        document._text.Append("</main>\n</body>\n</html>\n");
        return document._text.ToString();
    }

    private void Head(string title, IReadOnlyList<HeadingBlock> sections)
    {
        _text.Append(Html.Head(title, Resource.Text("Ucam.Reports.report.css") + Resource.Text("Ucam.Reports.compare.css")));
        _text.Append($"""
            <body class="compare">
            <header class="masthead">
            <h1>{Html.Text(title)}</h1>
            <nav aria-label="Contents"><ul>

            """);
        for (int i = 0; i < sections.Count; i++) _text.Append($"<li><a href=\"#s{i + 1}\">{Html.Text(sections[i].Text)}</a></li>\n");
        _text.Append("</ul></nav>\n</header>\n<main>\n");
    }

    private void Write(Block block)
    {
        switch (block)
        {
            case HeadingBlock { Level: 2 } heading: _text.Append($"<h2 id=\"s{++_sections}\">{Html.Text(heading.Text)}</h2>\n"); break;
            case HeadingBlock heading: _text.Append($"<h{heading.Level}>{Html.Text(heading.Text)}</h{heading.Level}>\n"); break;
            case TextBlock text: _text.Append($"<p>{Html.Text(text.Text)}</p>\n"); break;
            case NoteBlock note: _text.Append($"<p class=\"warn\" role=\"note\"><b>Careful.</b> {Html.Text(note.Text)}</p>\n"); break;
            case ListBlock list:
                _text
                .Append($"<ul class=\"points\">{string.Concat(list.Items.Select(item => $"<li>{Html.Text(item)}</li>"))}</ul>\n"); break;
            case TableBlock table: Table(table); break;
            case FigureBlock figure: Figure(figure); break;
            case FoldBlock fold:
                _text.Append($"<details><summary>{Html.Text(fold.Title)}</summary>\n");
                foreach (Block inner in fold.Blocks) Write(inner);
                _text.Append("</details>\n");
                break;
        }
    }

    private void Table(TableBlock table)
    {
        string id = $"t{++_tables}";
        _text.Append($"<div class=\"sheet\"><p class=\"caption\" id=\"{id}\">{Html.Text(table.Caption)}</p>\n<div class=\"scroll\" role=\"region\" "
            + $"tabindex=\"0\" aria-labelledby=\"{id}\">\n"
            + $"<table class=\"grid\" aria-labelledby=\"{id}\">\n<thead><tr>");
        for (int i = 0; i < table.Header.Count; i++) _text.Append($"<th scope=\"col\"{Label(i < table.Labels)}>{Html.Text(table.Header[i])}</th>");
        _text.Append("</tr></thead>\n<tbody>\n");
        foreach (IReadOnlyList<TableCell> row in table.Rows)
        {
            _text.Append("<tr>");
            for (int i = 0; i < row.Count; i++)
                _text.Append(i < table.Labels
                    ? $"<th scope=\"row\" class=\"label{(row[i].Text.Length > LongText ? " wide" : "")}\">{Content(row[i])}</th>"
                    : $"<td>{Content(row[i])}</td>");
            _text.Append("</tr>\n");
        }
        _text.Append("</tbody></table>\n</div></div>\n");
    }

    private void Figure(FigureBlock figure)
    {
        _text.Append("<figure><div class=\"plots\">\n");
        foreach (PlotImage image in figure.Images)
            _text.Append($"<img alt=\"{Html.Text(image.Alt)}\" width=\"{image.Width}\" height=\"{image.Height}\" "
                + $"src=\"data:image/png;base64,{Convert.ToBase64String(image.Png)}\" />\n");
        _text.Append($"</div><figcaption>{Html.Text(figure.Caption)}</figcaption></figure>\n");
    }

    private static string Label(bool label) => label ? " class=\"label\"" : "";

    private static string Content(TableCell cell)
    {
        string text = Html.Text(cell.Text);
        if (cell.Detail is not null) text += $"<span class=\"detail\">{Html.Text(cell.Detail)}</span>";
        if (cell.Tone != Tone.None) return $"<span class=\"pill {cell.Tone.ToString().ToLowerInvariant()}\">{text}</span>";
        return cell.Strong ? $"<strong>{text}</strong>" : text;
    }
}
