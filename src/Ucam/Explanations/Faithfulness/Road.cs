using Ucam.Explanations.Faithfulness;
using static TorchSharp.torch;

namespace Ucam;

/// <summary>The target as cells are removed and debiased; plain data.</summary>
/// <param name="Shares">The shares of the cells that were removed.</param>
/// <param name="MostRelevantFirst">The target for each share, the highest cells of the map removed (MoRF).</param>
/// <param name="LeastRelevantFirst">The target for each share, the lowest cells removed (LeRF).</param>
public sealed record RoadCurves(IReadOnlyList<double> Shares, IReadOnlyList<double> MostRelevantFirst, IReadOnlyList<double> LeastRelevantFirst)
{
    /// <summary>Half the mean of LeRF − MoRF over the shares; higher is better, 0 for a map without information.</summary>
    public double Score => Shares.Select((_, i) => LeastRelevantFirst[i] - MostRelevantFirst[i]).Average() / 2;
}

/// <summary>
/// ROAD, remove and debias (Rong et al., ICML 2022): cells are removed by noisy linear imputation, which leaves no trace of their shape.
/// </summary>
public sealed record Road
{
    /// <summary>Shares of the cells to remove, each above 0 and below 1.</summary>
    [Count(1), Above(0, Below = 1)]
    public IReadOnlyList<double> Shares { get; init; } = [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9];

    /// <summary>Deviation of the noise on imputed cells, ≥ 0, in the input's unit; 0.01 as published.</summary>
    [AtLeast(0)]
    public double Noise { get; init; } = 0.01;

    /// <summary>Measures a map of one sample.</summary>
    /// <param name="explainer">The model.</param>
    /// <param name="map">Higher is more important.</param>
    /// <param name="inputs">All inputs, the explained one first, batch of 1.</param>
    /// <param name="target">What is watched; the probability of the model's answer where null.</param>
    /// <param name="cancellation">Stops between two chunks.</param>
    /// <exception cref="UcamException">A setting is out of range or the inputs do not fit.</exception>
    public RoadCurves Measure(Explainer explainer, RawMap map, Tensor[] inputs, ExplanationTarget? target = null,
        CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(explainer);
        Settings.Check(this);
        using var quiet = no_grad();
        using var scope = NewDisposeScope();
        using ExplanationContext context = explainer.OpenOne(inputs, target ?? ExplanationTarget.PredictedProbability, cancellation);
        int[] order = RemovalOrder.Of(map, (int)context.Picture.shape[2], (int)context.Picture.shape[3], context.Seed);
        using var noise = new Generator((ulong)context.Seed);
        double[] scores = Scores(context, [.. Removals(order)], noise);
        return new RoadCurves([.. Shares], scores[..Shares.Count], scores[Shares.Count..]);
    }

    private IEnumerable<int[]> Removals(int[] order)
    {
        foreach (double share in Shares) yield return order[..Count(share, order.Length)];
        foreach (double share in Shares) yield return order[^Count(share, order.Length)..];
    }

    private static int Count(double share, int cells) => Math.Clamp((int)Math.Round(share * cells), 0, cells - 1);

    private double[] Scores(ExplanationContext context, int[][] removals, Generator noise)
    {
        var scores = new List<double>();
        foreach ((int start, int count) in context.Chunks(removals.Length))
        {
            using var chunk = NewDisposeScope();
            Tensor pictures = cat([.. removals[start..(start + count)].Select(removed => Impute(context.Picture, removed, noise))]);
            scores.AddRange(context.Score(pictures).to(ScalarType.Float64).cpu().contiguous().data<double>());
        }
        return [.. scores];
    }

    // (1,C,H,W) with the cells filled in.
    private Tensor Impute(Tensor picture, int[] removed, Generator noise)
    {
        using var scope = NewDisposeScope();
        (int rows, int columns) = ((int)picture.shape[2], (int)picture.shape[3]);
        double[] values = picture.to(ScalarType.Float64).cpu().contiguous().data<double>().ToArray();
        var imputation = new LinearImputation(removed, rows, columns);
        double[] added = (randn(picture.shape[1] * removed.Length, dtype: ScalarType.Float64, generator: noise) * Noise).data<double>().ToArray();
        for (int c = 0; c < picture.shape[1]; c++)
        {
            Span<double> channel = values.AsSpan(c * rows * columns, rows * columns);
            imputation.Fill(channel);
            for (int i = 0; i < removed.Length; i++) channel[removed[i]] += added[c * removed.Length + i];
        }
        return tensor(values, picture.shape).to(picture.dtype).to(picture.device).MoveToOuterDisposeScope();
    }
}
