using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Ucam.Tests.Certainty;

/// <summary>
/// A small attention model: a = tanh(x W) is what gets marked; attention, classifier and variance head lie above it, the question's
/// vector goes around it. Tensors live in the caller's dispose scope.
/// </summary>
internal sealed class Toy
{
    public const int Batch = 3, Positions = 4, Inputs = 5, Channels = 3, Answers = 4;

    private readonly Tensor _x, _question, _target, _noise;

    public Toy(ScalarType type = ScalarType.Float64, PositionLayout layout = PositionLayout.PositionsThenChannels)
    {
        Layout = layout;
        Tensor Numbers(int seed, params long[] shape) => Tensors.Normal(seed, shape).to(type);
        (_x, _question) = (Numbers(1, Batch, Positions, Inputs), Numbers(2, Batch, 2));
        (_target, _noise) = (Numbers(3, Batch, Answers).softmax(1), Numbers(4, 6, Batch, Answers));
        Below = Probe.Leaf(Numbers(5, Inputs, Channels));
        Around = Probe.Leaf(Numbers(6, 2, 3));
        Above = [Probe.Leaf(Numbers(7, Channels, 1)), Probe.Leaf(Numbers(8, Channels + 3, Answers)), Probe.Leaf(Numbers(9, Answers, 1))];
    }

    public PositionLayout Layout { get; }

    /// <summary>W, the one parameter below the mark.</summary>
    public Tensor Below { get; }

    /// <summary>The question's parameter, which no path leads to through the mark.</summary>
    public Tensor Around { get; }

    /// <summary>Attention, classifier, variance head.</summary>
    public Tensor[] Above { get; }

    public IEnumerable<Tensor> Elsewhere => [Around, .. Above];

    /// <summary>a: (B,P,C), or (B,C,2,2).</summary>
    public Tensor Activation()
    {
        Tensor a = _x.matmul(Below).tanh();
        return Layout == PositionLayout.PositionsThenChannels ? a : a.transpose(1, 2).reshape(Batch, Channels, 2, 2);
    }

    /// <summary>L_y, L_u and σ² (B,1) of an activation.</summary>
    public (Tensor LossY, Tensor LossU, Tensor Variance) Head(Tensor activation)
    {
        Tensor a = Layout == PositionLayout.PositionsThenChannels ? activation : activation.flatten(2).transpose(1, 2);
        Tensor pooled = (a.matmul(Above[0]).softmax(1) * a).sum(1);
        Tensor logits = cat([pooled, _question.matmul(Around).tanh()], 1).matmul(Above[1]);
        Tensor variance = functional.softplus(logits.matmul(Above[2]));
        Tensor distorted = logits + variance.sqrt() * _noise;
        return (CrossEntropy(logits), CrossEntropy(distorted) + variance.exp().sub(1).mean(), variance);
    }

    /// <summary>Trains one step's worth of gradients through a mark.</summary>
    public void Backward(GradientCertainty certainty)
    {
        (Tensor lossY, Tensor lossU, Tensor variance) = Head(certainty.Mark(Activation()));
        certainty.Backward(lossY, lossU, variance);
    }

    /// <summary>The same with a doubt of its own for the mask.</summary>
    public void BackwardWithDoubt(GradientCertainty certainty)
    {
        Tensor activation = certainty.Mark(Activation());
        (Tensor lossY, Tensor lossU, Tensor variance) = Head(activation);
        certainty.Backward(lossY, lossU, variance, Doubt(activation));
    }

    /// <summary>A smooth scalar of the activation.</summary>
    public static Tensor Doubt(Tensor activation) => (activation.sum(-1).pow(2) * 0.5 + activation.sin().sum(-1)).mean();

    private Tensor CrossEntropy(Tensor logits) => functional.log_softmax(logits, -1).mul(_target).sum(-1).mean().neg();
}
