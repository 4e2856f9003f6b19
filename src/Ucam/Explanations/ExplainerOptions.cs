using static TorchSharp.torch;

namespace Ucam;

/// <summary>How a model is run to explain it.</summary>
public sealed record ExplainerOptions : ICrossChecked
{
    private const int MostTokens = 64;

    /// <summary>Where the explained input has its positions; null: the second dimension of four is channels, the last of three.</summary>
    public PositionLayout? InputLayout { get; init; }

    /// <summary>Rows and columns of the explained input, where its positions are one dimension; null for a square.</summary>
    public (int Rows, int Columns)? InputGrid { get; init; }

    /// <summary>Where the layer's output has its positions; null: the second dimension of four is channels, the last of three.</summary>
    public PositionLayout? LayerLayout { get; init; }

    /// <summary>Rows and columns of the layer's output, where its positions are one dimension; null for a square.</summary>
    public (int Rows, int Columns)? LayerGrid { get; init; }

    /// <summary>
    /// How many positions at the start of the layer's output, 0 to 64, are no places of the picture but tokens such as a vision
    /// transformer's class token, and are left out of its maps; the output has its positions in one dimension. The same of the rows and
    /// columns of <see cref="ModelOutput.LayerAttentions"/>.
    /// </summary>
    [From(0, MostTokens)]
    public int LayerTokens { get; init; }

    /// <summary>How many positions at the end are such tokens, 0 to 64, as registers are in some transformers.</summary>
    [From(0, MostTokens)]
    public int LayerTokensLast { get; init; }

    /// <summary>
    /// Whether the layer's output has the batch first, (B,P,C), or the sequence, (P,B,C); null: as the batch of the input tells, which is
    /// refused where both would do.
    /// </summary>
    public bool? LayerBatchFirst { get; init; }

    /// <summary>
    /// From the layer's output, as it is, to maps (B,C,rows,columns), where the settings above do not say how. It only puts numbers in
    /// another order or leaves some out, so that gradients can go the same way and values back. Layout, tokens and grid of the layer then
    /// count for <see cref="ModelOutput.LayerAttentions"/> alone.
    /// </summary>
    public Func<Tensor, Tensor>? LayerReshape { get; init; }

    /// <summary>Whether each score is a label of its own, whose probability is its sigmoid; a single score always is.</summary>
    public bool MultiLabel { get; init; }

    /// <summary>
    /// T, 1 to 1000: above 1 dropout is on, a target is the mean over T passes, and one that needs a distribution over models, such as
    /// <see cref="ExplanationTarget.Epistemic"/>, can be asked for. 1: dropout is off.
    /// </summary>
    [From(1, 1000)]
    public int Passes { get; init; } = 1;

    /// <summary>Drives dropout and the methods' own randomness: the same seed gives the same maps.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>Numbers of the explained input that run at once, ≥ 1, so that memory stays bounded; at least one copy of the batch runs.</summary>
    [AtLeast(1)]
    public long ElementsAtOnce { get; init; } = 4_000_000;

    void ICrossChecked.Check(SettingsPlace at)
    {
        foreach ((string name, (int Rows, int Columns)? grid) in new[] { (nameof(InputGrid), InputGrid), (nameof(LayerGrid), LayerGrid) })
            if (grid is { } cells && (cells.Rows < 1 || cells.Columns < 1))
                throw at.Wrong(name, $"is {cells.Rows}×{cells.Columns}, which has no cells; give at least one row and one column.");
    }
}
