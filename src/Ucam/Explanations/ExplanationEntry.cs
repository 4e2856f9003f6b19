namespace Ucam;

/// <summary>A method that can be asked for by name.</summary>
/// <param name="Name">Short lower-case name.</param>
/// <param name="Title">Its usual name.</param>
/// <param name="Source">Authors, year and venue.</param>
/// <param name="Create">Makes it, with its usual settings.</param>
public sealed record ExplanationEntry(string Name, string Title, string Source, Func<ExplanationSetup, ExplanationMethod> Create)
{
    /// <summary>Whether it needs <see cref="ExplanationSetup.Losses"/>.</summary>
    public bool NeedsLosses { get; init; }

    /// <summary>Whether it needs a model with an attention of its own.</summary>
    public bool NeedsAttention { get; init; }

    /// <summary>Whether it needs <see cref="ModelOutput.LayerAttentions"/>.</summary>
    public bool NeedsLayerAttentions { get; init; }

    /// <summary>Whether forward passes on changed inputs are all it needs, so that it explains models that run elsewhere.</summary>
    public bool ForwardOnly { get; init; }

    /// <summary>Whether it is made of a layer's output, and says nothing of a model without one.</summary>
    public bool NeedsLayer { get; init; }

    /// <summary>Whether it compares networks: the model thinned by its dropout, or those of <see cref="ExplanationSetup.Members"/>.</summary>
    public bool NeedsNetworks { get; init; }

    /// <summary>From the target's unit, such as "logit" or "nats", to that of the method's raw values; empty where they have none.</summary>
    public Func<string, string> Unit { get; init; } = target => target;
}
