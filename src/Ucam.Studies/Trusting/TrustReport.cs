using System.Globalization;
using Ucam.Studies.Reports.Comparison.Document;
using Ucam.Studies.Trusting;

namespace Ucam.Studies;

/// <summary>How far a classifier can be trusted: numbers, a page, a table, and what judges its further answers.</summary>
public sealed class TrustReport
{
    private readonly string _title;
    private readonly IReadOnlyList<TrustPart> _parts;

    internal TrustReport(string title, IReadOnlyList<TrustPart> parts, CertaintyEstimator? certainty)
    {
        (_title, _parts, Certainty) = (title, parts, certainty);
        Numbers = [.. parts.SelectMany(part => part.Numbers)];
    }

    /// <summary>Every number, in the order of the page.</summary>
    public IReadOnlyList<TrustNumber> Numbers { get; }

    /// <summary>P(right), fitted on half of the held-out inputs; null where they were too few, or all answers right or all wrong.</summary>
    public CertaintyEstimator? Certainty { get; }

    /// <summary>One number.</summary>
    /// <param name="part">As in <see cref="TrustNumber.Part"/>.</param>
    /// <param name="subject">As in <see cref="TrustNumber.Subject"/>.</param>
    /// <param name="metric">As in <see cref="TrustNumber.Metric"/>.</param>
    /// <exception cref="UcamException">There is none.</exception>
    public double Value(string part, string subject, string metric) =>
        Numbers.FirstOrDefault(number => (number.Part, number.Subject, number.Metric) == (part, subject, metric)) is { } found ? found.Value
            : throw new UcamException($"The report has no number {part}, {subject}, {metric}; Numbers lists them.") { Field = nameof(metric) };

    /// <summary>
    /// Writes one self-contained HTML page: no server, no network, no scripts. An existing file is replaced whole or not at all.
    /// </summary>
    /// <param name="path">The file, usually ending in .html; its folder must exist.</param>
    /// <exception cref="UcamException">No such folder, no permission, or no space.</exception>
    public void WriteHtml(string path) =>
        AtomicFile.WriteText(path, HtmlDocument.Write(_title, [.. _parts.SelectMany(part => part.Blocks)]));

    /// <summary>Writes the numbers as a table of part, subject, metric and value; an existing file is replaced whole or not at all.</summary>
    /// <param name="path">The file, usually ending in .csv; its folder must exist.</param>
    /// <exception cref="UcamException">No such folder, no permission, or no space.</exception>
    public void WriteCsv(string path)
    {
        var text = new CsvText("part", "subject", "metric", "value");
        foreach (TrustNumber number in Numbers)
            text.Text(number.Part).Text(number.Subject).Text(number.Metric)
                .Number(number.Value.ToString("R", CultureInfo.InvariantCulture)).EndRow();
        AtomicFile.WriteText(path, text.ToString());
    }
}
