using System.Runtime.ExceptionServices;
using static TorchSharp.torch;

namespace Ucam.Certainty;

/// <summary>
/// One backward pass: first it records ∂L_y/∂a at the mark (and that of a doubt other than L_u), then it combines that with the total gradient.
/// </summary>
internal sealed class CertaintyStep(GradientCertaintyOptions options, double scale, Tensor? variance, CertaintyMeter meter) : IDisposable
{
    private const string TwoMarks =
        "Two marked activations are reached by one loss; one mark a forward pass: mark one activation, which the pass computes once.";

    private readonly List<Tensor> _held = [];
    private MarkedActivation? _mark;
    private Tensor? _gradientY;
    private Tensor? _gradientOfDoubt;
    private bool _expectsDoubt;
    private bool _combining;
    private ExceptionDispatchInfo? _failure;

    /// <summary>Whether ∂L_y reached a mark.</summary>
    public bool Recorded => _mark is not null;

    /// <summary>The next gradient is that of a doubt other than L_u.</summary>
    public void ExpectDoubt() => _expectsDoubt = true;

    /// <summary>The next gradients are those of L_y + L_u.</summary>
    public void StartCombining() => _combining = true;

    /// <summary>Throws what went wrong during the backward pass.</summary>
    public void ThrowIfFailed() => _failure?.Throw();

    /// <summary>The gradient to pass on below the mark; called from within libtorch, whose frames an exception may not cross.</summary>
    public Tensor Receive(MarkedActivation mark, autograd.AutogradContext context, Tensor gradient)
    {
        Hold(gradient);
        try
        {
            using var scope = NewDisposeScope();
            if (_combining) return Hold(Combine(mark, context, gradient));
            if (_expectsDoubt) RecordDoubt(mark, gradient);
            else Record(mark, gradient);
        }
        catch (Exception exception)
        {
            _failure ??= ExceptionDispatchInfo.Capture(exception);
        }
        return gradient;
    }

    public void Dispose()
    {
        foreach (Tensor tensor in _held) tensor.Dispose();
    }

    private void Record(MarkedActivation mark, Tensor gradient)
    {
        if (_mark is not null) throw new UcamException(TwoMarks);
        if (mark.Spent) throw new UcamException("Backward was called twice on one forward pass; run the forward pass again before the second.");
        (_mark, _gradientY) = (mark, gradient);
        CheckVariance(gradient.shape[0]);
        CheckFinite(Positions.Flatten(gradient, options.Layout), "L_y", "");
    }

    private void RecordDoubt(MarkedActivation mark, Tensor gradient)
    {
        if (mark != _mark || _gradientOfDoubt is not null) throw new UcamException(TwoMarks);
        _gradientOfDoubt = gradient;
        CheckFinite(Positions.Flatten(gradient, options.Layout), "the doubt", "");
    }

    private Tensor Combine(MarkedActivation mark, autograd.AutogradContext context, Tensor total)
    {
        if (mark != _mark) throw new UcamException(TwoMarks);
        mark.Spent = true;
        Tensor all = Positions.Flatten(total, options.Layout), y = Positions.Flatten(_gradientY!, options.Layout), u = all - y;
        CheckFinite(u, "L_y + L_u", "; clear the gradients before the next step");
        Tensor? activation = mark.KeepsValues ? Positions.Flatten(context.get_saved_variables()[0].detach(), options.Layout) : null;
        GradientPair gradients = _gradientOfDoubt is { } doubt
            ? GradientPair.Of(y, Positions.Flatten(doubt, options.Layout), 0) : GradientPair.Of(y, u, 4 * Epsilon(total.dtype));
        var mask = CertaintyMask.Of(gradients, activation, options);
        meter.Add(gradients, mask);
        return Positions.RestoreLike(Pass(options.Target == CertaintyTarget.Total ? all : y, mask.Values), total, options.Layout);
    }

    private Tensor Pass(Tensor gradient, Tensor mask)
    {
        if (options.Combine == CertaintyCombine.Additive) return gradient + mask * (scale / gradient.shape[0]);
        if (options.Combine == CertaintyCombine.ActivationWeighted && variance is not null)
            mask = (mask * (1 - variance.to(mask.dtype).reshape(-1, 1, 1))).clamp(0, 1);
        return gradient * (1 + mask * (scale * mask.shape[1]));
    }

    private static double Epsilon(ScalarType type) => type switch
    {
        ScalarType.Float64 => 2.2e-16,
        ScalarType.Float32 => 1.2e-7,
        ScalarType.Float16 => 9.8e-4,
        _ => 7.8e-3,
    };

    private void CheckVariance(long batch)
    {
        if (variance is not null && variance.numel() != batch)
            throw new UcamException($"The variance has {variance.numel()} values for {batch} samples; give one a sample, (B) or (B,1).")
            { Field = nameof(variance) };
    }

    private static void CheckFinite(Tensor gradient, string of, string then)
    {
        if (!GradientPair.Largest(gradient).isfinite().all().cpu().item<bool>())
            throw new NotFiniteException($"a gradient of {of} at the marked activation", "",
                $"The gradient of {of} at the marked activation holds a value that is not a number; lower the learning rate or "
                + $"look for a division by zero above the mark{then}.");
    }

    private Tensor Hold(Tensor tensor)
    {
        _held.Add(tensor.DetachFromDisposeScope());
        return tensor;
    }
}
