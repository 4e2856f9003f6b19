namespace Ucam.Vqa;

/// <summary>One question about one picture, with what people answered.</summary>
public sealed record VqaItem
{
    /// <summary>Identifier of the question, unique in its set.</summary>
    public required long QuestionId { get; init; }

    /// <summary>Identifier of the picture as the files name it.</summary>
    public required long ImageId { get; init; }

    /// <summary>Index of the picture in its set, 0 ≤ index &lt; <see cref="IVqaSet.PictureCount"/>.</summary>
    public required int Picture { get; init; }

    /// <summary>The question in natural language.</summary>
    public required string Question { get; init; }

    /// <summary>What each person answered, ten in the VQA layout; empty for an unlabelled set.</summary>
    public IReadOnlyList<string> Answers { get; init; } = [];

    /// <summary>Family of the question ("count", "colour", …); VQA's question_type.</summary>
    public string QuestionType { get; init; } = "";

    /// <summary>"yes/no", "number" or "other"; VQA's answer_type.</summary>
    public string AnswerType { get; init; } = "other";

    /// <summary>The distribution the answers were drawn from, where the set knows it; probabilities sum to 1.</summary>
    public IReadOnlyDictionary<string, double>? TrueDistribution { get; init; }

    /// <summary>How people justified the answer, in words; empty where the set has no explanations.</summary>
    public IReadOnlyList<string> Explanations { get; init; } = [];

    /// <summary>What the files a set was made from call the question, where that is not its number; null otherwise.</summary>
    public string? Source { get; init; }

    /// <summary>What the files a set was made from call the picture, where they have no number for it; null otherwise.</summary>
    public string? ImageSource { get; init; }

    /// <summary>The commonest of the answers, the first of several; there must be one.</summary>
    internal string CommonestAnswer => Answers.CountBy(answer => answer).MaxBy(said => said.Value).Key;

    /// <summary>What each person's entry in the annotations says beside the answer, where some say the same; null otherwise.</summary>
    internal IReadOnlyList<string>? AnswerEntries { get; init; }

    /// <summary>How sure each person said to be of the answer ("yes", "maybe", "no"); null where people were not asked.</summary>
    internal IReadOnlyList<string>? AnswerConfidences { get; init; }
}
