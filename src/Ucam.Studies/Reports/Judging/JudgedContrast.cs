using Ucam.Studies.Comparison.Judging;

namespace Ucam.Studies.Reports.Judging;

/// <summary>Two judges, and the claim that the first tells right answers from wrong ones better.</summary>
/// <param name="Claim">In words, without a full stop.</param>
/// <param name="Judge">Name of the one.</param>
/// <param name="Reference">Name of the other.</param>
internal sealed record JudgedContrast(string Claim, string Judge, string Reference)
{
    /// <summary>The claims, in the order of the report. A new one is a line here.</summary>
    public static IReadOnlyList<JudgedContrast> All { get; } =
    [
        new("Gradient evidence adds to the passes", CellJudges.WithGradient, CellJudges.Passes),
        new("Gradient evidence adds to the passes more than twice as many passes do", CellJudges.WithGradient, CellJudges.Twice),
        new("Gradient evidence adds to all that is known without gradients", CellJudges.Everything, CellJudges.NoGradients),
        new("Attention and blind contrast add to the passes", CellJudges.NoGradients, CellJudges.Passes),
        new("The question's gradient adds to the passes", CellJudges.WithQuestion, CellJudges.Passes),
        new("The question's gradient adds to the passes and the picture's", CellJudges.WithBoth, CellJudges.WithGradient),
        new("The passes' statistics beat the largest probability", CellJudges.Passes, CellJudges.Maximum),
        new("All signals beat vector scaling", CellJudges.Everything, CellJudges.Vector),
        new("All signals beat the selector network", CellJudges.Everything, CellJudges.Selector),
        new("The largest probability beats the entropy", CellJudges.Maximum, "entropy"),
    ];

    /// <summary>The claims whose judges were both asked; with judges that only some recipes name, that all signals beat each of these.</summary>
    public static IReadOnlyList<JudgedContrast> For(IReadOnlyList<JudgedRow> rows)
    {
        HashSet<string> asked = [.. rows.Select(row => row.Judge)];
        IEnumerable<JudgedContrast> further =
            CellJudges.Further.Select(judge => new JudgedContrast($"All signals beat {judge.Title}", CellJudges.Everything, judge.Name));
        return [.. All.Concat(further).Where(contrast => asked.Contains(contrast.Judge) && asked.Contains(contrast.Reference))];
    }
}
