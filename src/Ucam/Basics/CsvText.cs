using System.Globalization;
using System.Text;

namespace Ucam;

/// <summary>
/// Writes tables as RFC 4180 describes them. A text that a spreadsheet would take for a formula gets an apostrophe before it, which
/// <see cref="Original"/> takes away again; control characters but line breaks and tabs are shown as escapes; numbers stay as they are.
/// </summary>
internal sealed class CsvText
{
    private readonly StringBuilder _text = new();
    private readonly char _mark;
    private bool _begun;

    /// <param name="columns">The names of the columns.</param>
    public CsvText(params IEnumerable<string> columns) : this(',', columns)
    {
    }

    /// <param name="mark">What parts fields, a comma or a tab.</param>
    /// <param name="columns">The names of the columns.</param>
    public CsvText(char mark, IEnumerable<string> columns)
    {
        _mark = mark;
        foreach (string column in columns) Text(column);
        EndRow();
    }

    /// <summary>Adds a text to the row.</summary>
    public CsvText Text(string value)
    {
        string safe = Safe(ControlText.Shown(value, kept: "\t\r\n"));
        return Field(safe.AsSpan().IndexOfAny([_mark, '"', '\r', '\n']) < 0 ? safe : $"\"{safe.Replace("\"", "\"\"", StringComparison.Ordinal)}\"");
    }

    /// <summary>Adds a number as it is written already; empty where there is none.</summary>
    public CsvText Number(string written) => Field(written);

    /// <summary>Adds a whole number.</summary>
    public CsvText Number(long value) => Field(value.ToString(CultureInfo.InvariantCulture));

    /// <summary>Ends the row.</summary>
    public CsvText EndRow()
    {
        _text.Append('\n');
        _begun = false;
        return this;
    }

    /// <inheritdoc/>
    public override string ToString() => _text.ToString();

    /// <summary>A text that no spreadsheet computes.</summary>
    public static string Safe(string text) => IsFormula(text) ? "'" + text : text;

    /// <summary>The text that <see cref="Safe"/> was given.</summary>
    public static string Original(string text) => text.StartsWith('\'') && IsFormula(text) ? text[1..] : text;

    // Apostrophes before it count too, so that every text comes back as it was.
    private static bool IsFormula(string text) => text.AsSpan().TrimStart('\'') is ['=' or '+' or '-' or '@' or '\t' or '\r', ..];

    private CsvText Field(string field)
    {
        if (_begun) _text.Append(_mark);
        _begun = true;
        _text.Append(field);
        return this;
    }
}
