using Ucam.Certainty.Signals;

namespace Ucam.Studies.Trusting;

/// <summary>What a classifier said of inputs, in plain numbers: a row an input.</summary>
/// <param name="Probabilities">p̄, one row of K a input.</param>
/// <param name="Predictive">H[p̄], nats.</param>
/// <param name="Expected">Mean entropy of the passes, nats.</param>
/// <param name="Signals">The certainty signals.</param>
internal sealed record AnswerRows(double[][] Probabilities, double[] Predictive, double[] Expected, SignalTable Signals)
{
    /// <summary>The right class of each; empty where there is none.</summary>
    public int[] Labels { get; init; } = [];

    /// <summary>Number of inputs.</summary>
    public int Count => Probabilities.Length;

    /// <summary>The class that is put first, of each.</summary>
    public int[] Answers => [.. Probabilities.Select(row => Array.IndexOf(row, row.Max()))];

    /// <summary>1 for right, 0 for wrong, of each.</summary>
    public double[] Right => [.. Answers.Zip(Labels, (answer, label) => answer == label ? 1.0 : 0.0)];

    /// <summary>Some of the rows, in the order given.</summary>
    public AnswerRows At(int[] rows) => new([.. rows.Select(i => Probabilities[i])], [.. rows.Select(i => Predictive[i])],
        [.. rows.Select(i => Expected[i])], Signals.At(rows))
    { Labels = Labels.Length == 0 ? [] : [.. rows.Select(i => Labels[i])] };

    /// <summary>The rows of batches, one after the other.</summary>
    public static AnswerRows Join(IReadOnlyList<AnswerRows> batches) => new([.. batches.SelectMany(batch => batch.Probabilities)],
        [.. batches.SelectMany(batch => batch.Predictive)], [.. batches.SelectMany(batch => batch.Expected)],
        SignalTable.Join([.. batches.Select(batch => batch.Signals)]))
    { Labels = [.. batches.SelectMany(batch => batch.Labels)] };
}
