using Ucam.Datasets.Files;

namespace Ucam.Datasets.Vqa;

/// <summary>Reads questions and answers of the VQA layout, from one file each or several, and joins them.</summary>
internal static class VqaSource
{
    /// <summary>Reads everything; where there are no annotations, questions stay without answers.</summary>
    public static void Read(SourceBuilder builder, IReadOnlyList<string> questions, IReadOnlyList<string> annotations)
    {
        foreach (string path in questions) VqaQuestionsFile.Read(path, builder.Pool, question => Add(builder, question));
        if (annotations.Count == 0) return;
        Dictionary<long, SourceQuestion> byId = ById(builder);
        foreach (string path in annotations) VqaAnnotationsFile.Read(path, builder.Pool, annotation => Join(builder, byId, annotation));
        foreach (SourceQuestion question in byId.Values)
        {
            if (question.IsBroken || question.Answers is not null) continue;
            question.IsBroken = true;
            builder.Issue(DataIssueKind.NoAnswers, annotations[0], "question_id", $"question {question.Id} has no annotation; give the annotations of the same split", question);
        }
    }

    /// <summary>The questions by their ids, the first of each.</summary>
    public static Dictionary<long, SourceQuestion> ById(SourceBuilder builder)
    {
        Dictionary<long, SourceQuestion> byId = new(builder.Questions.Count);
        foreach (SourceQuestion question in builder.Questions) byId.TryAdd(question.Id, question);
        return byId;
    }

    private static void Add(SourceBuilder builder, VqaQuestion found)
    {
        var question = new SourceQuestion
        {
            Id = found.QuestionId,
            Place = found.Place,
            Text = found.Text,
            ImageId = found.ImageId,
            PictureName = "",
            Source = found.Source,
            Part = found.Split,
        };
        builder.FindByNumber(question, found.ImageId, "image_id");
        builder.Add(question);
    }

    private static void Join(SourceBuilder builder, Dictionary<long, SourceQuestion> byId, VqaAnnotation found)
    {
        if (!byId.TryGetValue(found.QuestionId, out SourceQuestion? question))
            builder.Issue(DataIssueKind.AnswersWithoutQuestion, found.Place.File, found.Place.Field("question_id"), $"there is no question {found.QuestionId}");
        else if (question.Answers is not null)
            builder.Break(question, DataIssueKind.DuplicateAnswers, found.Place, "question_id", $"question {found.QuestionId} is annotated twice; keep one annotation");
        else if (found.ImageId is { } image && image != question.ImageId)
            builder.Break(question, DataIssueKind.OtherPicture, found.Place, "image_id", $"the annotation of question {found.QuestionId} is about picture {image}, the question about {question.ImageId}; give matching files");
        else (question.Answers, question.QuestionType, question.AnswerType) = (found.Answers, found.QuestionType, found.AnswerType);
    }
}
