using Ucam.Vqa.Datasets.Files;

namespace Ucam.Vqa.Datasets.Vqa;

/// <summary>Reads questions and answers of the VQA layout, from one file each or several, and joins them.</summary>
internal static class VqaSource
{
    /// <summary>Reads everything; where there are no annotations, questions stay without answers.</summary>
    /// <param name="builder">Where the questions go.</param>
    /// <param name="questions">Their files.</param>
    /// <param name="annotations">The files of their answers.</param>
    /// <param name="split">Name of the set in a folder of several; empty otherwise.</param>
    /// <returns>The questions by their ids.</returns>
    public static Dictionary<long, SourceQuestion> Read(SourceBuilder builder, IReadOnlyList<string> questions, IReadOnlyList<string> annotations,
        string split = "")
    {
        int before = builder.Questions.Count;
        foreach (string path in questions)
        {
            PictureIndex? beside = builder.Beside(VqaBeside.Folder(path, FormatPart.Images));
            VqaQuestionsFile.Read(path, builder.Pool, question => Add(builder, question, split, beside));
        }
        Dictionary<long, SourceQuestion> byId = ById(builder, before);
        if (annotations.Count > 0) Annotate(builder, byId, annotations);
        return byId;
    }

    private static void Annotate(SourceBuilder builder, Dictionary<long, SourceQuestion> byId, IReadOnlyList<string> annotations)
    {
        int shared = 0;
        foreach (string path in annotations)
        {
            VqaAnnotationsFile.Read(path, builder.Pool, annotation =>
            {
                Join(builder, byId, annotation);
                if (annotation.Entries is not null) shared++;
            });
        }
        if (shared > 0)
            builder.Note($"in {shared} questions people's answers have no answer_id or the same one; the official evaluation leaves out all equal "
            + "ones at once, which lowers its accuracy");
        SelfConfidence.Report(builder, byId.Values);
        foreach (SourceQuestion question in byId.Values)
        {
            if (question.IsBroken || question.Answers is not null) continue;
            question.IsBroken = true;
            builder.Issue(DataIssueKind.NoAnswers, annotations[0], "question_id",
                $"question {question.Id} has no annotation; give the annotations of the same split", question);
        }
    }

    /// <summary>The questions by their ids, the first of each, from one of their places on.</summary>
    private static Dictionary<long, SourceQuestion> ById(SourceBuilder builder, int from)
    {
        Dictionary<long, SourceQuestion> byId = new(builder.Questions.Count - from);
        foreach (SourceQuestion question in builder.Questions.Skip(from)) byId.TryAdd(question.Id, question);
        return byId;
    }

    private static void Add(SourceBuilder builder, VqaQuestion found, string split, PictureIndex? beside)
    {
        var question = new SourceQuestion
        {
            Id = found.QuestionId,
            Place = found.Place,
            Text = found.Text,
            ImageId = found.ImageId,
            PictureName = "",
            Source = found.Source,
            ImageSource = found.ImageSource,
            Part = found.Split.Length > 0 ? found.Split : split,
            Split = split,
        };
        builder.FindByNumber(question, found.ImageId, "image_id", beside);
        builder.Add(question);
    }

    private static void Join(SourceBuilder builder, Dictionary<long, SourceQuestion> byId, VqaAnnotation found)
    {
        if (!byId.TryGetValue(found.QuestionId, out SourceQuestion? question))
            builder.Issue(DataIssueKind.AnswersWithoutQuestion, found.Place.File, found.Place.Field("question_id"),
                $"there is no question {found.QuestionId}");
        else if (question.Answers is not null)
            builder.Break(question, DataIssueKind.DuplicateAnswers, found.Place, "question_id",
                $"question {found.QuestionId} is annotated twice; keep one annotation");
        else if (found.ImageId is { } image && image != question.ImageId)
            builder.Break(question, DataIssueKind.OtherPicture, found.Place, "image_id",
                $"the annotation of question {found.QuestionId} is about picture {image}, the question about {question.ImageId}; "
                + "give matching files");
        else
        {
            (question.Answers, question.AnswersPlace, question.QuestionType, question.AnswerType) =
                (found.Answers, found.Place, found.QuestionType, found.AnswerType);
            question.Confidences = found.Confidences;
        }
    }
}
