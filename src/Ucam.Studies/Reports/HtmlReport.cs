using Ucam.Studies.Reports.Table;

namespace Ucam.Studies;

/// <summary>
/// One self-contained HTML file with every answer: no server, no network, to read with scripts off, on a phone and in the dark. With scripts
/// the answers are sorted, searched and filtered, and maps are painted over the pictures.
/// </summary>
public static class HtmlReport
{
    /// <summary>
    /// Writes the report. Each picture is embedded once, at 448 pixels a side or fewer where there are more than 60. An existing file is
    /// replaced whole or not at all.
    /// </summary>
    /// <param name="path">The file, usually ending in .html; its folder must exist.</param>
    /// <param name="title">The heading.</param>
    /// <param name="entries">The answers, in the order they are shown.</param>
    /// <param name="intro">A paragraph below the heading: the model, the data, the date.</param>
    /// <exception cref="UcamException">No such folder, no permission, or no space.</exception>
    public static void Write(string path, string title, IReadOnlyList<ReportEntry> entries, string? intro = null)
    {
        ArgumentNullException.ThrowIfNull(title);
        ArgumentNullException.ThrowIfNull(entries);
        AtomicFile.Write(path, stream => Write(stream, title, entries, intro));
    }

    /// <summary>The same into a stream, which stays the caller's.</summary>
    internal static void Write(Stream stream, string title, IReadOnlyList<ReportEntry> entries, string? intro = null) =>
        ReportPage.Write(stream, new ReportAbout(title, intro, ReportAbout.FactsOf(entries, seed: null)), ReportItem.Of(entries));
}
