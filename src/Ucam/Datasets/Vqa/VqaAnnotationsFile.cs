using System.Text.Json;

namespace Ucam.Datasets.Vqa;

/// <summary>One entry of an annotations file.</summary>
internal sealed record VqaAnnotation(long QuestionId, long? ImageId, string QuestionType, string AnswerType, string[] Answers);

/// <summary>Reads the annotations file of the VQA v1 and v2 layout.</summary>
internal static class VqaAnnotationsFile
{
    public static Dictionary<long, VqaAnnotation> Read(string path, Dictionary<string, string> shared)
    {
        var reader = new VqaJsonReader(path, shared);
        Dictionary<long, VqaAnnotation>? annotations = null;
        reader.Open(JsonTokenType.StartObject);
        while (reader.Property(out string name))
        {
            if (name == "annotations") annotations = ReadAll(ref reader);
            else reader.Skip();
        }
        reader.End();
        return annotations ?? throw new UcamException($"{path}: there is no \"annotations\" list; give an annotations file in the VQA layout.")
        {
            File = path,
            Field = "annotations",
        };
    }

    private static Dictionary<long, VqaAnnotation> ReadAll(ref VqaJsonReader reader)
    {
        Dictionary<long, VqaAnnotation> annotations = [];
        reader.Where = "annotations";
        reader.Open(JsonTokenType.StartArray);
        for (reader.Next(); reader.Token != JsonTokenType.EndArray; reader.Next())
        {
            reader.Where = $"annotations[{annotations.Count}]";
            reader.Require(JsonTokenType.StartObject);
            var annotation = ReadOne(ref reader);
            if (!annotations.TryAdd(annotation.QuestionId, annotation))
                throw reader.Wrong($"question_id {annotation.QuestionId} is annotated twice; keep one annotation", "question_id");
        }
        reader.Where = "";
        return annotations;
    }

    private static VqaAnnotation ReadOne(ref VqaJsonReader reader)
    {
        long? id = null, image = null;
        string questionType = "", answerType = "other";
        string? chosen = null;
        string[]? answers = null;
        while (reader.Property(out string name))
        {
            if (name == "question_id") id = reader.Whole(name);
            else if (name == "image_id") image = reader.Whole(name);
            else if (name == "question_type") questionType = reader.Text(name);
            else if (name == "answer_type") answerType = reader.Text(name);
            else if (name == "multiple_choice_answer") chosen = reader.Text(name);
            else if (name == "answers") answers = ReadAnswers(ref reader);
            else reader.Skip();
        }
        if (id is null) throw reader.Wrong("\"question_id\" is missing", "question_id");
        answers ??= chosen is null ? throw reader.Wrong("\"answers\" is missing", "answers") : [chosen];
        return new VqaAnnotation(id.Value, image, questionType, answerType, answers);
    }

    private static string[] ReadAnswers(ref VqaJsonReader reader)
    {
        List<string> answers = [];
        string outer = reader.Where;
        reader.Open(JsonTokenType.StartArray);
        for (reader.Next(); reader.Token != JsonTokenType.EndArray; reader.Next())
        {
            reader.Where = $"{outer}.answers[{answers.Count}]";
            reader.Require(JsonTokenType.StartObject);
            string? answer = null;
            while (reader.Property(out string name))
            {
                if (name == "answer") answer = reader.Text(name);
                else reader.Skip();
            }
            answers.Add(answer ?? throw reader.Wrong("\"answer\" is missing", "answer"));
        }
        reader.Where = outer;
        return answers.Count > 0 ? [.. answers] : throw reader.Wrong("\"answers\" is empty; give at least one", "answers");
    }
}
