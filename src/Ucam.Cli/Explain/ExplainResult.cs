using Ucam.Vqa;

namespace Ucam.Cli.Explain;

/// <summary>One map with its numbers.</summary>
/// <param name="Entry">The method.</param>
/// <param name="Map">The map as it is shown.</param>
/// <param name="Raw">The map in its own unit.</param>
/// <param name="Spread">Its spread over dropout passes; null where it was not asked for.</param>
/// <param name="Numbers">Name → value, in the order of the table.</param>
internal sealed record ExplainedMap(ExplanationEntry Entry, ActivationMap Map, RawMap Raw, MapSpread? Spread,
    IReadOnlyDictionary<string, double> Numbers)
{
    /// <summary>Unit of its raw values; empty for none.</summary>
    public string Unit { get; init; } = "";
}

/// <summary>All that was found about one picture.</summary>
/// <param name="File">The picture's file.</param>
/// <param name="Shown">The part that the model saw.</param>
/// <param name="Model">The model's name.</param>
/// <param name="Heading">The question, or the network.</param>
/// <param name="Target">What was explained.</param>
/// <param name="Maps">The maps in the order asked for.</param>
/// <param name="Words">The words of the question; empty where there are none or the target is none of one network.</param>
internal sealed record ExplainResult(string File, Picture Shown, string Model, string Heading, NamedTarget Target, IReadOnlyList<ExplainedMap> Maps,
    IReadOnlyList<WordShare> Words)
{
    /// <summary>What the model answers; null where it answers no questions.</summary>
    public Answer? Answer { get; init; }

    /// <summary>Why they should not be relied on; null where nothing speaks against them.</summary>
    public string? Note { get; init; }

    /// <summary>The most probable classes of a classifier; empty of a model that answers questions.</summary>
    public IReadOnlyList<LeadingClass> Leading { get; init; } = [];

    /// <summary>How many maps were asked for.</summary>
    public int Asked { get; init; }

    /// <summary>What could be asked for beside the usual maps; null where they say enough.</summary>
    public string? Further { get; init; }

    /// <summary>That it was stopped before all maps were made; null where they all are.</summary>
    public string? Stopped => Maps.Count < Asked ? $"stopped after {Maps.Count} of {Asked} maps" : null;

    /// <summary>What was assumed of the model and its pictures, a line each.</summary>
    public IReadOnlyList<string> Assumptions { get; init; } = [];
}
