using Ucam.Explanations.Faithfulness;
using Ucam.Explanations.Running;
using Ucam.Metrics;
using static TorchSharp.torch;

namespace Ucam;

/// <summary>How the target moves as cells are taken away or given back in the order of a map; plain data.</summary>
/// <param name="Deletion">The target with 0, 1/S, …, 1 of the cells deleted, the most important first.</param>
/// <param name="Insertion">The target with 0, 1/S, …, 1 of the cells inserted into a blurred input, the most important first.</param>
public sealed record InsertionDeletionCurves(IReadOnlyList<double> Deletion, IReadOnlyList<double> Insertion)
{
    /// <summary>Area under the deletion curve; lower is better.</summary>
    public double DeletionArea => PerturbationCurve.Area([.. Deletion]);

    /// <summary>Area under the insertion curve; higher is better.</summary>
    public double InsertionArea => PerturbationCurve.Area([.. Insertion]);
}

/// <summary>Insertion and deletion (Petsiuk, Das and Saenko, BMVC 2018, section 4.1).</summary>
public sealed record InsertionDeletion
{
    /// <summary>S, 1 to 100,000; at most as many as the input has cells.</summary>
    [From(1, 100_000)]
    public int Steps { get; init; } = 50;

    /// <summary>What a deleted cell becomes, in every channel.</summary>
    public double Fill { get; init; }

    /// <summary>Deviation of the Gaussian that blurs the input for insertion, in cells, above 0; the kernel is 11 cells wide, as published.</summary>
    [Above(0)]
    public double BlurSigma { get; init; } = 5;

    private const int BlurRadius = 5;

    /// <summary>Measures a map of one sample.</summary>
    /// <param name="explainer">The model.</param>
    /// <param name="map">Higher is more important.</param>
    /// <param name="inputs">All inputs, the explained one first, batch of 1.</param>
    /// <param name="target">What is watched; the probability of the model's answer where null.</param>
    /// <param name="cancellation">Stops between two chunks.</param>
    /// <exception cref="UcamException">A setting is out of range or the inputs do not fit.</exception>
    public InsertionDeletionCurves Measure(Explainer explainer, RawMap map, Tensor[] inputs, ExplanationTarget? target = null,
        CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(explainer);
        Settings.Check(this);
        using var quiet = no_grad();
        using var scope = NewDisposeScope();
        using ExplanationContext context = explainer.OpenOne(inputs, target ?? ExplanationTarget.PredictedProbability, cancellation);
        Tensor x = context.Picture, taken = Taken(map, x, context.Seed);
        Tensor blank = full_like(x, Fill), blurred = GaussianBlur.Apply(x, BlurSigma, BlurRadius);
        return new InsertionDeletionCurves(Curve(context, taken, x, blank), Curve(context, taken, blurred, x));
    }

    // (S + 1,1,H,W): 1 for the cells that are taken so far.
    private Tensor Taken(RawMap map, Tensor x, int seed)
    {
        (int rows, int columns) = ((int)x.shape[2], (int)x.shape[3]);
        int[] order = RemovalOrder.Of(map, rows, columns, seed);
        int steps = Math.Min(Steps, order.Length);
        var place = new long[order.Length];
        for (int i = 0; i < order.Length; i++) place[order[i]] = i;
        Tensor count = (arange(steps + 1, dtype: ScalarType.Float64) * order.Length / steps).round().to(ScalarType.Int64);
        return tensor(place).view(1, 1, rows, columns).lt(count.view(-1, 1, 1, 1)).to(x.dtype).to(x.device);
    }

    private static double[] Curve(ExplanationContext context, Tensor taken, Tensor from, Tensor to)
    {
        var scores = new List<double>();
        foreach ((int start, int count) in context.Chunks((int)taken.shape[0]))
        {
            using var chunk = NewDisposeScope();
            Tensor masks = taken.narrow(0, start, count);
            scores.AddRange(context.Score(from + masks * (to - from)).to(ScalarType.Float64).cpu().contiguous().data<double>());
        }
        return [.. scores];
    }
}
