namespace Ucam.Cli.Explain;

/// <summary>What is explained: a VQA model with a question, or a classifier.</summary>
internal interface IExplainable : IDisposable
{
    /// <summary>The maps that are made where none are named: of those that cost one pass, which say most. Empty where none does.</summary>
    IReadOnlyList<string> UsualMaps { get; }

    /// <summary>The heading of a sheet: the question, or the network.</summary>
    string Heading { get; }

    /// <summary>How picture files are to be decoded.</summary>
    PictureDecoding Decoding => PictureDecoding.AsShown;

    /// <summary>Why it has no dropout passes, after what asks for them; null if it has.</summary>
    string? NoPasses => null;

    /// <summary>Why the method cannot explain it, after the method's name; null if it can.</summary>
    string? Refusal(ExplanationEntry entry);

    /// <summary>The layers by name.</summary>
    IReadOnlyList<string> Layers();

    /// <summary>The model on a picture; the caller disposes it.</summary>
    ExplainedInput Open(Picture picture, string? layer, ExplainerOptions options);
}
