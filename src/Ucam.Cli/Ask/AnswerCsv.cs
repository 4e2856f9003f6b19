using System.Globalization;
using Ucam.Studies;
using Ucam.Vqa;
using Ucam.Vqa.Text;

namespace Ucam.Cli.Ask;

/// <summary>Answers as a table: what was asked, with its own columns, then what the model says.</summary>
/// <param name="columns">The columns of what is asked.</param>
/// <param name="mark">What parts fields, a comma or a tab.</param>
internal sealed class AnswerCsv(IReadOnlyList<string> columns, char mark = ',')
{
    private static readonly string[] Own =
    [
        "model_answer", "p_right", "words", "probability", "predictive_nats", "aleatoric_nats", "epistemic_nats", "distance", "unfamiliar",
        "warning", "model", "right", "problem",
    ];

    // The columns of a former run give way to its own; one of another origin is kept by another name.
    private readonly int[] _kept = [.. Enumerable.Range(0, columns.Count).Where(i => !Own.All(columns.Contains) || !Own.Contains(columns[i]))];
    private CsvText? _text;

    private CsvText Head => new(mark, [.. _kept.Select(i => Given(columns[i])), .. Own]);

    /// <summary>Adds a row.</summary>
    /// <param name="fields">One a column.</param>
    /// <param name="answer">The answer; null where there is none.</param>
    /// <param name="truth">What people answered; empty where that is not known.</param>
    /// <param name="problem">Why there is no answer.</param>
    public void Add(IReadOnlyList<string> fields, Answer? answer, IReadOnlyList<string> truth, string? problem)
    {
        CsvText text = _text ??= Head;
        foreach (int i in _kept) text.Text(fields[i]);
        if (answer is null)
        {
            for (int i = 0; i < Own.Length - 1; i++) text.Number("");
            text.Text(problem ?? "").EndRow();
            return;
        }
        bool parted = InWords.NotParted(answer) is null;
        UncertaintyEstimate u = answer.Uncertainty;
        text.Text(answer.Text).Number(Number(answer.Certainty.Probability)).Text(InWords.Word(InWords.Sureness(answer)))
            .Number(Number(answer.Probability)).Number(Number(u.Predictive)).Number(parted ? Number(u.Aleatoric) : "")
            .Number(parted ? Number(u.Epistemic) : "").Number(Number(answer.Familiarity.Distance)).Number(answer.Familiarity.IsOutside ? 1 : 0)
            .Text(InWords.Warning(answer) ?? "").Text(answer.Model)
            .Number(truth.Count == 0 ? "" : VqaAccuracy.IsRight(VqaAccuracy.Score(answer.Text, truth)) ? "1" : "0").Number("").EndRow();
    }

    /// <inheritdoc/>
    public override string ToString() => (_text ?? Head).ToString();

    private string Given(string column)
    {
        bool IsIn(IEnumerable<string> names, string name) => names.Contains(name, StringComparer.OrdinalIgnoreCase);
        string given = column;
        while (IsIn(Own, given) || (given != column && IsIn(columns, given))) given = "given_" + given;
        return given;
    }


    private static string Number(double value) => double.IsFinite(value) ? value.ToString("G6", CultureInfo.InvariantCulture) : "";
}
