namespace Ucam.Vqa.Models.Backbones;

/// <summary>Sizes of the small convolutional backbone. Each stage halves the resolution, except a first stage with stride 1.</summary>
internal sealed record BackboneOptions : ICrossChecked
{
    private const int WidestOwn = 2048;

    /// <summary>Side of the square input in pixels, 32 to 448; a multiple of the total stride.</summary>
    [From(32, 448)]
    public int InputSize { get; init; } = 128;

    /// <summary>Channels of each stage; the last is C, the channels of the feature grid.</summary>
    [Count(1, 6), From(1, 65_536)]
    public IReadOnlyList<int> Channels { get; init; } = [24, 48, 64];

    /// <summary>Residual blocks (two 3×3 convolutions each) after each stage's first convolution.</summary>
    [From(0, 16)]
    public IReadOnlyList<int> Blocks { get; init; } = [0, 0, 2];

    /// <summary>Stride of the first stage, 1 or 2; every later stage has stride 2.</summary>
    [From(1, 2)]
    public int FirstStride { get; init; } = 2;

    /// <summary>Side of the square of cells that are averaged to one after the last stage, 1 to 16: a coarser grid makes every head faster.</summary>
    [From(1, 16)]
    public int Pool { get; init; } = 1;

    /// <summary>What makes the features, where the model holds no backbone and looks at features from elsewhere; null where it has its own.</summary>
    public string? External { get; init; }

    /// <summary>Input pixels per feature cell and side.</summary>
    public int Stride => (FirstStride << (Channels.Count - 1)) * Pool;

    /// <summary>Rows and columns of the feature grid.</summary>
    public int Grid => InputSize / Stride;

    /// <summary>No backbone: grid×grid features that <paramref name="maker"/> makes. The other sizes only spell the grid.</summary>
    internal static BackboneOptions Elsewhere(string maker, int grid, int channels)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(maker);
        if (grid is < 1 or > 448) throw new UcamException($"grid is {grid}; it must be from 1 to 448.") { Field = nameof(grid) };
        if (channels is < 1 or > 65_536)
            throw new UcamException($"channels is {channels}; it must be from 1 to 65,536.") { Field = nameof(channels) };
        int stride = Enumerable.Range(1, 32).Last(s => s * grid <= 448 && (s % 2 == 0 || s <= 16));
        bool even = stride % 2 == 0;
        return new BackboneOptions
        {
            External = maker,
            InputSize = stride * grid,
            Channels = [channels],
            Blocks = [0],
            FirstStride = even
            ? 2 : 1,
            Pool = even ? stride / 2 : stride
        };
    }

    void ICrossChecked.Check(SettingsPlace at)
    {
        if (External is null && Channels.Any(channels => channels > WidestOwn))
            throw at.Wrong(nameof(Channels), $"has a stage of {Channels.Max()}; a stage has at most {WidestOwn} channels.");
        if (Blocks.Count != Channels.Count)
            throw at.Wrong(nameof(Blocks), $"needs one number for each of the {Channels.Count} stages.");
        if (InputSize % Stride != 0) throw at.Wrong(nameof(InputSize), $"is {InputSize}, which is not a multiple of the stride {Stride}.");
    }
}
