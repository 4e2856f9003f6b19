using Ucam.Numbers;
using Ucam.Vqa.Training.Steps;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Ucam.Studies.Comparison.Judging;

/// <summary>
/// A small network that is taught on held-out questions to tell right answers from wrong ones (Whitehead et al. 2022), from what the head
/// gathered of picture and question and from ln p̄; a fifth of the pictures says when to stop.
/// </summary>
internal static class SelectorNetwork
{
    private const int Width = 64, Epochs = 20, Batch = 128, StoppedBy = 5;
    private const double Rate = 1e-3;

    /// <summary>Confidences in the answers of a cell.</summary>
    public static Confidences Judge(JudgedCell cell)
    {
        using var scope = NewDisposeScope();
        return Judge(cell, Inputs(cell.HeldOut), cell.HeldOut.Hits, cell.HeldOut.Pictures);
    }

    /// <summary>The same, taught on other questions than the held-out ones.</summary>
    /// <param name="cell">The cell.</param>
    /// <param name="taught">Their inputs, (N,F+K).</param>
    /// <param name="hits">What is learned of each, in [0,1].</param>
    /// <param name="pictures">Their pictures.</param>
    public static Confidences Judge(JudgedCell cell, Tensor taught, double[] hits, long[] pictures)
    {
        using var scope = NewDisposeScope();
        Tensor mean = taught.mean([0]), spread = taught.std(0).clamp_min(1e-3);
        (int[] learned, Tensor stop) = Parted(pictures, cell.Seed);
        (Module<Tensor, Tensor> fitted, _) = StoppedNetwork.Fit((taught - mean) / spread, tensor(hits, ScalarType.Float32), learned, stop,
            new StoppedOptions(Width, Epochs, Batch, Rate, cell.Seed));
        using Module<Tensor, Tensor> network = fitted;
        using var quiet = no_grad();
        return new Confidences(Of(network, (Inputs(cell.HeldOut) - mean) / spread), Of(network, (Inputs(cell.Test) - mean) / spread));
    }

    /// <summary>What the network sees (N,F+K): what was gathered (N,F), and ln p̄ (N,K).</summary>
    public static Tensor Inputs(Tensor gathered, Tensor logProbabilities) => cat([gathered, logProbabilities], 1);

    private static Tensor Inputs(CellAnswers answers) => Inputs(answers.Gathered, answers.LogProbabilities);

    private static double[] Of(Module<Tensor, Tensor> network, Tensor inputs) =>
        [.. network.call(inputs).squeeze(1).sigmoid().to(ScalarType.Float64).data<double>()];

    private static (int[] Learned, Tensor Stop) Parted(long[] pictureOf, int seed)
    {
        long[] pictures = [.. pictureOf.Distinct().Order()];
        int[] order = Shuffle.Order(pictures.Length, seed, Epochs);
        HashSet<long> apart = [.. order.Where((_, i) => i % StoppedBy == 0).Select(i => pictures[i])];
        ILookup<bool, int> parts = Enumerable.Range(0, pictureOf.Length).ToLookup(i => apart.Contains(pictureOf[i]));
        return ([.. parts[false]], tensor(parts[true].Select(i => (long)i).ToArray()));
    }
}
