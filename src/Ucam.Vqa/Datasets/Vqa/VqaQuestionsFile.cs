using Ucam.Vqa.Datasets.Files;

namespace Ucam.Vqa.Datasets.Vqa;

/// <summary>One entry of a questions file.</summary>
internal readonly record struct VqaQuestion(long QuestionId, long ImageId, string Text, string? Source, string? ImageSource, string Split,
    Place Place);

/// <summary>Reads the questions file of the VQA v1 and v2 layout, or VQA-CP's, which is the list alone.</summary>
internal static class VqaQuestionsFile
{
    public static void Read(string path, TextPool pool, Action<VqaQuestion> found)
    {
        int count = JsonLists.Named(path, pool, "questions", (reader, place) => found(One(reader, place)));
        if (count == 0)
            throw new UcamException($"{path}: the \"questions\" list is empty; give at least one question.") { File = path, Field = "questions" };
    }

    private static VqaQuestion One(JsonFileReader reader, Place place)
    {
        long? id = null, image = null;
        string? text = null, written = null, source = null, imageSource = null, split = null;
        while (reader.Property(out string name))
        {
            if (name == "question_id") id = reader.Id(out written);
            else if (name == "image_id") image = reader.Whole();
            else if (name == "question") text = reader.Text();
            else if (name == "source") source = reader.Text();
            else if (name == "image_source") imageSource = reader.Text();
            else if (name == "coco_split") split = reader.Text();
            else reader.Skip();
        }
        string? missing = id is null ? "question_id" : image is null ? "image_id" : text is null ? "question" : null;
        return missing is null
            ? new VqaQuestion(id!.Value, image!.Value, text!, source ?? written, imageSource, split ?? "", place)
            : throw reader.Wrong($"\"{missing}\" is missing", missing);
    }
}
