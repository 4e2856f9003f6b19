using System.Text.Json;
using Ucam.Vqa.Datasets.Files;

namespace Ucam.Vqa.Datasets.Vqa;

/// <summary>One entry of an annotations file.</summary>
/// <param name="QuestionId">The question.</param>
/// <param name="ImageId">The picture, where it is named.</param>
/// <param name="QuestionType">Empty where there is none.</param>
/// <param name="AnswerType">That of the file, or made from the answer where it has none.</param>
/// <param name="Answers">What each person said; empty where a file has null.</param>
/// <param name="Entries">What else each person's entry says, where some say the same (no answer_id, or one for several); null otherwise.</param>
/// <param name="Place">Where it stands.</param>
internal sealed record VqaAnnotation(long QuestionId, long? ImageId, string QuestionType, string AnswerType, string[] Answers, string[]? Entries,
    Place Place)
{
    /// <summary>How sure each person said to be ("yes", "maybe", "no"); null where the file does not say it of everyone.</summary>
    public string[]? Confidences { get; init; }
}

/// <summary>Reads the annotations file of the VQA v1 and v2 layout, or VQA-CP's, which is the list alone.</summary>
internal static class VqaAnnotationsFile
{
    public static void Read(string path, TextPool pool, Action<VqaAnnotation> found) =>
        JsonLists.Named(path, pool, "annotations", (reader, place) => found(One(reader, pool, place)));

    private static VqaAnnotation One(JsonFileReader reader, TextPool pool, Place place)
    {
        long? id = null, image = null;
        string questionType = "";
        string? chosen = null, answerType = null;
        string[]? answers = null, entries = null, confidences = null;
        while (reader.Property(out string name))
        {
            if (name == "question_id") id = reader.Id(out _);
            else if (name == "image_id") image = reader.Whole();
            else if (name == "question_type") questionType = reader.Text();
            else if (name == "answer_type") answerType = reader.Text();
            else if (name == "multiple_choice_answer") chosen = Said(reader);
            else if (name == "answers") (answers, entries, confidences) = Answers(reader, pool);
            else reader.Skip();
        }
        if (id is null) throw reader.Wrong("\"question_id\" is missing", "question_id");
        answers ??= chosen is null ? throw reader.Wrong("\"answers\" is missing", "answers") : [chosen];
        return new VqaAnnotation(id.Value, image, questionType, answerType ?? AnswerTypes.Of(chosen ?? answers[0]), answers, entries, place)
        { Confidences = confidences };
    }

    /// <summary>The text of each {"answer"} of a list, at least one, and what else the entries say where that is not different for each.</summary>
    private static (string[] Answers, string[]? Entries, string[]? Confidences) Answers(JsonFileReader reader, TextPool pool)
    {
        List<string> answers = new(10), rest = new(10), confidences = new(10);
        reader.Array();
        while (reader.Item())
        {
            reader.Object();
            (string answer, string others, string? confidence) = Entry(reader);
            answers.Add(answer);
            rest.Add(pool.Take(others));
            if (confidence is not null) confidences.Add(confidence);
        }
        if (answers.Count == 0) throw reader.Wrong("the list is empty; give at least one answer");
        bool apart = rest.Distinct(StringComparer.Ordinal).Count() == rest.Count;
        return ([.. answers], apart ? null : [.. rest], confidences.Count == answers.Count ? [.. confidences] : null);
    }

    private static string? Said(JsonFileReader reader) => reader.Token == JsonTokenType.Null ? null : reader.Text();

    private static (string Answer, string Others, string? Confidence) Entry(JsonFileReader reader)
    {
        bool said = false;
        string? answer = null, confidence = null;
        SortedDictionary<string, string> others = new(StringComparer.Ordinal);
        while (reader.Property(out string name))
        {
            if (name == "answer") (said, answer) = (true, Said(reader));
            else
            {
                if (name == "answer_confidence" && reader.Token == JsonTokenType.String) confidence = reader.Text();
                others[name] = JsonEquality.Text(reader);
            }
        }
        return said ? (answer ?? "", JsonEquality.Fields(others), confidence) : throw reader.Wrong("\"answer\" is missing", "answer");
    }
}
