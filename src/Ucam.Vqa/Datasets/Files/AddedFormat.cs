namespace Ucam.Vqa.Datasets.Files;

/// <summary>A format that an application added.</summary>
internal sealed class AddedFormat(DataFormat format) : FileFormat
{
    private const string Questions = "questions";

    public override string Name => format.Name;

    public override string About => format.About;

    public override string License => format.License;

    public override IReadOnlyList<FormatPart> Parts { get; } =
        [new(Questions, "its files of questions", true, null) { File = format.Reads }, FormatPart.Pictures];

    public override void Read(FormatInput input, SourceBuilder builder)
    {
        foreach (string path in input[Questions])
        {
            int count = 0;
            foreach (FileQuestion question in format.Read(path)) Add(builder, question, new Place(path, question.Place ?? $"question {++count}", -1));
        }
    }

    private static void Add(SourceBuilder builder, FileQuestion question, Place place)
    {
        string? source = null;
        var found = new SourceQuestion
        {
            Id = question.Id is { Length: > 0 } id ? TextId.Number(id, out source) : builder.Questions.Count + 1,
            Place = place,
            Text = question.Question,
            PictureName = question.Picture,
            Answers = question.Answers.Count == 0 ? null : [.. question.Answers],
            QuestionType = question.QuestionType,
            AnswerType = AnswerTypes.Of(question.Answers.Count > 0 ? question.Answers[0] : "", question.AnswerType),
            Source = source,
            Part = question.Part,
        };
        builder.FindByName(found, question.Picture, "picture");
        builder.Add(found);
    }
}
