using Ucam.Numbers;
using Ucam.Vqa.Training.Steps;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Ucam.Studies.Comparison.Judging;

/// <summary>
/// A small network that is taught on held-out questions to tell right answers from wrong ones (Whitehead et al. 2022), from what the head
/// gathered of picture and question and from ln p̄; a fifth of the held-out pictures says when to stop.
/// </summary>
internal static class SelectorNetwork
{
    private const int Width = 64, Epochs = 20, Batch = 128, StoppedBy = 5;
    private const double Rate = 1e-3, Decay = 1e-2;

    /// <summary>Confidences in the answers of a cell.</summary>
    public static Confidences Judge(JudgedCell cell)
    {
        using var scope = NewDisposeScope();
        Tensor held = Inputs(cell.HeldOut), mean = held.mean([0]), spread = held.std(0).clamp_min(1e-3);
        held = (held - mean) / spread;
        Tensor hits = tensor(cell.HeldOut.Hits, ScalarType.Float32);
        using Module<Tensor, Tensor> network = SeededWeights.Create(cell.Seed, () =>
            Sequential(Linear(held.shape[1], Width), ReLU(), Linear(Width, 1)));
        Train(network, held, hits, cell);
        using var quiet = no_grad();
        return new Confidences(Of(network, held), Of(network, (Inputs(cell.Test) - mean) / spread));
    }

    private static Tensor Inputs(CellAnswers answers) => cat([answers.Gathered, answers.LogProbabilities], 1);

    private static double[] Of(Module<Tensor, Tensor> network, Tensor inputs) =>
        [.. network.call(inputs).squeeze(1).sigmoid().to(ScalarType.Float64).data<double>()];

    private static void Train(Module<Tensor, Tensor> network, Tensor inputs, Tensor hits, JudgedCell cell)
    {
        (int[] learned, Tensor stop) = Parted(cell);
        Tensor[] weights = [.. network.parameters()];
        Tensor[] best = [.. weights.Select(w => w.detach().clone())];
        double least = double.PositiveInfinity;
        using optim.Optimizer adam = optim.AdamW(network.parameters(), Rate, weight_decay: Decay);
        for (int epoch = 0; epoch < Epochs; epoch++)
        {
            foreach (int[] some in Shuffle.Order(learned.Length, cell.Seed, epoch).Chunk(Batch))
            {
                using var scope = NewDisposeScope();
                Tensor rows = tensor(some.Select(i => (long)learned[i]).ToArray());
                adam.zero_grad();
                functional.binary_cross_entropy_with_logits(network.call(inputs.index_select(0, rows)).squeeze(1), hits.index_select(0, rows))
                    .backward();
                adam.step();
            }
            using var quiet = no_grad();
            using var inner = NewDisposeScope();
            double loss = functional.binary_cross_entropy_with_logits(network.call(inputs.index_select(0, stop)).squeeze(1),
                hits.index_select(0, stop)).item<float>();
            if (!(loss < least)) continue;
            least = loss;
            for (int w = 0; w < weights.Length; w++) best[w].copy_(weights[w]);
        }
        using var still = no_grad();
        for (int w = 0; w < weights.Length; w++) weights[w].copy_(best[w]);
    }

    private static (int[] Learned, Tensor Stop) Parted(JudgedCell cell)
    {
        long[] pictures = [.. cell.HeldOut.Pictures.Distinct().Order()];
        int[] order = Shuffle.Order(pictures.Length, cell.Seed, Epochs);
        HashSet<long> apart = [.. order.Where((_, i) => i % StoppedBy == 0).Select(i => pictures[i])];
        ILookup<bool, int> parts = Enumerable.Range(0, cell.HeldOut.Count).ToLookup(i => apart.Contains(cell.HeldOut.Pictures[i]));
        return ([.. parts[false]], tensor(parts[true].Select(i => (long)i).ToArray()));
    }
}
