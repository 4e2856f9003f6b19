using Ucam.Datasets.Files;

namespace Ucam.Datasets.Vqa;

/// <summary>One entry of an annotations file.</summary>
internal sealed record VqaAnnotation(long QuestionId, long? ImageId, string QuestionType, string AnswerType, string[] Answers, Place Place);

/// <summary>Reads the annotations file of the VQA v1 and v2 layout, or VQA-CP's, which is the list alone.</summary>
internal static class VqaAnnotationsFile
{
    public static void Read(string path, TextPool pool, Action<VqaAnnotation> found) =>
        JsonLists.Named(path, pool, "annotations", (reader, place) => found(One(reader, place)));

    private static VqaAnnotation One(JsonFileReader reader, Place place)
    {
        long? id = null, image = null;
        string questionType = "", answerType = "other";
        string? chosen = null;
        string[]? answers = null;
        while (reader.Property(out string name))
        {
            if (name == "question_id") id = reader.Whole();
            else if (name == "image_id") image = reader.Whole();
            else if (name == "question_type") questionType = reader.Text();
            else if (name == "answer_type") answerType = reader.Text();
            else if (name == "multiple_choice_answer") chosen = reader.Text();
            else if (name == "answers") answers = Answers(reader);
            else reader.Skip();
        }
        if (id is null) throw reader.Wrong("\"question_id\" is missing", "question_id");
        answers ??= chosen is null ? throw reader.Wrong("\"answers\" is missing", "answers") : [chosen];
        return new VqaAnnotation(id.Value, image, questionType, answerType, answers, place);
    }

    /// <summary>The text of each {"answer"} of a list, at least one.</summary>
    public static string[] Answers(JsonFileReader reader)
    {
        List<string> answers = new(10);
        reader.Array();
        while (reader.Item())
        {
            reader.Object();
            string? answer = null;
            while (reader.Property(out string name))
            {
                if (name == "answer") answer = reader.Text();
                else reader.Skip();
            }
            answers.Add(answer ?? throw reader.Wrong("\"answer\" is missing", "answer"));
        }
        return answers.Count > 0 ? [.. answers] : throw reader.Wrong("the list is empty; give at least one answer");
    }
}
