using static TorchSharp.torch;

namespace Ucam.Explanations.Methods;

/// <summary>
/// Shapley values of the target by sampling permutations (Castro, Gómez and Tejada, Computers and Operations Research 36, 2009), each with
/// its reverse (antithetic; Mitchell et al., JMLR 23, 2022). The players are cells of the input; an absent one is filled with the sample's
/// mean over positions. The values add up to the target less that of the input with all cells filled. No gradient, no layer.
/// </summary>
internal sealed class ShapleySampling : ExplanationMethod
{
    /// <summary>What the catalogue says of it.</summary>
    public static ExplanationEntry Entry { get; } =
        new("shapley", "Shapley values", "Castro et al. 2009", _ => new ShapleySampling()) { ForwardOnly = true };

    /// <inheritdoc/>
    public override string Name => "shapley";

    /// <inheritdoc/>
    public override bool Signed => true;

    /// <summary>Permutations that are drawn, ≥ 1; each costs two forward passes a cell.</summary>
    [AtLeast(1)]
    public int Pairs { get; init; } = 10;

    /// <summary>Cells along each side, ≥ 1; at most as many as the input has.</summary>
    [AtLeast(1)]
    public int Cells { get; init; } = 7;

    /// <inheritdoc/>
    public override int Passes(ExplanationContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        return (int)(2 * Pairs * (Math.Min(Cells, context.Picture.shape[2]) * Math.Min(Cells, context.Picture.shape[3]) + 1));
    }

    /// <inheritdoc/>
    public override Tensor Explain(ExplanationContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        Settings.Check(this);
        using var quiet = no_grad();
        using var scope = NewDisposeScope();
        Tensor x = context.Picture;
        long rows = x.shape[2], columns = x.shape[3], down = Math.Min(Cells, rows), across = Math.Min(Cells, columns), players = down * across;
        Tensor cell = CellOf(rows, down).unsqueeze(1) * across + CellOf(columns, across), ranks = Ranks(players, context.Seed);
        Tensor scores = Scores(context, cell.to(x.device), ranks.to(x.device)).view(2 * Pairs, players + 1, context.Batch);
        Tensor steps = scores.narrow(1, 1, players) - scores.narrow(1, 0, players);
        // Who came at a step is who has its rank.
        Tensor values = steps.gather(1, ranks.to(x.device).unsqueeze(2).expand(-1, -1, context.Batch)).mean([0]);
        context.SumErrors = Errors(values, scores);
        Tensor size = cell.flatten().bincount(null, players).to(ScalarType.Float64).to(x.device).unsqueeze(1);
        return (values / size)[cell.flatten().to(x.device)].transpose(0, 1).reshape(context.Batch, rows, columns).to(x.dtype)
            .MoveToOuterDisposeScope();
    }

    // The target of every permutation's first 0, 1, … players, (n,B).
    private static Tensor Scores(ExplanationContext context, Tensor cell, Tensor ranks)
    {
        Tensor x = context.Picture, blank = x.mean([2, 3], keepdim: true);
        long players = ranks.shape[1];
        int copies = (int)(ranks.shape[0] * (players + 1));
        Tensor scores = zeros([copies, context.Batch], dtype: ScalarType.Float64, device: x.device);
        foreach ((int start, int count) in context.Chunks(copies))
        {
            using var chunk = NewDisposeScope();
            Tensor at = arange(start, start + count, dtype: ScalarType.Int64, device: x.device);
            Tensor rank = ranks[at.div(players + 1, RoundingMode.floor)], present = at.remainder(players + 1).unsqueeze(1).gt(rank);
            Tensor mask = present.index_select(1, cell.flatten()).view(count, 1, 1, cell.shape[0], cell.shape[1]);
            scores.narrow(0, start, count).copy_(context.Score(where(mask, x, blank).flatten(0, 1)));
        }
        return scores;
    }

    // (2·pairs, players): when each player comes, from 0; the second half is the first turned round.
    private Tensor Ranks(long players, int seed)
    {
        using var generator = new Generator((ulong)seed);
        Tensor order = rand([Pairs, players], generator: generator).argsort(1).argsort(1);
        return cat([order, players - 1 - order], 0);
    }

    private static Tensor CellOf(long length, long cells) => (arange(length, dtype: ScalarType.Int64) * cells).div(length, RoundingMode.floor);

    private static double[] Errors(Tensor values, Tensor scores)
    {
        const double smallest = 1e-3;
        Tensor change = scores[0, -1] - scores[0, 0];
        return [.. ((values.sum([0]) - change).abs() / change.abs().clamp_min(smallest)).cpu().data<double>()];
    }
}
