namespace Ucam.Explanations;

/// <summary>What a map shows.</summary>
public enum MapKind
{
    /// <summary>Mean of the glimpses' softmax: where the model attended.</summary>
    Attention,

    /// <summary>The published uncertainty class activation map (docs/method.md §5, gradient of L_y + 2·L_u).</summary>
    UCam,
}

/// <summary>A map over the picture, plain data.</summary>
/// <param name="Kind">What it shows.</param>
/// <param name="Values">rows×columns, min–max scaled to [0,1]; all zero where there is nothing to show.</param>
public sealed partial record ActivationMap(MapKind Kind, float[,] Values);
