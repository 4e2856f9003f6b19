using static TorchSharp.torch;

namespace Ucam.Explanations.Faithfulness;

/// <summary>
/// F-Fidelity (Zheng et al., ICLR 2025): of a model that was fine-tuned once with random cells blanked, so that no input here is strange to it, how
/// far the answer falls when random cells of the map's highest ones are blanked, and when cells of the others are. Never more cells are blanked at
/// once than in the fine-tuning, however large the explanation is said to be.
/// </summary>
internal sealed class FineTunedFidelity
{
    /// <summary>The share of the cells that counts as the explanation, above 0 and below 1.</summary>
    public double Size { get; init; } = 0.1;

    /// <summary>α: the share of the explanation's cells, or of the others, that is blanked; above 0, at most 1.</summary>
    public double Share { get; init; } = 0.5;

    /// <summary>β: the most cells that are blanked, as a share of all; that of the fine-tuning.</summary>
    public double Bound { get; init; } = 0.1;

    /// <summary>Random choices of cells that are averaged, ≥ 1.</summary>
    public int Draws { get; init; } = 20;

    /// <summary>Drives the choices.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>How far the answer falls for the map's cells (high is faithful), and for the others (low is faithful).</summary>
    /// <param name="answer">From cells (N,P,C) to the answer's probability (N), by the fine-tuned model.</param>
    /// <param name="cells">(1,P,C).</param>
    /// <param name="blank">What a blanked cell becomes, (C).</param>
    /// <param name="order">All cells, the map's highest first.</param>
    public (double Plus, double Minus) Measure(Func<Tensor, Tensor> answer, Tensor cells, Tensor blank, int[] order)
    {
        using var quiet = no_grad();
        using var scope = NewDisposeScope();
        int all = order.Length, size = Math.Clamp((int)Math.Round(Size * all), 1, all - 1);
        var random = new Random(Seed);
        Tensor Blanked(int[] part)
        {
            int count = Math.Clamp((int)Math.Round(Math.Min(Share * part.Length, Bound * all)), 1, part.Length);
            Tensor many = cells.repeat(Draws, 1, 1);
            for (int draw = 0; draw < Draws; draw++)
            {
                int[] own = [.. part];
                random.Shuffle(own);
                many[draw].index_copy_(0, tensor(Array.ConvertAll(own[..count], cell => (long)cell)), blank.expand(count, -1));
            }
            return many;
        }
        double[] p = [.. answer(cat([cells, Blanked(order[..size]), Blanked(order[size..])])).to(ScalarType.Float64).cpu().data<double>()];
        return (p[0] - p[1..(1 + Draws)].Average(), p[0] - p[(1 + Draws)..].Average());
    }
}
