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
    private const double Rate = 1e-3;

    /// <summary>Confidences in the answers of a cell.</summary>
    public static Confidences Judge(JudgedCell cell)
    {
        using var scope = NewDisposeScope();
        Tensor held = Inputs(cell.HeldOut), mean = held.mean([0]), spread = held.std(0).clamp_min(1e-3);
        held = (held - mean) / spread;
        Tensor hits = tensor(cell.HeldOut.Hits, ScalarType.Float32);
        (int[] learned, Tensor stop) = Parted(cell);
        (Module<Tensor, Tensor> fitted, _) = StoppedNetwork.Fit(held, hits, learned, stop, new StoppedOptions(Width, Epochs, Batch, Rate, cell.Seed));
        using Module<Tensor, Tensor> network = fitted;
        using var quiet = no_grad();
        return new Confidences(Of(network, held), Of(network, (Inputs(cell.Test) - mean) / spread));
    }

    private static Tensor Inputs(CellAnswers answers) => cat([answers.Gathered, answers.LogProbabilities], 1);

    private static double[] Of(Module<Tensor, Tensor> network, Tensor inputs) =>
        [.. network.call(inputs).squeeze(1).sigmoid().to(ScalarType.Float64).data<double>()];

    private static (int[] Learned, Tensor Stop) Parted(JudgedCell cell)
    {
        long[] pictures = [.. cell.HeldOut.Pictures.Distinct().Order()];
        int[] order = Shuffle.Order(pictures.Length, cell.Seed, Epochs);
        HashSet<long> apart = [.. order.Where((_, i) => i % StoppedBy == 0).Select(i => pictures[i])];
        ILookup<bool, int> parts = Enumerable.Range(0, cell.HeldOut.Count).ToLookup(i => apart.Contains(cell.HeldOut.Pictures[i]));
        return ([.. parts[false]], tensor(parts[true].Select(i => (long)i).ToArray()));
    }
}
