using System.Text;

namespace Ucam.Studies.Reports.Comparison.Document;

/// <summary>Writes blocks as GitHub-flavoured Markdown.</summary>
internal sealed class MarkdownDocument(string plots)
{
    private const string Special = @"\`*_[]<>|";
    private readonly StringBuilder _text = new();

    /// <summary>The whole document.</summary>
    /// <param name="title">The heading.</param>
    /// <param name="blocks">What follows it.</param>
    /// <param name="plots">Folder of the pictures, relative to the document.</param>
    public static string Write(string title, IReadOnlyList<Block> blocks, string plots)
    {
        var document = new MarkdownDocument(plots);
        document._text.Append($"# {Escape(title)}\n\n");
        document.Write(blocks);
        return document._text.ToString().TrimEnd('\n') + "\n";
    }

    private void Write(IReadOnlyList<Block> blocks)
    {
        foreach (Block block in blocks) Write(block);
    }

    private void Write(Block block)
    {
        switch (block)
        {
            case HeadingBlock heading: Line($"{new string('#', heading.Level)} {Escape(heading.Text)}"); break;
            case TextBlock text: Line(Escape(text.Text)); break;
            case NoteBlock note: Line($"> **Careful.** {Escape(note.Text)}"); break;
            case ListBlock list: Line(string.Join('\n', list.Items.Select(item => $"- {Escape(item)}"))); break;
            case TableBlock table: Table(table); break;
            case FigureBlock figure: Figure(figure); break;
            case PageBlock page: Line(Escape(page.Instead)); break;
            case FoldBlock fold:
                Line($"<details><summary>{Html.Text(fold.Title)}</summary>");
                Write(fold.Blocks);
                Line("</details>");
                break;
        }
    }

    private void Table(TableBlock table)
    {
        Line($"*{Escape(table.Caption)}*");
        Row(table.Header.Select(Escape));
        Row(table.Header.Select((_, i) => i < table.Labels ? ":--" : "--:"));
        foreach (IReadOnlyList<TableCell> row in table.Rows)
            Row(row.Select(Cell));
        _text.Append('\n');
    }

    private static string Cell(TableCell cell)
    {
        string text = Escape(cell.Text);
        if (cell.Strong || cell.Tone != Tone.None) text = $"**{text}**";
        return cell.Detail is null ? text : $"{text} ({Escape(cell.Detail)})";
    }

    private void Row(IEnumerable<string> cells) => _text.Append("| ").AppendJoin(" | ", cells).Append(" |\n");

    private void Figure(FigureBlock figure) => Line(
        string.Join('\n', figure.Images.Select(i => $"<img src=\"{plots}/{i.Name}\" width=\"{i.Width}\" alt=\"{Html.Text(i.Alt)}\">"))
            + $"\n\n*{Escape(figure.Caption)}*");

    private void Line(string line) => _text.Append(line).Append("\n\n");

    private static string Escape(string text)
    {
        var escaped = new StringBuilder(text.Length);
        foreach (char c in text.ReplaceLineEndings(" "))
        {
            if (Special.Contains(c)) escaped.Append('\\');
            if (ControlText.IsUnseen(c)) escaped.Append(ControlText.Label(c));
            else escaped.Append(char.IsControl(c) ? ' ' : c);
        }
        return escaped.ToString();
    }
}
