using System.Text.Json;

namespace Ucam.Datasets.Vqa;

/// <summary>One entry of a questions file.</summary>
internal readonly record struct VqaQuestion(long QuestionId, long ImageId, string Text);

/// <summary>Reads the questions file of the VQA v1 and v2 layout.</summary>
internal static class VqaQuestionsFile
{
    public static List<VqaQuestion> Read(string path, Dictionary<string, string> shared)
    {
        var reader = new VqaJsonReader(path, shared);
        List<VqaQuestion>? questions = null;
        reader.Open(JsonTokenType.StartObject);
        while (reader.Property(out string name))
        {
            if (name == "questions") questions = ReadAll(ref reader);
            else reader.Skip();
        }
        reader.End();
        if (questions is null) throw new UcamException($"{path}: there is no \"questions\" list; give a questions file in the VQA layout.") { File = path, Field = "questions" };
        if (questions.Count == 0) throw new UcamException($"{path}: the \"questions\" list is empty; give at least one question.") { File = path, Field = "questions" };
        return questions;
    }

    private static List<VqaQuestion> ReadAll(ref VqaJsonReader reader)
    {
        List<VqaQuestion> questions = [];
        HashSet<long> ids = [];
        reader.Where = "questions";
        reader.Open(JsonTokenType.StartArray);
        for (reader.Next(); reader.Token != JsonTokenType.EndArray; reader.Next())
        {
            reader.Where = $"questions[{questions.Count}]";
            reader.Require(JsonTokenType.StartObject);
            var question = ReadOne(ref reader);
            if (!ids.Add(question.QuestionId)) throw reader.Wrong($"question_id {question.QuestionId} occurs twice; every question needs its own", "question_id");
            questions.Add(question);
        }
        reader.Where = "";
        return questions;
    }

    private static VqaQuestion ReadOne(ref VqaJsonReader reader)
    {
        long? id = null, image = null;
        string? text = null;
        while (reader.Property(out string name))
        {
            if (name == "question_id") id = reader.Whole(name);
            else if (name == "image_id") image = reader.Whole(name);
            else if (name == "question") text = reader.Text(name);
            else reader.Skip();
        }
        string? missing = id is null ? "question_id" : image is null ? "image_id" : text is null ? "question" : null;
        return missing is null ? new VqaQuestion(id!.Value, image!.Value, text!) : throw reader.Wrong($"\"{missing}\" is missing", missing);
    }
}
