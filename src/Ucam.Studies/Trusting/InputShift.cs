using Ucam.Explanations.Running;
using static TorchSharp.torch;

namespace Ucam.Studies.Trusting;

/// <summary>A worse version of inputs, to which their classes still apply.</summary>
/// <param name="Name">Short name, for the table.</param>
/// <param name="Title">What is done to them.</param>
/// <param name="Of">From inputs, batch first, and randomness to theirs; a tensor that the caller disposes.</param>
internal sealed record InputShift(string Name, string Title, Func<Tensor, Generator, Tensor> Of)
{
    // A kernel so many deviations wide leaves next to nothing out.
    private const int Reach = 3;

    /// <summary>The shifts that inputs can be given: none of whole numbers, noise alone of what is no picture (B,C,H,W).</summary>
    /// <param name="inputs">A batch of usual inputs, whose spread is the unit of the noise.</param>
    public static IReadOnlyList<InputShift> For(Tensor inputs)
    {
        if (!inputs.is_floating_point()) return [];
        using var scope = NewDisposeScope();
        double deviation = inputs.numel() > 1 ? inputs.std().to(ScalarType.Float64).item<double>() : 0;
        InputShift[] noise = [Noise(1, 0.5, deviation), Noise(2, 1, deviation)];
        return inputs.dim() == 4 ? [.. noise, Blur(1, 64), Blur(2, 32), Fade(1, 0.4), Fade(2, 0.2)] : noise;
    }

    private static InputShift Noise(int level, double share, double deviation) =>
        new($"noise-{level}", FormattableString.Invariant($"noise of {share:0.#} of the inputs' deviation"), (inputs, random) =>
        {
            using var scope = NewDisposeScope();
            Tensor drawn = randn(inputs.shape, dtype: ScalarType.Float32, generator: random).to(inputs.dtype).to(inputs.device);
            return (inputs + drawn * (share * deviation)).MoveToOuterDisposeScope();
        });

    private static InputShift Blur(int level, int part) =>
        new($"blur-{level}", $"blurred by 1/{part} of the shorter side", (inputs, _) =>
        {
            double sigma = Math.Min(inputs.shape[2], inputs.shape[3]) / (double)part;
            return GaussianBlur.Apply(inputs, sigma, Math.Max(1, (int)Math.Ceiling(Reach * sigma)));
        });

    private static InputShift Fade(int level, double share) =>
        new($"fade-{level}", FormattableString.Invariant($"{share * 100:0} % of the contrast"), (inputs, _) =>
        {
            using var scope = NewDisposeScope();
            Tensor mean = inputs.mean([1, 2, 3], keepdim: true);
            return (mean + (inputs - mean) * share).MoveToOuterDisposeScope();
        });
}
