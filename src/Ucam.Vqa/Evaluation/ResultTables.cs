using System.Globalization;
using Ucam.Metrics;
using Ucam.Vqa.Datasets.Vqa;
using Ucam.Vqa.Evaluation;

namespace Ucam.Vqa;

/// <summary>Writes results as files other tools read.</summary>
public static class ResultTables
{
    /// <summary>Per-question results with all uncertainties, CSV.</summary>
    /// <exception cref="UcamException">The file cannot be written.</exception>
    public static void WriteQuestions(string path, IReadOnlyList<QuestionResult> results) => WriteQuestions(path, results, promise: null);

    /// <summary>The same, with what a promise withholds.</summary>
    internal static void WriteQuestions(string path, IReadOnlyList<QuestionResult> results, GuaranteedRisk? promise)
    {
        ArgumentNullException.ThrowIfNull(results);
        var text = new CsvText("question_id", "image_id", "question_type", "question", "prediction", "truth", "right", "accuracy", "attainable",
            "probability",
            "predictive_nats", "aleatoric_nats", "epistemic_nats", "logit_variance", "human_entropy_nats", "people_unsure", "attention_ratio",
            "distance", "p_right", "words", "abstained");
        foreach (QuestionResult r in results)
        {
            text.Number(r.QuestionId).Number(r.ImageId).Text(r.QuestionType).Text(r.Question).Text(r.Prediction).Text(r.Truth).Number(r.IsRight
                ? 1 : 0);
            double[] values =
                [r.Accuracy, r.Attainable, r.Probability, r.Predictive, r.Aleatoric, r.Epistemic, r.LogitVariance, r.HumanEntropy, r.PeopleUnsure,
                r.AttentionRatio, r.Distance];
            foreach (double value in values) text.Number(Number(value));
            text.Number(Number(r.Certainty?.Probability ?? double.NaN)).Text(r.Certainty?.Words ?? "");
            text.Number(promise is null ? "" : Abstention.Answers(promise, r) ? "0" : "1").EndRow();
        }
        AtomicFile.WriteText(path, text.ToString());
    }

    /// <summary>The official results file of the VQA challenge: [{"question_id", "answer"}].</summary>
    /// <exception cref="UcamException">The file cannot be written.</exception>
    public static void WriteOfficial(string path, IReadOnlyList<QuestionResult> results)
    {
        ArgumentNullException.ThrowIfNull(results);
        VqaResultsFile.Write(path, results.Select(r => KeyValuePair.Create(r.QuestionId, r.Prediction)));
    }

    /// <summary>One line per set and family, CSV.</summary>
    /// <exception cref="UcamException">The file cannot be written.</exception>
    public static void WriteSummaries(string path, IReadOnlyList<(string Set, EvaluationSummary Summary)> summaries)
    {
        ArgumentNullException.ThrowIfNull(summaries);
        string[] added = [.. summaries.SelectMany(s => s.Summary.Overall.Added.Keys).Distinct()];
        var text = new CsvText([.. SummaryColumns.Names, .. added]);
        foreach ((string set, EvaluationSummary s) in summaries)
        {
            foreach (SummaryLine line in s.Families.Prepend(s.Overall))
            {
                text.Text(set).Text(line.Name).Number(line.Questions);
                foreach (SummaryColumn column in SummaryColumns.All) text.Number(Number(column.Value(s, line)));
                foreach (string name in added) text.Number(Number(line.Added.GetValueOrDefault(name, double.NaN)));
                text.EndRow();
            }
        }
        AtomicFile.WriteText(path, text.ToString());
    }

    private static string Number(double value) => double.IsNaN(value) ? "" : value.ToString("G9", CultureInfo.InvariantCulture);
}
