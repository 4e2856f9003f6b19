namespace Ucam.Vqa;

/// <summary>What a head takes and gives.</summary>
/// <param name="Channels">C, image channels.</param>
/// <param name="Rows">Rows of the grid.</param>
/// <param name="Columns">Columns of the grid.</param>
/// <param name="Words">Size of the question vocabulary, padding and unknown included.</param>
/// <param name="Answers">K.</param>
public readonly record struct HeadShape(int Channels, int Rows, int Columns, int Words, int Answers)
{
    /// <summary>P, the positions of the grid.</summary>
    public int Positions => Rows * Columns;

    /// <summary>C', channels of a position with x and y where the options append them.</summary>
    internal int Width(HeadOptions options) => Channels + (options.Positions ? 2 : 0);
}
