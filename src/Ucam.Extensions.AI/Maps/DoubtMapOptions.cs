namespace Ucam.Extensions.AI;

/// <summary>How a map is made of calls.</summary>
public enum DoubtMapKind
{
    /// <summary>How much the answer falls when a window is covered (Zeiler and Fergus 2014).</summary>
    Occlusion,

    /// <summary>Where pictures with random cells covered kept the answer (RISE: Petsiuk, Das and Saenko 2018).</summary>
    Rise,
}

/// <summary>A map of where in the picture an answer hangs, made of answers to pictures with covered cells, at the temperature 0.</summary>
public sealed record DoubtMapOptions : ICrossChecked
{
    /// <summary>How it is made.</summary>
    public DoubtMapKind Kind { get; init; } = DoubtMapKind.Occlusion;

    /// <summary>Cells along each side of the picture, 2 to 64.</summary>
    [From(2, 64)]
    public int Cells { get; init; } = 7;

    /// <summary>
    /// Whether superpixels are covered in place of squares: at most <see cref="Cells"/>² parts that are alike in colour and follow the picture's
    /// edges (SLIC: Achanta et al. 2012), so that the map does too. Occlusion then covers one part at a time, and the map is that of the picture
    /// at no more than 128 pixels a side.
    /// </summary>
    public bool Superpixels { get; init; }

    /// <summary>Cells along each side of a covered window, for occlusion by squares: 1 to <see cref="Cells"/> less 1.</summary>
    [AtLeast(1)]
    public int Window { get; init; } = 2;

    /// <summary>
    /// The most calls, 1 to 100,000. Occlusion needs one a window, (<see cref="Cells"/> − <see cref="Window"/> + 1)², or one a superpixel; with
    /// fewer it leaves some out, spread over the picture.
    /// </summary>
    [From(1, 100_000)]
    public int MostCalls { get; init; } = 49;

    /// <summary>Share of the cells or superpixels that stay, for RISE, above 0 and below 1.</summary>
    [Above(0, Below = 1)]
    public double Keep { get; init; } = 0.5;

    /// <summary>Grey level of what is covered.</summary>
    public byte Fill { get; init; } = 128;

    /// <summary>The calls that it takes, at most.</summary>
    public int Calls => Kind == DoubtMapKind.Rise ? MostCalls
        : Math.Min(MostCalls, Superpixels ? Cells * Cells : (Cells - Window + 1) * (Cells - Window + 1));

    void ICrossChecked.Check(SettingsPlace at)
    {
        if (!Superpixels && Window >= Cells) throw at.Wrong(nameof(Window), $"is {Window}; it must be below Cells, {Cells}.");
    }
}
