namespace Ucam.Vqa;

/// <summary>What can be wrong with a data set whose files are well-formed.</summary>
public enum DataIssueKind
{
    /// <summary>A question_id that occurs before; the later question cannot be used.</summary>
    DuplicateQuestion,

    /// <summary>A question that is answered in two entries; it cannot be used.</summary>
    DuplicateAnswers,

    /// <summary>A question without answers in a set that has answers; it cannot be used.</summary>
    NoAnswers,

    /// <summary>A question without a word in it; it cannot be used.</summary>
    EmptyQuestion,

    /// <summary>A question whose answers name another picture; it cannot be used.</summary>
    OtherPicture,

    /// <summary>A question whose picture is not there; it cannot be used.</summary>
    MissingPicture,

    /// <summary>A question for which there are two pictures; it cannot be used.</summary>
    AmbiguousPicture,

    /// <summary>Answers whose question is not there; they are not used.</summary>
    AnswersWithoutQuestion,

    /// <summary>A map, explanation or region that names a question, scene or object that is not there; it is not used.</summary>
    UnknownId,

    /// <summary>A picture that no question is about; it is not used.</summary>
    UnusedPicture,

    /// <summary>A map that is empty, damaged, no PNG or not named QUESTION_PERSON.png; it is not used.</summary>
    UnusableMap,
}

/// <summary>One thing that is wrong with a data set.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="File">The file it is in.</param>
/// <param name="Field">Its JSON path in the file, where it has one.</param>
/// <param name="Detail">What it is about, in words.</param>
public sealed record DataIssue(DataIssueKind Kind, string File, string Field, string Detail)
{
    /// <summary>Whether a question cannot be used because of it.</summary>
    public bool IsBlocking => Kind < DataIssueKind.AnswersWithoutQuestion;

    /// <summary>One line with the file, the JSON path and what is wrong.</summary>
    public string Message => Field.Length == 0 ? $"{File}: {Detail}." : $"{File}: {Field}: {Detail}.";

    /// <summary>The kind in words, for a count of such issues.</summary>
    internal static string Title(DataIssueKind kind) => kind switch
    {
        DataIssueKind.DuplicateQuestion => "question ids that occur twice",
        DataIssueKind.DuplicateAnswers => "questions answered in two entries",
        DataIssueKind.NoAnswers => "questions without answers",
        DataIssueKind.EmptyQuestion => "questions without words",
        DataIssueKind.OtherPicture => "questions whose answers are about another picture",
        DataIssueKind.MissingPicture => "questions whose picture is missing",
        DataIssueKind.AmbiguousPicture => "questions with two pictures",
        DataIssueKind.AnswersWithoutQuestion => "answers without a question",
        DataIssueKind.UnknownId => "maps, explanations or regions of unknown ids",
        DataIssueKind.UnusableMap => "maps that cannot be used",
        _ => "pictures that no question is about",
    };
}
