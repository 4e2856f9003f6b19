using static TorchSharp.torch;

namespace Ucam.Uncertainty.Losses;

/// <summary>
/// Sums over the distorted passes of their losses and gradients, block by block. With p = softmax(ŷ_t), w = Σ_k n_k and
/// CE(ŷ_t) = w·lse(ŷ_t) − Σ_k n_k ŷ_tk: ∂CE/∂y = w·p − n and ∂CE/∂σ = w·Σ_k p_k z_k − Σ_k n_k z_k.
/// </summary>
internal abstract class DistortedSums
{
    private readonly int _samples;

    protected DistortedSums(Tensor logits, Tensor deviation, Tensor clean, Distortion distortion)
    {
        (Logits, Deviation, Clean) = (logits.detach().contiguous(), deviation.detach().contiguous(), clean.detach().contiguous());
        Target = distortion.Target.contiguous();
        Total = Target.sum(1);
        Matched = (Target * Logits).sum(1);
        Distorted = zeros_like(Clean);
        Undistorted = zeros_like(Clean);
        BatchMean = distortion.Options.Reduction == UndistortedReduction.BatchMean;
        _samples = distortion.Options.Samples;
        if (!distortion.Gradient) return;
        (long batch, long classes) = (Logits.shape[0], Logits.shape[1]);
        Weights = zeros([2, batch], dtype: Logits.dtype, device: Logits.device);
        Probabilities = zeros([batch, 2, classes], dtype: Logits.dtype, device: Logits.device);
        Slopes = zeros_like(Weights);
    }

    /// <summary>The way that suits the logits' device and precision.</summary>
    public static DistortedSums Create(Tensor logits, Tensor deviation, Tensor clean, Distortion distortion) => logits.dtype switch
    {
        ScalarType.Float32 when logits.device_type == TorchSharp.DeviceType.CPU => new DistortedRows<float>(logits, deviation, clean, distortion),
        ScalarType.Float64 when logits.device_type == TorchSharp.DeviceType.CPU => new DistortedRows<double>(logits, deviation, clean, distortion),
        _ => new DistortedBlocks(logits, deviation, clean, distortion),
    };

    /// <summary>y (B,K).</summary>
    protected Tensor Logits { get; }

    /// <summary>σ (B,1).</summary>
    protected Tensor Deviation { get; }

    /// <summary>L_y (B).</summary>
    protected Tensor Clean { get; }

    /// <summary>n (B,K).</summary>
    protected Tensor Target { get; }

    /// <summary>w (B).</summary>
    protected Tensor Total { get; }

    /// <summary>Σ_k n_k y_k (B).</summary>
    protected Tensor Matched { get; }

    /// <summary>Sum of CE(ŷ_t), (B).</summary>
    protected Tensor Distorted { get; }

    /// <summary>Sum of −ELU(L_y − CE(ŷ_t)), (B).</summary>
    protected Tensor Undistorted { get; }

    /// <summary>For both losses, the sum of the weights that their slope gives each pass, (2,B); null without gradients.</summary>
    protected Tensor? Weights { get; }

    /// <summary>The weighted sums of w·p, (B,2,K).</summary>
    protected Tensor? Probabilities { get; }

    /// <summary>The weighted sums of ∂CE/∂σ, (2,B).</summary>
    protected Tensor? Slopes { get; }

    /// <summary>Whether UDL compares batches.</summary>
    protected bool BatchMean { get; }

    /// <summary>Adds a block of noise z (n,B,K), which is overwritten.</summary>
    /// <param name="noise">z.</param>
    /// <param name="beside">Other work, such as drawing the next block: done while this goes on where more threads than one do it, else not at
    /// all.</param>
    public abstract void Add(Tensor noise, Action? beside = null);

    /// <summary>The mean losses, (2,B).</summary>
    public Tensor Values() => stack([Distorted, Undistorted]) / _samples;

    /// <summary>Their gradients by the logits (B,2,K) and by σ (2,B), and the second's by L_y (B).</summary>
    public Tensor[] Gradients()
    {
        double batch = BatchMean ? Clean.shape[0] : 1;
        Tensor scale = tensor(new[] { 1.0 / _samples, 1 / (_samples * batch) }, dtype: Logits.dtype, device: Logits.device).unsqueeze(1);
        Tensor weights = Weights! * scale;
        Tensor logits = Probabilities! * scale - weights.t().unsqueeze(2) * Target.unsqueeze(1);
        return [logits, Slopes! * scale, -weights[1]];
    }
}
