using System.CommandLine;
using System.Globalization;
using Ucam.Cli.Paths;
using Ucam.Cli.Usage;
using Ucam.Vqa;

namespace Ucam.Cli.Eval;

/// <summary>The part of <c>ucam eval</c> that scores a submission: <c>--results</c> with <c>--annotations</c>, no model.</summary>
internal sealed class SubmissionScore
{
    private readonly InputOption _results = new("--results")
    { Description = "Score this submission by the official VQA rules instead of a model; needs --annotations, several by commas." };

    public void AddTo(Command command) => command.Add(_results);

    public bool IsGiven(ParseResult parsed) => parsed.GetValue(_results) is not null;

    /// <summary>Scores, prints the official tables, and writes each question's accuracy where a table is asked for.</summary>
    public void Run(ParseResult parsed, string? annotations, string? table)
    {
        if (annotations is null) throw new UsageException("--results needs --annotations: the annotations file of its split.");
        OfficialVqaEvaluation evaluation =
            OfficialVqaEvaluation.Of(parsed.GetValue(_results)!, [.. annotations.Split(',', StringSplitOptions.RemoveEmptyEntries)]);
        ResultPrinter.Print(evaluation);
        if (table is null) return;
        var text = new CsvText("question_id", "accuracy_percent");
        foreach ((long question, double accuracy) in evaluation.Questions)
            text.Number(question).Number(accuracy.ToString(CultureInfo.InvariantCulture)).EndRow();
        AtomicFile.WriteText(Output.WithFolder(table), text.ToString());
    }
}
