namespace Ucam.Vqa.Datasets.Files;

/// <summary>A question as a reader found it, before the set is checked as a whole.</summary>
internal sealed class SourceQuestion
{
    public required long Id { get; set; }

    public required Place Place { get; init; }

    public required string Text { get; init; }

    /// <summary>Number of the picture where the files have one; null numbers pictures as they come.</summary>
    public long? ImageId { get; set; }

    /// <summary>What the files call the picture.</summary>
    public required string PictureName { get; init; }

    /// <summary>Path of the picture; null where it was not looked for.</summary>
    public string? Picture { get; set; }

    /// <summary>Where the answers stand, if not with the question.</summary>
    public Place? AnswersPlace { get; set; }

    /// <summary>What people answered; null where the files have no answers.</summary>
    public string[]? Answers { get; set; }

    /// <summary>How sure each of them said to be ("yes", "maybe", "no"); null where the files do not say it of everyone.</summary>
    public string[]? Confidences { get; set; }

    public string QuestionType { get; set; } = "";

    public string AnswerType { get; set; } = "other";

    public IReadOnlyDictionary<string, double>? TrueDistribution { get; set; }

    public IReadOnlyList<string> Explanations { get; set; } = [];

    public PictureRegion? Region { get; set; }

    /// <summary>Files of people's attention maps.</summary>
    public IReadOnlyList<string> Maps { get; set; } = [];

    /// <summary>What the files call the question, where that is no number.</summary>
    public string? Source { get; init; }

    /// <summary>What the files call the picture, where the question has a number for it too.</summary>
    public string? ImageSource { get; set; }

    /// <summary>The set of the layout it belongs to, where a folder holds several; ids are told apart within it.</summary>
    public string Split { get; init; } = "";

    /// <summary>The part of the files it belongs to ("test", "en"), where they hold several.</summary>
    public string Part { get; init; } = "";

    /// <summary>The part of a split by picture, for sets whose own split shares pictures; empty where there is none.</summary>
    public string PicturePart { get; init; } = "";

    /// <summary>Whether something keeps it from being used.</summary>
    public bool IsBroken { get; set; }
}
