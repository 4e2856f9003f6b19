namespace Ucam.Explanations.Running;

/// <summary>How many tokens at the ends of a sequence are no places of the picture.</summary>
/// <param name="First">At its start.</param>
/// <param name="Last">At its end.</param>
internal readonly record struct EdgeTokens(int First, int Last)
{
    /// <summary>All of them.</summary>
    public int Count => First + Last;

    /// <summary>The settings that they come from, for messages.</summary>
    public string Settings => (First > 0, Last > 0) switch
    {
        (true, true) => $"{nameof(ExplainerOptions.LayerTokens)} and {nameof(ExplainerOptions.LayerTokensLast)}",
        (_, true) => nameof(ExplainerOptions.LayerTokensLast),
        _ => nameof(ExplainerOptions.LayerTokens),
    };

    /// <summary>Those of an explainer's options.</summary>
    public static EdgeTokens Of(ExplainerOptions options) => new(options.LayerTokens, options.LayerTokensLast);
}
