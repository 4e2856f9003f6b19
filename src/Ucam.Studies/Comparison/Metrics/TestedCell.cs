using Ucam.Vqa;
using Ucam.Vqa.Evaluation;

namespace Ucam.Studies.Comparison.Metrics;

/// <summary>
/// What metrics and curves of a cell are made of: its test results, and how it was trained. Scores are soft: an answer that some people gave is
/// partly right.
/// </summary>
internal sealed class TestedCell
{
    /// <exception cref="UcamException">No result has answers to compare with.</exception>
    public TestedCell(IReadOnlyList<QuestionResult> results)
    {
        Rows = [.. results.Where(r => r.Truth.Length > 0)];
        if (Rows.Length == 0) throw new UcamException("No question of the test set has answers to compare with.");
        Doubt = [.. Rows.Select(r => r.Predictive)];
        Score = [.. Rows.Select(r => r.Accuracy)];
        Loss = [.. Rows.Select(r => 1 - r.Accuracy)];
        Confidence = [.. Rows.Select(r => r.Probability)];
        Surprise = [.. Rows.Select(r => r.Surprise)];
    }

    /// <summary>The results of questions with answers.</summary>
    public QuestionResult[] Rows { get; }

    /// <summary>H[p̄] of each, nats.</summary>
    public double[] Doubt { get; }

    /// <summary>Score of each answer in [0,1].</summary>
    public double[] Score { get; }

    /// <summary>1 − score of each.</summary>
    public double[] Loss { get; }

    /// <summary>p̄ of each given answer.</summary>
    public double[] Confidence { get; }

    /// <summary>−log p̄ of each true answer, nats.</summary>
    public double[] Surprise { get; }

    /// <summary>The place of an answer in a distribution; −1 for none.</summary>
    public Func<string, int> PlaceOf { get; init; } = _ => -1;

    /// <summary>How it was trained; null where only results are known.</summary>
    public CellTraining? Training { get; init; }

    /// <summary>H[p̄] of pictures that belong to no class; null where none were shown.</summary>
    public IReadOnlyList<double>? Unfamiliar { get; init; }

    /// <summary>Mean of the finite values; NaN for none.</summary>
    public double Mean(Func<QuestionResult, double> value) => ResultStatistics.Mean(Rows, value);

    /// <summary>What the plots are drawn from.</summary>
    public CellCurves Curves(CompareCell cell, IReadOnlyList<CurveEpoch> learning) => new()
    {
        Set = cell.Set,
        Method = cell.Method,
        Variant = cell.Variant,
        Seed = cell.Seed,
        Risk = SelectivePrediction.RiskAtCoverage(Doubt, Loss,
            [.. Enumerable.Range(1, CellCurves.Coverages).Select(i => (double)i / CellCurves.Coverages)]),
        Reliability = [.. Calibration.ReliabilityDiagram(Confidence, Score, CellCurves.Bins)
            .Select(b => b.Count == 0 ? new CurveBin(0, 0, 0) : new CurveBin(b.Confidence, b.Accuracy, (double)b.Count / Rows.Length))],
        Points = [.. Sample().Select(i => new CurvePoint(Doubt[i], Surprise[i], Score[i]))],
        Learning = learning,
    };

    // Evenly spaced over the set's order, so that every cell shows the same questions.
    private IEnumerable<int> Sample()
    {
        int count = Math.Min(CellCurves.MaximumPoints, Rows.Length);
        return Enumerable.Range(0, count).Select(i => (int)((long)i * Rows.Length / count));
    }
}
