using Ucam.Uncertainty;

namespace Ucam.Evaluation;

/// <summary>How a model is tested.</summary>
public sealed record EvaluationOptions
{
    /// <summary>T, dropout passes, 1 to 10,000.</summary>
    public int Passes { get; init; } = 50;

    /// <summary>Which dropout sites are on.</summary>
    public McMode Mode { get; init; } = McMode.Head;

    /// <summary>Drives the dropout masks.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>Pictures held in memory at once, ≥ 1.</summary>
    public int PicturesAtOnce { get; init; } = 64;
}
