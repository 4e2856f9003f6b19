using Ucam.Numbers;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Ucam.Vqa.Training.Steps;

/// <summary>How a small network is taught.</summary>
/// <param name="Width">Numbers in its hidden layer.</param>
/// <param name="Epochs">At most so many.</param>
/// <param name="Batch">Rows a step.</param>
/// <param name="Rate">Of AdamW.</param>
/// <param name="Seed">Drives weights and order.</param>
internal sealed record StoppedOptions(int Width, int Epochs, int Batch, double Rate, int Seed);

/// <summary>A network of one hidden layer that is taught to tell yes from no; rows apart say when to stop.</summary>
internal static class StoppedNetwork
{
    private const double Decay = 1e-2;

    /// <summary>To log-odds (N,1) of yes from inputs (N,D), as they were after the epoch that was best on the rows apart.</summary>
    /// <param name="inputs">(N,D), of about mean 0 and spread 1.</param>
    /// <param name="targets">(N) in [0,1].</param>
    /// <param name="learned">The rows that it learns from.</param>
    /// <param name="stop">(M) the rows apart, at least one.</param>
    /// <param name="options">How.</param>
    /// <exception cref="UcamException">A gradient is not finite, or no epoch has a finite loss on the rows apart.</exception>
    /// <returns>The network, which the caller disposes, and its mean cross-entropy on the rows apart, nats.</returns>
    public static (Module<Tensor, Tensor> Network, double Loss) Fit(Tensor inputs, Tensor targets, int[] learned, Tensor stop, StoppedOptions options)
    {
        Module<Tensor, Tensor> network = SeededWeights.Create(options.Seed, () =>
            Sequential(Linear(inputs.shape[1], options.Width), ReLU(), Linear(options.Width, 1)));
        using var gradients = enable_grad();
        using var all = NewDisposeScope();
        (string, Tensor)[] named = [.. network.named_parameters().Select(p => (p.name, (Tensor)p.parameter))];
        Tensor[] weights = [.. network.parameters()];
        Tensor[] best = [.. weights.Select(w => w.detach().clone())];
        double least = double.PositiveInfinity;
        using optim.Optimizer adam = optim.AdamW(network.parameters(), options.Rate, weight_decay: Decay);
        for (int epoch = 0; epoch < options.Epochs; epoch++)
        {
            foreach (int[] some in Shuffle.Order(learned.Length, options.Seed, epoch).Chunk(options.Batch))
            {
                using var scope = NewDisposeScope();
                adam.zero_grad();
                Loss(network, inputs, targets, tensor(some.Select(i => (long)learned[i]).ToArray())).backward();
                adam.step();
            }
            using var quiet = no_grad();
            using var inner = NewDisposeScope();
            double loss = Loss(network, inputs, targets, stop).item<float>();
            // What is not finite stays so, and looking at each of its short steps would cost a good part of it.
            if (!double.IsFinite(loss)) FiniteGradients.Require("the small network", $"epoch {epoch + 1}", named);
            if (!(loss < least)) continue;
            least = loss;
            for (int w = 0; w < weights.Length; w++) best[w].copy_(weights[w]);
        }
        if (double.IsInfinity(least))
            throw new NotFiniteException("the loss on the rows apart", "", "the small network: the loss on the rows apart is not a finite number in "
                + "any epoch; look at what it learns from.");
        using var still = no_grad();
        for (int w = 0; w < weights.Length; w++) weights[w].copy_(best[w]);
        return (network, least);
    }

    private static Tensor Loss(Module<Tensor, Tensor> network, Tensor inputs, Tensor targets, Tensor rows) =>
        functional.binary_cross_entropy_with_logits(network.call(inputs.index_select(0, rows)).squeeze(1), targets.index_select(0, rows));
}
