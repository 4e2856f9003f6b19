namespace Ucam.Vqa;

/// <summary>A question as a <see cref="DataFormat"/> of one's own finds it in a file.</summary>
public sealed record FileQuestion
{
    /// <summary>The question; without a word in it, it is reported and left out.</summary>
    public required string Question { get; init; }

    /// <summary>File name of the picture, or its path below the folder of the pictures.</summary>
    public required string Picture { get; init; }

    /// <summary>What people answered; empty where the file does not say.</summary>
    public IReadOnlyList<string> Answers { get; init; } = [];

    /// <summary>What the file calls the question; null numbers the questions as they come.</summary>
    public string? Id { get; init; }

    /// <summary>Family of the question ("count", "colour", …).</summary>
    public string QuestionType { get; init; } = "";

    /// <summary>"yes/no", "number" or "other"; null tells it by the answer.</summary>
    public string? AnswerType { get; init; }

    /// <summary>The part of the files it belongs to ("test", "en"), where they hold several.</summary>
    public string Part { get; init; } = "";

    /// <summary>Where it stands in the file, for messages ("line 3"); null counts the questions.</summary>
    public string? Place { get; init; }
}
