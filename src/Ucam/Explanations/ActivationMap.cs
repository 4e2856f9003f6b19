namespace Ucam;

/// <summary>What a map shows.</summary>
public enum MapKind
{
    /// <summary>Mean of the glimpses' softmax: where the model attended.</summary>
    Attention,

    /// <summary>What made it sure: the attention times the gradient of log p(answer) at it, where positive (docs/method.md §4b).</summary>
    Certainty,

    /// <summary>What speaks against the answer: the same, where negative.</summary>
    CounterEvidence,

    /// <summary>What its doubt hangs on: LayerCAM of the entropy at the features, spread over neighbouring cells ("doubt-layer-cam").</summary>
    Doubt,

    /// <summary>The published uncertainty class activation map (docs/method.md §5, gradient of L_y + 2·L_u).</summary>
    UCam,

    /// <summary>As <see cref="UCam"/>, by the gradient of −L_u.</summary>
    UCamCertainty,

    /// <summary>As <see cref="UCam"/>, by the gradient of L_u.</summary>
    UCamUncertainty,

    /// <summary>Grad-CAM of the answer's logit, weighed by the certainty mask (docs/method.md §5).</summary>
    CertaintyWeighted,

    /// <summary>A map of another method, which <see cref="ActivationMap.Method"/> names.</summary>
    Other,
}

/// <summary>A map over the picture, plain data.</summary>
/// <param name="Kind">What it shows.</param>
/// <param name="Values">rows×columns, min–max scaled to [0,1]; all zero where there is nothing to show.</param>
public sealed partial record ActivationMap(MapKind Kind, float[,] Values)
{
    /// <summary>Name of the method in <see cref="ExplanationMethods"/>; empty where the kind says it all.</summary>
    public string Method { get; init; } = "";

    /// <summary>Sum of the raw values that it was scaled from, in their own unit, such as nats; NaN where it is not known.</summary>
    public double RawSum { get; init; } = double.NaN;

    /// <summary>
    /// Whether there is next to nothing to show: the raw values are the same everywhere but for rounding, or, where they are parts of a score
    /// or an entropy, add up to less than 0.01. Its colours would be made of noise, and <see cref="Overlay"/> gives it none.
    /// </summary>
    public bool IsNothing { get; init; }
}
