using System.Globalization;
using Ucam.Metrics;
using Ucam.Vqa.Models;

namespace Ucam.Vqa.Evaluation;

/// <summary>The metrics of certainty of one set of answers, or of a mixture of two.</summary>
/// <param name="Set">Name of the set.</param>
/// <param name="Share">Share of questions that are from a shifted set, in [0,1]; 0 for a set as it is.</param>
/// <param name="Questions">Number of questions.</param>
/// <param name="Columns">The figures by kind of confidence, each in the order of <see cref="CertaintyMetrics.All"/>.</param>
internal sealed record CertaintyReport(string Set, double Share, int Questions, IReadOnlyList<CertaintyColumn> Columns)
{
    private static readonly double[] Shares = [0.1, 0.5];
    private const int MixtureSeed = 1;

    /// <summary>Mean official accuracy.</summary>
    public double Accuracy { get; private init; }

    /// <summary>A figure by its name; NaN where there is none.</summary>
    public double Value(Confidence confidence, string metric)
    {
        int at = CertaintyMetrics.All.Index().First(entry => entry.Item.Name == metric).Index;
        return Columns.FirstOrDefault(column => column.Confidence == confidence)?.Values[at] ?? double.NaN;
    }

    /// <summary>Of one set; the kinds of confidence that no answer has are left out.</summary>
    public static CertaintyReport Of(string set, IReadOnlyList<QuestionResult> results, AnswerPromises? promises, double share = 0)
    {
        QuestionResult[] rows = [.. results.Where(r => double.IsFinite(r.Accuracy))];
        var columns = new List<CertaintyColumn>();
        foreach (Confidence confidence in Confidence.All)
        {
            RatedAnswers answers = RatedAnswers.Of(rows, confidence, promises?.Chosen.FirstOrDefault(chosen => chosen.Confidence == confidence.Name));
            if (answers.Confidence.Length > 0) columns.Add(CertaintyColumn.Of(confidence, answers));
        }
        return new CertaintyReport(set, share, rows.Length, columns) { Accuracy = rows.Length == 0 ? double.NaN : rows.Average(r => r.Accuracy) };
    }

    /// <summary>Of every set, and of the first one mixed with each of the others.</summary>
    public static IReadOnlyList<CertaintyReport> OfAll(IReadOnlyList<(string Set, IReadOnlyList<QuestionResult> Results)> sets,
        AnswerPromises? promises)
    {
        var reports = sets.Select(set => Of(set.Set, set.Results, promises)).ToList();
        foreach ((string set, IReadOnlyList<QuestionResult> shifted) in sets.Skip(1))
            foreach (double share in Shares)
                reports.Add(Of(set, Mixture.OfSets(sets[0].Results, shifted, share, count: null, MixtureSeed), promises, share));
        return reports;
    }

    /// <summary>Writes reports as a table, a row a metric (CSV).</summary>
    /// <exception cref="UcamException">The file cannot be written.</exception>
    public static void Write(string path, IReadOnlyList<CertaintyReport> reports)
    {
        var text = new CsvText("set", "shifted_share", "questions", "confidence", "metric", "value");
        foreach (CertaintyReport report in reports)
            foreach (CertaintyColumn column in report.Columns)
                foreach ((CertaintyMetric metric, double value) in CertaintyMetrics.All.Zip(column.Values))
                    text.Text(report.Set).Number(Number(report.Share)).Number(report.Questions).Text(column.Confidence.Name).Text(metric.Name)
                        .Number(Number(value)).EndRow();
        AtomicFile.WriteText(path, text.ToString());
    }

    private static string Number(double value) => double.IsNaN(value) ? "" : value.ToString("G9", CultureInfo.InvariantCulture);
}

/// <summary>The figures of one kind of confidence.</summary>
/// <param name="Confidence">The kind.</param>
/// <param name="Values">In the order of <see cref="CertaintyMetrics.All"/>.</param>
internal sealed record CertaintyColumn(Confidence Confidence, IReadOnlyList<double> Values)
{
    /// <summary>All metrics of some answers.</summary>
    public static CertaintyColumn Of(Confidence confidence, RatedAnswers answers) =>
        new(confidence, [.. CertaintyMetrics.All.Select(metric => metric.Of(answers))]);
}
