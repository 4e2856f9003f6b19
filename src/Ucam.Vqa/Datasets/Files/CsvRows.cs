using System.Text;

namespace Ucam.Vqa.Datasets.Files;

/// <summary>
/// Reads a table as RFC 4180 describes it: UTF-8, fields in double quotes where needed, parted by commas, semicolons or tabs, whichever its first
/// line has most of.
/// </summary>
internal static class CsvRows
{
    /// <summary>Whether a file is a table, by its extension.</summary>
    public static bool IsTable(string path) => Path.GetExtension(path).ToLowerInvariant() is ".csv" or ".tsv";

    /// <summary>
    /// The rows with the line each begins on, formulas that <see cref="CsvText"/> made texts as they were; all have as many fields as the
    /// first. Rows with nothing but separators are passed over.
    /// </summary>
    /// <exception cref="UcamException">The file cannot be read, a quote is not closed, or a row has another number of fields.</exception>
    public static IEnumerable<(int Line, string[] Fields)> Read(string path)
    {
        string text = TextLines.Text(path, "a CSV file", "save it as \"CSV UTF-8\"");
        char mark = Separator(text);
        int line = 1, at = 0, width = 0;
        while (at < text.Length)
        {
            int start = line, from = at;
            string[] fields = Row(text, ref at, ref line, mark, path);
            if (text.AsSpan(from, at - from).Trim([mark, .. " \t\r\n"]).IsEmpty) continue;
            if (width == 0) width = fields.Length;
            if (fields.Length != width)
                throw Wrong(path, start,
                $"{fields.Length} fields where the first line has {width}; put a field with '{mark}' or a line break in double quotes");
            yield return (start, Array.ConvertAll(fields, CsvText.Original));
        }
    }

    private static string[] Row(string text, ref int at, ref int line, char mark, string path)
    {
        List<string> fields = [];
        while (true)
        {
            fields.Add(at < text.Length && text[at] == '"' ? Quoted(text, ref at, ref line, path) : Bare(text, ref at, mark));
            if (at >= text.Length) return [.. fields];
            char end = text[at++];
            if (end == mark) continue;
            if (end is not ('\n' or '\r')) throw Wrong(path, line, "something follows a closing quote; write a quote within a field twice");
            if (end == '\r' && at < text.Length && text[at] == '\n') at++;
            line++;
            return [.. fields];
        }
    }

    private static string Bare(string text, ref int at, char mark)
    {
        int start = at;
        while (at < text.Length && text[at] != mark && text[at] is not ('\n' or '\r')) at++;
        return text[start..at];
    }

    private static string Quoted(string text, ref int at, ref int line, string path)
    {
        var field = new StringBuilder();
        int start = line;
        for (at++; at < text.Length; at++)
        {
            if (text[at] == '"')
            {
                if (at + 1 >= text.Length || text[at + 1] != '"')
                {
                    at++;
                    return field.ToString();
                }
                at++;
            }
            else if (text[at] == '\n') line++;
            field.Append(text[at]);
        }
        throw Wrong(path, start, "a quote is not closed; check that the file is whole");
    }

    private static char Separator(string text)
    {
        ReadOnlySpan<char> rest = text.AsSpan().TrimStart(",; \t\r\n"),
            head = rest[..(rest.IndexOfAny('\n', '\r') is var end and >= 0 ? end : rest.Length)];
        char best = ',';
        foreach (char mark in ";\t") if (head.Count(mark) > head.Count(best)) best = mark;
        return best;
    }

    private static UcamException Wrong(string path, int line, string what) =>
        new($"{path}: line {line}: {what}.") { File = path, Field = $"line {line}" };
}
