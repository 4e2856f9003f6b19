namespace Ucam.Vqa.Evaluation;

/// <summary>A figure of a set, or of a family of its questions, in the table of summaries.</summary>
/// <param name="Name">The column.</param>
/// <param name="Value">The figure of a line; NaN where only the whole set has it.</param>
internal sealed record SummaryColumn(string Name, Func<EvaluationSummary, SummaryLine, double> Value);

/// <summary>The columns of the table of summaries, before those of added metrics. A new one is a line here.</summary>
internal static class SummaryColumns
{
    /// <summary>What tells the lines apart.</summary>
    private static readonly string[] Keys = ["set", "family", "questions"];

    public static IReadOnlyList<SummaryColumn> All { get; } =
    [
        new("accuracy", (_, line) => line.Accuracy),
        new("attainable", (_, line) => line.Attainable),
        new("predictive_nats", (_, line) => line.Predictive),
        new("aleatoric_nats", (_, line) => line.Aleatoric),
        new("epistemic_nats", (_, line) => line.Epistemic),
        new("auroc", (_, line) => line.Auroc),
        new("attention_ratio", (_, line) => line.AttentionRatio),
        OfWhole("aurc", set => set.Aurc),
        OfWhole("e_aurc", set => set.ExcessAurc),
        OfWhole("ece", set => set.Ece),
        OfWhole("nll", set => set.Nll),
        OfWhole("human_spearman", set => set.HumanSpearman),
        OfWhole("unsure_spearman", set => set.UnsureSpearman),
        OfWhole("distance", set => set.Distance),
    ];

    /// <summary>All names, the keys first.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. Keys, .. All.Select(column => column.Name)];

    private static SummaryColumn OfWhole(string name, Func<EvaluationSummary, double> value) =>
        new(name, (set, line) => ReferenceEquals(line, set.Overall) ? value(set) : double.NaN);
}
