using Ucam.Vqa;

namespace Ucam.Cli.Explain;

/// <summary>One map with its numbers.</summary>
/// <param name="Entry">The method.</param>
/// <param name="Raw">The map.</param>
/// <param name="Unit">Unit of its raw values; empty for none.</param>
/// <param name="Spread">Its spread over dropout passes; null where it was not asked for.</param>
/// <param name="Numbers">Name → value, in the order of the table.</param>
internal sealed record ExplainedMap(ExplanationEntry Entry, RawMap Raw, string Unit, MapSpread? Spread, IReadOnlyDictionary<string, double> Numbers);

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

    /// <summary>What was assumed of the model and its pictures, a line each.</summary>
    public IReadOnlyList<string> Assumptions { get; init; } = [];
}
