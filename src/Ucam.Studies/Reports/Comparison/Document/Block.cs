namespace Ucam.Studies.Reports.Comparison.Document;

/// <summary>A part of a report, written alike as Markdown and as HTML.</summary>
internal abstract record Block;

/// <summary>A heading of level 2 to 4; those of level 2 are the entries of the page's contents.</summary>
internal sealed record HeadingBlock(int Level, string Text) : Block;

/// <summary>A paragraph.</summary>
internal sealed record TextBlock(string Text) : Block;

/// <summary>A paragraph that must not be overlooked.</summary>
internal sealed record NoteBlock(string Text) : Block;

/// <summary>A list of points.</summary>
internal sealed record ListBlock(IReadOnlyList<string> Items) : Block;

/// <summary>A table.</summary>
/// <param name="Caption">What it shows.</param>
/// <param name="Header">A title a column.</param>
/// <param name="Rows">As many cells a row as there are columns.</param>
/// <param name="Labels">How many of the first columns are labels: set left, the others right.</param>
internal sealed record TableBlock(string Caption, IReadOnlyList<string> Header, IReadOnlyList<IReadOnlyList<TableCell>> Rows, int Labels = 1) : Block;

/// <summary>Pictures that belong together.</summary>
internal sealed record FigureBlock(string Caption, IReadOnlyList<PlotImage> Images) : Block;

/// <summary>Blocks that are folded away until they are asked for.</summary>
internal sealed record FoldBlock(string Title, IReadOnlyList<Block> Blocks) : Block;

/// <summary>Blocks that only the page has, since a text of them all could not be read in one piece.</summary>
/// <param name="Instead">What the Markdown says in their place.</param>
/// <param name="Blocks">What the page shows.</param>
internal sealed record PageBlock(string Instead, IReadOnlyList<Block> Blocks) : Block;

/// <summary>A cell of a table.</summary>
/// <param name="Text">Its text.</param>
/// <param name="Strong">Whether it is set in bold: the best of its row.</param>
/// <param name="Tone">Colour of a verdict.</param>
/// <param name="Detail">A smaller second line.</param>
internal readonly record struct TableCell(string Text, bool Strong = false, Tone Tone = Tone.None, string? Detail = null)
{
    public static implicit operator TableCell(string text) => new(text);
}

/// <summary>What colour says in addition to words.</summary>
internal enum Tone
{
    None,
    Good,
    Neutral,
    Bad,
}
