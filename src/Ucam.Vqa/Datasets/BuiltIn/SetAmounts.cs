using Ucam.Vqa.Datasets.BuiltIn.Nlvr;

namespace Ucam.Vqa.Datasets.BuiltIn;

/// <summary>How much of a built-in set a training takes.</summary>
internal sealed record SetAmounts
{
    /// <summary>Drives everything random.</summary>
    public required int Seed { get; init; }

    /// <summary>Training pictures.</summary>
    public required int Train { get; init; }

    /// <summary>Validation pictures.</summary>
    public required int Validation { get; init; }

    /// <summary>Pictures of each test.</summary>
    public required int Test { get; init; }

    /// <summary>Pictures of the backbone's whole training.</summary>
    public required int Backbone { get; init; }

    /// <summary>Side of a picture in pixels.</summary>
    public required int Size { get; init; }

    /// <summary>Questions about each picture.</summary>
    public required int QuestionsPerPicture { get; init; }

    /// <summary>What is taken of NLVR's development split; null for the defaults.</summary>
    public NlvrShare? Nlvr { get; init; }

    /// <summary>Some pictures of a part.</summary>
    public SetRequest Of(string part, int pictures) => new(part, pictures, Seed, Size, QuestionsPerPicture);
}
