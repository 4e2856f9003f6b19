namespace Ucam.Vqa.Models.Backbones;

/// <summary>The published depths of residual networks (He et al., CVPR 2016).</summary>
internal enum ResNetDepth
{
    /// <summary>Two basic blocks a stage; 11,689,512 parameters with 1,000 classes.</summary>
    ResNet18 = 18,

    /// <summary>Basic blocks, 3-4-6-3; 21,797,672 parameters.</summary>
    ResNet34 = 34,

    /// <summary>Bottlenecks, 3-4-6-3; 25,557,032 parameters.</summary>
    ResNet50 = 50,

    /// <summary>Bottlenecks, 3-4-23-3; 44,549,160 parameters.</summary>
    ResNet101 = 101,

    /// <summary>Bottlenecks, 3-8-36-3; 60,192,808 parameters.</summary>
    ResNet152 = 152,
}

/// <summary>What follows from a depth.</summary>
/// <param name="Blocks">Blocks of each of the four stages.</param>
/// <param name="Expansion">Channels of a block's output over its width: 1 for basic blocks, 4 for bottlenecks.</param>
internal sealed record ResNetShape(int[] Blocks, int Expansion)
{
    public static ResNetShape Of(ResNetDepth depth) => depth switch
    {
        ResNetDepth.ResNet18 => new([2, 2, 2, 2], 1),
        ResNetDepth.ResNet34 => new([3, 4, 6, 3], 1),
        ResNetDepth.ResNet50 => new([3, 4, 6, 3], 4),
        ResNetDepth.ResNet101 => new([3, 4, 23, 3], 4),
        ResNetDepth.ResNet152 => new([3, 8, 36, 3], 4),
        _ => throw new UcamException($"There is no ResNet of depth {(int)depth}; give 18, 34, 50, 101 or 152.") { Field = nameof(depth) },
    };
}
