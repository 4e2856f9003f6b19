using Ucam.Certainty;
using static TorchSharp.torch;

namespace Ucam;

/// <summary>
/// Gradient certainty (Patro, Lunayach and Namboodiri, "Uncertainty Class Activation Map (U-CAM) using Gradient Certainty method", IEEE
/// TIP 2020; docs/method.md §4) at any activation a of any model: mark a in the forward pass, or attach to a submodule, and call
/// <see cref="Backward"/> in place of loss.backward().
/// <para>
/// With p = −Σ_channels ∂L_u/∂a · ∂L_y/∂a at each position, over the sample's largest |p|, the mask is m = softmax over positions of p/T
/// where p > 0, else 0; a sample without p > 0 has m = 0 and is counted. What lies below the mark gets g·(1 + s·m), g = ∂L_y/∂a +
/// ∂L_u/∂a; what lies above it, and what goes around it, gets the plain gradient of L_y + L_u. No gradient flows through m. It costs
/// one more backward pass of what lies above the mark.
/// </para>
/// <para>
/// The published A-GCA is L_u = the aleatoric terms L_p + UDL + VE (<see cref="Ucam.AleatoricLoss"/>); P-GCA is the same
/// with predictive in place of aleatoric uncertainty. Both are this call; a weight on L_u is a factor on it.
/// </para>
/// </summary>
/// <remarks>
/// Choose an activation with trained layers between it and any mean over its positions: the mean gives each position the same gradient,
/// and then p is the same everywhere. Used by one thread at a time. ∂L_u/∂a is a difference of two gradients, so it is exact to the
/// rounding of the larger.
/// </remarks>
public sealed class GradientCertainty : IDisposable
{
    /// <summary>For a model whose forward pass calls <see cref="Mark"/>.</summary>
    /// <param name="options">Variant and strength.</param>
    /// <exception cref="UcamException">An option is out of range.</exception>
    public GradientCertainty(GradientCertaintyOptions? options = null)
    {
        Options = options ?? new GradientCertaintyOptions();
        Settings.Check(Options);
        _anchor = zeros([], requires_grad: true).DetachFromDisposeScope();
    }

    private readonly Tensor _anchor;
    private readonly CertaintyMeter _meter = new();
    private Action? _removeHook;
    private CertaintyStep? _step;
    private double _progress = 1;
    private bool _untrained;
    private bool _disposed;

    /// <summary>Variant and strength.</summary>
    public GradientCertaintyOptions Options { get; }

    /// <summary>Share of the training that is done, 0 to 1, for the warm-up; 1 until it is set.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is outside [0,1].</exception>
    public double Progress
    {
        get => _progress;
        set => _progress = value is >= 0 and <= 1
            ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "Progress is a share from 0 to 1.");
    }

    /// <summary>
    /// Marks the output of a submodule, by a forward hook: the model stays as it is, and the hook goes with <see cref="Detach"/> or
    /// Dispose. Hooks fire on call(), not on forward().
    /// </summary>
    /// <param name="model">Any model.</param>
    /// <param name="activation">The submodule's dotted name, as named_modules() gives it; it turns one to three tensors into one.</param>
    /// <param name="options">Variant and strength.</param>
    /// <exception cref="UcamException">There is no such submodule, it takes other arguments, or an option is out of range.</exception>
    public static GradientCertainty Attach(nn.Module model, string activation, GradientCertaintyOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(activation);
        var certainty = new GradientCertainty(options);
        try
        {
            // A copy, since the next layer of a model that we don't know may work in place.
            certainty._removeHook = ActivationHook.Register(model, activation, output => certainty.Marked(output, copies: true));
            return certainty;
        }
        catch
        {
            certainty.Dispose();
            throw;
        }
    }

    /// <summary>
    /// The same values, marked; use them in place of the activation. Without a gradient (no_grad, or nothing trained below) they are
    /// not marked. The layer above may not change them in place.
    /// </summary>
    /// <param name="activation">a: (B,P,C), or (B,C,H,W) with that layout, P ≥ 2. Float32, float64 or half precision.</param>
    /// <returns>A tensor of the same shape, which the caller disposes.</returns>
    /// <exception cref="UcamException">The activation has no positions.</exception>
    public Tensor Mark(Tensor activation)
    {
        ArgumentNullException.ThrowIfNull(activation);
        return Marked(activation, copies: false) ?? activation.alias();
    }

    /// <summary>
    /// Adds to .grad of the parameters: below the mark the combined gradient, elsewhere that of L_y + L_u. The graph is freed.
    /// </summary>
    /// <param name="lossY">L_y, the mean over the batch; a scalar that depends on the marked activation.</param>
    /// <param name="lossU">L_u, the mean over the batch, times its weight; a scalar.</param>
    /// <param name="variance">σ² ≥ 0, (B) or (B,1), used by <see cref="CertaintyCombine.ActivationWeighted"/> alone; at 1 and above it empties the
    /// mask.</param>
    /// <param name="doubt">
    /// What the mask takes for the doubt in place of L_u: a scalar that grows with it, such as the mean entropy of the answers. It makes
    /// the mask and is not minimised; it costs one more backward pass of what lies above the mark.
    /// </param>
    /// <exception cref="UcamException">
    /// A loss is not a finite scalar, does not depend on a marked activation, or was used before; a gradient is not a number; two marks
    /// are reached by one loss; the variance has another number of samples.
    /// </exception>
    public void Backward(Tensor lossY, Tensor lossU, Tensor? variance = null, Tensor? doubt = null)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        CheckLosses(lossY, lossU);
        if (doubt is not null) CheckLoss(doubt, "The doubt");
        if (!lossY.requires_grad) throw new UcamException("L_y has no gradient; compute it outside no_grad, from a model that is trained.");
        using var scope = NewDisposeScope();
        RunAll(new BackwardRoot(lossY), doubt is { requires_grad: true } ? new BackwardRoot(doubt) : null, new BackwardRoot(lossY + lossU), variance);
    }

    /// <summary>The same where the backward pass was run already down to a tensor that all paths from the mark to the losses go through.</summary>
    /// <param name="above">That tensor, with the graph below it.</param>
    /// <param name="gradients">The losses' gradients by it, of its shape.</param>
    /// <param name="variance">As in <see cref="Backward"/>.</param>
    internal void BackwardFrom(Tensor above, SplitGradients gradients, Tensor? variance)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        if (!above.requires_grad) throw NotReached();
        using var scope = NewDisposeScope();
        RunAll(new BackwardRoot(above, gradients.Y), gradients.Doubt is { } doubt
            ? new BackwardRoot(above, doubt) : null, new BackwardRoot(above, gradients.Y + gradients.U), variance);
    }

    private void RunAll(BackwardRoot ofY, BackwardRoot? ofDoubt, BackwardRoot ofBoth, Tensor? variance)
    {
        using var step = new CertaintyStep(Options, Options.ScaleAt(Progress), variance?.detach(), _meter);
        _step = step;
        try
        {
            ofY.Run(towards: [_anchor]);
            step.ThrowIfFailed();
            if (!step.Recorded) throw NotReached();
            if (ofDoubt is not null)
            {
                step.ExpectDoubt();
                ofDoubt.Run(towards: [_anchor]);
                step.ThrowIfFailed();
            }
            step.StartCombining();
            ofBoth.Run(towards: null);
            step.ThrowIfFailed();
        }
        finally
        {
            _step = null;
        }
    }

    /// <summary>What the last <see cref="Backward"/> did.</summary>
    /// <exception cref="InvalidOperationException">There was none.</exception>
    public CertaintyStatistics StepStatistics() => _meter.Step();

    /// <summary>What every <see cref="Backward"/> since the last reading did, each sample counting once; starts a new epoch.</summary>
    /// <exception cref="InvalidOperationException">There was none.</exception>
    public CertaintyStatistics TakeEpochStatistics() => _meter.TakeEpoch();

    /// <summary>Removes the hook; without one it does nothing.</summary>
    public void Detach()
    {
        _removeHook?.Invoke();
        _removeHook = null;
    }

    /// <summary>Removes the hook and frees what is held.</summary>
    public void Dispose()
    {
        if (_disposed) return;
        _disposed = true;
        Detach();
        _anchor.Dispose();
        _meter.Dispose();
    }

    private Tensor? Marked(Tensor activation, bool copies)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        Positions.Check(activation, Options.Layout);
        if (!is_grad_enabled()) return null;
        _untrained = !activation.requires_grad;
        return _untrained
            ? null : CertaintyMark.Through(activation, _anchor,
            new MarkedActivation(Receive, copies, Options.Combine == CertaintyCombine.ActivationWeighted));
    }

    private Tensor Receive(MarkedActivation mark, autograd.AutogradContext context, Tensor gradient) =>
        _step?.Receive(mark, context, gradient) ?? gradient;

    private UcamException NotReached() => new(_untrained
        ? "The marked activation needs no gradient, as nothing below it is trained; mark one above a trained layer."
        : "L_y does not depend on a marked activation; pass one through Mark, or attach to a submodule "
            + "that the model runs by call(), in the forward pass of this loss.");

    /// <summary>Checks both losses.</summary>
    /// <exception cref="UcamException">One is not a finite scalar.</exception>
    internal static void CheckLosses(Tensor lossY, Tensor lossU)
    {
        CheckLoss(lossY, "L_y");
        CheckLoss(lossU, "L_u");
    }

    private static void CheckLoss(Tensor loss, string name)
    {
        ArgumentNullException.ThrowIfNull(loss);
        if (loss.numel() != 1) throw new UcamException($"{name} has shape [{string.Join(',', loss.shape)}]; take its mean over the batch first.");
        double value = (double)loss;
        if (!double.IsFinite(value))
            throw new NotFiniteException(name, "",
                $"{name} is {value}; nothing can be learned from it: lower the learning rate or look for a division by zero.");
    }
}
