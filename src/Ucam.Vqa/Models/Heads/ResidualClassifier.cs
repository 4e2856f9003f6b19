using TorchSharp.Modules;
using Ucam.Numbers;
using Ucam.Vqa.Models.Backbones;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Ucam.Vqa.Models.Heads;

/// <summary>
/// The last stage and the classifier of a small residual network (He, Zhang, Ren and Sun, "Deep Residual Learning for Image
/// Recognition", CVPR 2016, §4.2), on the grid of a <see cref="Backbone"/>: a 3×3 convolution of stride 2, residual blocks, the mean
/// over positions, dropout and a linear layer. As in Backbone, and unlike there, the stride's convolution has no shortcut.
/// (B,P,C) → logits (B,K).
/// </summary>
internal sealed class ResidualClassifier : Module<Tensor, Tensor>
{
    private readonly Sequential _stage, _classifier;
    private readonly int _side;

    /// <summary>Creates untrained weights from the global random state.</summary>
    /// <param name="side">Rows and columns of the grid.</param>
    /// <param name="from">C of the grid.</param>
    /// <param name="channels">Channels of the stage, D.</param>
    /// <param name="blocks">Residual blocks of the stage.</param>
    /// <param name="classes">K.</param>
    /// <param name="dropout">Rate of the dropout before the linear layer, in [0,1).</param>
    public ResidualClassifier(int side, int from, int channels, int blocks, int classes, double dropout) : base(nameof(ResidualClassifier))
    {
        (_side, Dropout) = (side, dropout);
        var stage = new List<(string, Module<Tensor, Tensor>)> { ("reduce", ConvolutionUnit.Create(from, channels, 2)) };
        for (int b = 0; b < blocks; b++) stage.Add(($"block{b}", new ResidualBlock(channels)));
        _stage = Sequential(stage);
        // The mask of training has a generator of its own; the part is for what switches dropout on in a trained network.
        _classifier = Sequential(("dropout", nn.Dropout(dropout)), ("linear", Linear(channels, classes)));
        RegisterComponents();
    }

    /// <summary>Rate of the dropout.</summary>
    public double Dropout { get; }

    /// <summary>Dropout and linear layer: pooled vector (B,D) → logits (B,K).</summary>
    public Module<Tensor, Tensor> Classifier => _classifier;

    /// <summary>The linear layer.</summary>
    public Linear Last => (Linear)_classifier[1];

    /// <summary>
    /// The output of the stage's first convolution at each position, (B,P,C) → (B,P',D), non-negative: what gradient certainty marks. Not
    /// the stage's own output, whose positions all get one gradient from the mean: a mask can tell none of them from another.
    /// </summary>
    public Tensor Reduce(Tensor features)
    {
        using var scope = NewDisposeScope();
        return ByPosition(_stage[0].call(ByChannel(features, _side))).MoveToOuterDisposeScope();
    }

    /// <summary>The stage's residual blocks, (B,P',D) → (B,P',D), non-negative.</summary>
    public Tensor Refine(Tensor reduced)
    {
        using var scope = NewDisposeScope();
        Tensor grid = ByChannel(reduced, (_side + 1) / 2);
        for (int b = 1; b < _stage.Count; b++) grid = _stage[b].call(grid);
        return ByPosition(grid).MoveToOuterDisposeScope();
    }

    /// <summary>The stage's output at each position, (B,P,C) → (B,P',D).</summary>
    public Tensor Look(Tensor features)
    {
        using var scope = NewDisposeScope();
        return Refine(Reduce(features)).MoveToOuterDisposeScope();
    }

    /// <summary>The mean over positions, (B,P',D) → (B,D).</summary>
    public static Tensor Pool(Tensor activation) => activation.mean([1]);

    /// <summary>Logits (B,K) of a pooled vector (B,D), with dropout where its randomness is given.</summary>
    public Tensor Classify(Tensor pooled, Generator? dropout = null)
    {
        using var scope = NewDisposeScope();
        return Last.call(SeededDropout.Apply(pooled, Dropout, dropout)).MoveToOuterDisposeScope();
    }

    /// <inheritdoc/>
    /// <remarks>Without dropout.</remarks>
    public override Tensor forward(Tensor features)
    {
        using var scope = NewDisposeScope();
        return Classify(Pool(Look(features))).MoveToOuterDisposeScope();
    }

    /// <summary>(B,P,C) → (B,C,H,W), with channels together in memory, which makes the convolutions faster on a CPU.</summary>
    private static Tensor ByChannel(Tensor x, int side) => x.reshape(x.shape[0], side, side, -1).permute(0, 3, 1, 2);

    private static Tensor ByPosition(Tensor grid) => grid.flatten(2).transpose(1, 2);
}
