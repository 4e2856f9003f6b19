using Ucam.Cli.Terminal;
using Ucam.Vqa;

namespace Ucam.Cli.Data;

/// <summary>Shows what a reader found in a set.</summary>
internal static class IssuePrinter
{
    private const int Shown = 5;

    /// <summary>Counts, then each kind of issue with its first examples.</summary>
    public static void Print(TextWriter writer, string name, DataReport report)
    {
        writer.WriteLine($"{name}: {report.Questions} questions ({report.Usable} usable), {report.Pictures} pictures, {report.Answers} answers");
        foreach (string note in report.Notes) writer.WriteLine($"  {note}");
        foreach ((DataIssueKind kind, int count) in report.Counts)
        {
            writer.WriteLine($"  {count} {DataIssue.Title(kind)}");
            foreach (DataIssue issue in report.Issues.Where(i => i.Kind == kind).Take(Shown)) writer.WriteLine($"    {issue.Message}");
            if (count > Shown) writer.WriteLine($"    … and {count - Shown} more");
        }
    }

    /// <summary>Every issue as a table, in which no name turns the writing around.</summary>
    public static void Write(string path, DataReport report)
    {
        var text = new CsvText("kind", "file", "field", "detail");
        foreach (DataIssue issue in report.Issues)
        {
            text.Text(issue.Kind.ToString());
            foreach (string part in new[] { issue.File, issue.Field, issue.Detail }) text.Text(TerminalText.OneLine(part));
            text.EndRow();
        }
        AtomicFile.WriteText(path, text.ToString());
    }
}
