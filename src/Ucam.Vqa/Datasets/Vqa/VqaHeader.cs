using System.Text.Json;

namespace Ucam.Vqa.Datasets.Vqa;

/// <summary>The parts of the VQA v2 layout that are the same in every file or entry.</summary>
internal static class VqaHeader
{
    public static void Write(Utf8JsonWriter json, IVqaSet set, string split, string license, bool questions)
    {
        json.WriteStartObject("info");
        json.WriteString("description", $"{set.Name}, in the VQA v2.0 layout");
        json.WriteString("version", "2.0");
        json.WriteEndObject();
        if (questions) json.WriteString("task_type", "Open-Ended");
        json.WriteString("data_type", set.Name);
        json.WriteString("data_subtype", split);
        json.WriteStartObject("license");
        json.WriteString("name", license);
        json.WriteEndObject();
    }

    public static void WriteAnnotation(Utf8JsonWriter json, VqaItem item)
    {
        json.WriteStartObject();
        json.WriteNumber("question_id", item.QuestionId);
        json.WriteNumber("image_id", item.ImageId);
        json.WriteString("question_type", item.QuestionType);
        json.WriteString("answer_type", item.AnswerType);
        json.WriteString("multiple_choice_answer", MostCommon(item));
        json.WriteStartArray("answers");
        for (int a = 0; a < item.Answers.Count; a++)
        {
            json.WriteStartObject();
            json.WriteString("answer", item.Answers[a]);
            json.WriteString("answer_confidence", item.AnswerConfidences?[a] ?? "yes");
            json.WriteNumber("answer_id", a + 1);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static string MostCommon(VqaItem item) => CommonestAnswer.Of(item.Answers)
        ?? throw new UcamException($"Question {item.QuestionId} has no answers, so its annotation cannot be written; export a labelled set.")
        { Field = "answers" };
}
