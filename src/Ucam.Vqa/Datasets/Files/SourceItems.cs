namespace Ucam.Vqa.Datasets.Files;

/// <summary>Turns checked questions into a set: pictures numbered, questions joined to them.</summary>
internal static class SourceItems
{
    public static FileSet Make(string name, List<SourceQuestion> questions)
    {
        Dictionary<(long, string), int> numbers = [];
        List<string?> pictures = [];
        var items = new VqaItem[questions.Count];
        for (int i = 0; i < items.Length; i++)
        {
            SourceQuestion question = questions[i];
            // Splits of one folder may give two pictures the same number.
            var key = (question.ImageId ?? 0, question.Picture ?? question.PictureName);
            if (!numbers.TryGetValue(key, out int picture))
            {
                numbers[key] = picture = pictures.Count;
                pictures.Add(question.Picture);
            }
            items[i] = Item(question, picture);
        }
        return new FileSet(name, [.. pictures], items,
            questions.Exists(q => q.Region is not null) ? [.. questions.Select(q => q.Region)] : null,
            questions.Exists(q => q.Maps.Count > 0) ? [.. questions.Select(q => q.Maps)] : null);
    }

    private static VqaItem Item(SourceQuestion question, int picture) => new()
    {
        QuestionId = question.Id,
        ImageId = question.ImageId ?? picture + 1,
        Picture = picture,
        Question = question.Text,
        Answers = question.Answers ?? [],
        AnswerConfidences = question.Confidences,
        QuestionType = question.QuestionType,
        AnswerType = question.AnswerType,
        TrueDistribution = question.TrueDistribution,
        Explanations = question.Explanations,
        Source = question.Source,
        ImageSource = question.ImageSource ?? (question.ImageId is null ? question.PictureName : null),
    };
}
