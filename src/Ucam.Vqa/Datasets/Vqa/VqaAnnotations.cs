using Ucam.Vqa.Datasets.Files;

namespace Ucam.Vqa.Datasets.Vqa;

/// <summary>Annotations on their own, as the official evaluation needs them.</summary>
internal static class VqaAnnotations
{
    /// <summary>Every annotation of some files, in order, as an item without a question.</summary>
    /// <exception cref="UcamException">A file cannot be read or is malformed, or a question is annotated twice.</exception>
    public static IReadOnlyList<VqaItem> Read(IReadOnlyList<string> paths)
    {
        var pool = new TextPool();
        List<VqaItem> items = [];
        HashSet<long> ids = [];
        foreach (string path in paths)
        {
            VqaAnnotationsFile.Read(path, pool, found =>
            {
                if (!ids.Add(found.QuestionId))
                    throw new UcamException($"{path}: {found.Place.Field("question_id")}: question "
                        + $"{found.QuestionId} is annotated twice; keep one annotation.")
                    { File = path, Field = found.Place.Field("question_id") };
                items.Add(new VqaItem
                {
                    QuestionId = found.QuestionId,
                    ImageId = found.ImageId ?? 0,
                    Picture = 0,
                    Question = "",
                    Answers = found.Answers,
                    AnswerEntries = found.Entries,
                    QuestionType = found.QuestionType,
                    AnswerType = found.AnswerType,
                });
            });
        }
        return items.Count > 0 ? items : throw new UcamException($"{string.Join(", ", paths)}: there are no annotations; give the file of the split.")
        { File = paths[0], Field = "annotations" };
    }
}
