namespace Ucam.Models;

/// <summary>Sizes of the small convolutional backbone. Each stage halves the resolution, except a first stage with stride 1.</summary>
public sealed record BackboneOptions
{
    /// <summary>Side of the square input in pixels, 32 to 448; a multiple of the total stride.</summary>
    public int InputSize { get; init; } = 128;

    /// <summary>Channels of each stage; the last is C, the channels of the feature grid.</summary>
    public IReadOnlyList<int> Channels { get; init; } = [24, 48, 64];

    /// <summary>Residual blocks (two 3×3 convolutions each) after each stage's first convolution.</summary>
    public IReadOnlyList<int> Blocks { get; init; } = [0, 0, 2];

    /// <summary>Stride of the first stage, 1 or 2; every later stage has stride 2.</summary>
    public int FirstStride { get; init; } = 2;

    /// <summary>Side of the square of cells that are averaged to one after the last stage, 1 to 16: a coarser grid makes every head faster.</summary>
    public int Pool { get; init; } = 1;

    /// <summary>Input pixels per feature cell and side.</summary>
    public int Stride => (FirstStride << (Channels.Count - 1)) * Pool;

    /// <summary>Rows and columns of the feature grid.</summary>
    public int Grid => InputSize / Stride;

    /// <summary>Checks the ranges.</summary>
    /// <exception cref="UcamException">A size is out of range; the message names it.</exception>
    public void Validate()
    {
        if (InputSize is < 32 or > 448) throw new UcamException($"backbone.input_size is {InputSize}; it must be from 32 to 448.") { Field = "input_size" };
        if (FirstStride is not (1 or 2)) throw new UcamException($"backbone.first_stride is {FirstStride}; it must be 1 or 2.") { Field = "first_stride" };
        if (Channels.Count is < 1 or > 6 || Channels.Any(c => c is < 1 or > 2048))
            throw new UcamException("backbone.channels needs 1 to 6 stages of 1 to 2048 channels.") { Field = "channels" };
        if (Blocks.Count != Channels.Count || Blocks.Any(b => b is < 0 or > 16))
            throw new UcamException($"backbone.blocks needs one number from 0 to 16 for each of the {Channels.Count} stages.") { Field = "blocks" };
        if (Pool is < 1 or > 16) throw new UcamException($"backbone.pool is {Pool}; it must be from 1 to 16.") { Field = "pool" };
        if (InputSize % Stride != 0) throw new UcamException($"backbone.input_size {InputSize} is not a multiple of the stride {Stride}.") { Field = "input_size" };
    }
}
