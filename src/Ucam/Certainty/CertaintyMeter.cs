using static TorchSharp.torch;

namespace Ucam.Certainty;

/// <summary>Sums of a step and of an epoch, kept as tensors so that nothing waits for the device until they are read.</summary>
internal sealed class CertaintyMeter : IDisposable
{
    private Tensor? _step, _epoch;
    private long _stepSamples, _epochSamples;

    /// <summary>Adds the gradients and the mask of a step.</summary>
    public void Add(GradientPair gradients, CertaintyMask mask)
    {
        using var scope = NewDisposeScope();
        _step?.Dispose();
        _step = Sums(gradients, mask).DetachFromDisposeScope();
        _stepSamples = gradients.Y.shape[0];
        _epochSamples += _stepSamples;
        if (_epoch is null) _epoch = _step.clone().DetachFromDisposeScope();
        else _epoch.add_(_step);
    }

    /// <summary>The last step.</summary>
    public CertaintyStatistics Step() => Read(_step, _stepSamples);

    /// <summary>All steps since the last reading; starts anew.</summary>
    public CertaintyStatistics TakeEpoch()
    {
        CertaintyStatistics read = Read(_epoch, _epochSamples);
        _epoch?.Dispose();
        (_epoch, _epochSamples) = (null, 0);
        return read;
    }

    private static Tensor Sums(GradientPair gradients, CertaintyMask mask)
    {
        Tensor some = mask.Positive.any(1), m = mask.Values, entropy = 0 - m.xlogy(m).sum();
        Tensor lengthY = Length(gradients.Y), lengthU = Length(gradients.U), both = lengthY * lengthU;
        Tensor dot = (gradients.Y * gradients.U).sum([1, 2], keepdim: true);
        Tensor[] sums =
        [
            some.any(1).logical_not().sum(),
            some.sum(),
            entropy,
            entropy / Math.Log(m.shape[1]),
            (dot / both.clamp_min(GradientPair.Smallest)).sum(),
            both.gt(0).sum(),
            (lengthU * gradients.LargestU).sum(),
            (lengthY * gradients.LargestY).sum(),
            mask.Positive.to(m.dtype).mean([1, 2]).sum(),
        ];
        return stack(sums.Select(sum => sum.to(m.dtype)));
    }

    private static Tensor Length(Tensor x) => x.square().sum([1, 2], keepdim: true).sqrt();

    private static CertaintyStatistics Read(Tensor? sums, long samples)
    {
        if (sums is null) throw new InvalidOperationException("No step was taken yet.");
        using var scope = NewDisposeScope();
        double[] s = sums.to(CPU).to(ScalarType.Float64).data<double>().ToArray();
        return new CertaintyStatistics(samples, s[0] / samples, s[2] / s[1], s[3] / s[1], s[4] / s[5], s[6] / s[7], s[8] / samples);
    }

    public void Dispose()
    {
        _step?.Dispose();
        _epoch?.Dispose();
    }
}
