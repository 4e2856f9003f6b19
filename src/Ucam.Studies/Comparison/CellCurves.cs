using Ucam.Studies.Comparison;

namespace Ucam.Studies;

/// <summary>What a cell's plots are drawn from.</summary>
public sealed record CellCurves
{
    /// <summary>Number of coverages: 0.01, 0.02 … 1.</summary>
    public const int Coverages = 100;

    /// <summary>Number of bins of the reliability diagram.</summary>
    public const int Bins = 15;

    /// <summary>Most points in <see cref="Points"/>.</summary>
    public const int MaximumPoints = 400;

    /// <summary>Name of the test set.</summary>
    public required string Set { get; init; }

    /// <summary>Name of the VQA method.</summary>
    public required string Method { get; init; }

    /// <summary>Name of the way it was trained.</summary>
    public required string Variant { get; init; }

    /// <summary>Seed of the run.</summary>
    public required int Seed { get; init; }

    /// <summary>Mean loss (1 − score, in [0,1]) of the surest 1 %, 2 % … 100 % of the answers.</summary>
    /// <value><see cref="Coverages"/> numbers.</value>
    public required IReadOnlyList<double> Risk { get; init; }

    /// <summary>The reliability diagram.</summary>
    /// <value><see cref="Bins"/> bins of equal width over the confidences from 0 to 1; their weights sum to 1.</value>
    public required IReadOnlyList<CurveBin> Reliability { get; init; }

    /// <summary>A sample of answers.</summary>
    /// <value>At most <see cref="MaximumPoints"/>.</value>
    public required IReadOnlyList<CurvePoint> Points { get; init; }

    /// <summary>The course of training, epochs rising.</summary>
    public required IReadOnlyList<CurveEpoch> Learning { get; init; }

    /// <summary>Which cell this is.</summary>
    internal CompareCell Cell => new(Set, Method, Variant, Seed);
}

/// <summary>One bin of a cell's reliability diagram.</summary>
/// <param name="Confidence">Mean confidence in [0,1]; 0 in an empty bin.</param>
/// <param name="Accuracy">Mean score in [0,1]; 0 in an empty bin.</param>
/// <param name="Weight">Share of the answers in it.</param>
public readonly record struct CurveBin(double Confidence, double Accuracy, double Weight);

/// <summary>One answer of a cell's sample.</summary>
/// <param name="Entropy">Predictive entropy, nats.</param>
/// <param name="Surprise">−log p̄ of the true answer, nats; finite.</param>
/// <param name="Score">Score of the answer in [0,1].</param>
public readonly record struct CurvePoint(double Entropy, double Surprise, double Score);

/// <summary>One epoch of a cell's training.</summary>
/// <param name="Epoch">Number of the epoch, ≥ 0.</param>
/// <param name="TrainLoss">Mean training loss; NaN where it is not known.</param>
/// <param name="ValidationAccuracy">Mean validation score in [0,1]; NaN where it was not measured.</param>
public readonly record struct CurveEpoch(int Epoch, double TrainLoss, double ValidationAccuracy);
