using System.Globalization;

namespace Ucam.Vqa.Text;

/// <summary>A line of one of WordNet's files.</summary>
/// <param name="Path">The file.</param>
/// <param name="Line">Its number, from 1.</param>
/// <param name="Fields">What stands between the spaces, before the gloss; at least one.</param>
internal sealed record WordNetLine(string Path, int Line, string[] Fields)
{
    // Places have eight digits.
    private const int Most = 100_000_000;

    /// <summary>A field as a number.</summary>
    /// <exception cref="UcamException">There is no such field, or it is none.</exception>
    public int Number(int field, NumberStyles style) =>
        field < Fields.Length && int.TryParse(Fields[field], style, CultureInfo.InvariantCulture, out int number) && number is >= 0 and < Most
            ? number : throw Wrong($"field {field + 1} is no number as WordNet has there");

    public UcamException Wrong(string what) =>
        new($"{Path}: line {Line}: {what}; give WordNet's own file, whole.") { File = Path, Field = $"line {Line}" };
}

/// <summary>Reads WordNet's files, which are lines of fields with single spaces between; its licence stands in lines that begin with two.</summary>
internal static class WordNetLines
{
    public static IEnumerable<WordNetLine> Of(string path)
    {
        int number = 0;
        foreach (string line in Lines(path))
        {
            number++;
            if (line.StartsWith("  ", StringComparison.Ordinal) || line.AsSpan().Trim().IsEmpty) continue;
            int gloss = line.IndexOf('|');
            string[] fields = (gloss < 0 ? line : line[..gloss]).Split(' ', StringSplitOptions.RemoveEmptyEntries);
            var read = new WordNetLine(path, number, fields);
            yield return fields.Length > 1 ? read : throw read.Wrong("it is cut short");
        }
        if (number == 0) throw new UcamException($"{path} is empty; give WordNet's own file, whole.") { File = path };
    }

    private static IEnumerable<string> Lines(string path)
    {
        try
        {
            return [.. OrdinaryFile.Lines(path)];
        }
        catch (Exception e) when (FileProblem.Is(e))
        {
            throw FileProblem.CannotRead(path, e);
        }
    }
}
