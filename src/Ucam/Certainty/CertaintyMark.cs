using static TorchSharp.torch;

namespace Ucam.Certainty;

/// <summary>What one mark keeps for its backward pass.</summary>
internal sealed class MarkedActivation(Func<MarkedActivation, autograd.AutogradContext, Tensor, Tensor> receive, bool copies, bool keepsValues)
{
    private Tensor? _passed;

    /// <summary>Whether the marked tensor is a copy, which the layers above may change in place.</summary>
    public bool Copies => copies;

    /// <summary>Whether the mask needs the activation itself.</summary>
    public bool KeepsValues => keepsValues;

    /// <summary>Whether a mask was already made here.</summary>
    public bool Spent { get; set; }

    /// <summary>The gradient to pass on for the one that arrived. libtorch copies it after the call, so its handle is kept alive.</summary>
    public Tensor Receive(autograd.AutogradContext context, Tensor gradient) => _passed = receive(this, context, gradient);
}

/// <summary>
/// The identity, whose backward pass hands the gradient to a <see cref="MarkedActivation"/>. A second input, the anchor, is a leaf
/// that nothing else uses: a backward pass towards it runs what lies above the mark and no more.
/// </summary>
internal sealed class CertaintyMark : autograd.SingleTensorFunction<CertaintyMark>
{
    private const string Key = "mark";

    public override string Name => nameof(CertaintyMark);

    /// <summary>The activation, marked.</summary>
    public static Tensor Through(Tensor activation, Tensor anchor, MarkedActivation mark) => apply(activation, anchor, mark);

    public override Tensor forward(autograd.AutogradContext ctx, params object[] vars)
    {
        var (activation, mark) = ((Tensor)vars[0], (MarkedActivation)vars[2]);
        ctx.save_data(Key, mark);
        if (mark.KeepsValues) ctx.save_for_backward([activation]);
        return mark.Copies ? activation.clone() : activation;
    }

    public override List<Tensor> backward(autograd.AutogradContext ctx, Tensor grad_output) =>
        [((MarkedActivation)ctx.get_data(Key)).Receive(ctx, grad_output), null!, null!];
}
