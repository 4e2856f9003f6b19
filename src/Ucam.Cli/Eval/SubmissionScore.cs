using System.CommandLine;
using System.Globalization;
using Ucam.Cli.Paths;
using Ucam.Cli.Usage;
using Ucam.Vqa;
using Ucam.Vqa.Datasets.Vqa;
using Ucam.Vqa.Evaluation;

namespace Ucam.Cli.Eval;

/// <summary>The part of <c>ucam eval</c> that scores a submission: <c>--results</c> with <c>--annotations</c>, no model.</summary>
internal sealed class SubmissionScore
{
    private readonly InputOption _results = new("--results")
    {
        Description = "Score this submission by the official VQA rules instead of a model; needs --annotations, several by commas. "
            + "Answers may have a confidence, which is scored too."
    };

    public void AddTo(Command command) => command.Add(_results);

    public bool IsGiven(ParseResult parsed) => parsed.GetValue(_results) is not null;

    /// <summary>Scores, prints the official tables, and writes each question's accuracy and the metrics of confidence where asked for.</summary>
    public void Run(ParseResult parsed, string? annotations, (string? Table, string? Metrics) to)
    {
        if (annotations is null) throw new UsageException("--results needs --annotations: the annotations file of its split.");
        string path = parsed.GetValue(_results)!;
        OfficialVqaEvaluation evaluation = OfficialVqaEvaluation.Of(path, [.. annotations.Split(',', StringSplitOptions.RemoveEmptyEntries)]);
        IReadOnlyDictionary<long, double> confidence = VqaResultsFile.ReadConfidences(path);
        KeyValuePair<long, double>[] rated = [.. evaluation.Questions.Where(question => confidence.ContainsKey(question.Key))];
        if (rated.Length == 0 && to.Metrics is not null)
            throw new UcamException($"{path}: no answer has a confidence, so there is nothing for --metrics.") { File = path };
        ResultPrinter.Print(evaluation);
        if (rated.Length > 0) Confidences(path, (evaluation.Questions.Count, rated), confidence, to.Metrics);
        if (to.Table is null) return;
        var text = new CsvText("question_id", "accuracy_percent");
        foreach ((long question, double accuracy) in evaluation.Questions)
            text.Number(question).Number(accuracy.ToString(CultureInfo.InvariantCulture)).EndRow();
        AtomicFile.WriteText(Output.WithFolder(to.Table), text.ToString());
    }

    private static void Confidences(string path, (int All, KeyValuePair<long, double>[] Rated) answered,
        IReadOnlyDictionary<long, double> confidence, string? metrics)
    {
        (int all, KeyValuePair<long, double>[] rated) = answered;
        if (rated.Length < all)
            Console.Error.WriteLine($"note: {all - rated.Length} of {all} answers have no confidence; "
                + "they are not in the table of certainty.");
        var answers = new RatedAnswers([.. rated.Select(q => confidence[q.Key])], [.. rated.Select(q => q.Value / 100)]);
        var given = new Confidence("confidence", "confidence", true, _ => double.NaN);
        CertaintyReport[] reports = [new(Path.GetFileNameWithoutExtension(path), 0, rated.Length, [CertaintyColumn.Of(given, answers)])];
        CertaintyPrinter.Print(reports, isHindsight: true);
        if (metrics is not null) CertaintyReport.Write(Output.WithFolder(metrics), reports);
    }
}
