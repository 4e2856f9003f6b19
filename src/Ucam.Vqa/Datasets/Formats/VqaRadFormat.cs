using Ucam.Vqa.Datasets.Files;

namespace Ucam.Vqa.Datasets.Formats;

/// <summary>VQA-RAD: clinicians' questions about radiology pictures; parts are train and test, as the phrase types say.</summary>
internal sealed class VqaRadFormat : FileFormat
{
    private const string Questions = "questions";

    public override string Name => "vqa-rad";

    public override string About => "VQA-RAD: clinicians' questions about radiology pictures (Lau et al., Scientific Data 2018)";

    public override string License => "CC0 1.0";

    public override IReadOnlyList<FormatPart> Parts { get; } =
        [new(Questions, "VQA_RAD Dataset Public.json", true, shape => shape.Has("[].qid") && shape.Has("[].image_name")), FormatPart.Pictures];

    public override void Read(FormatInput input, SourceBuilder builder)
    {
        foreach (string path in input[Questions])
            JsonLists.Named(path, builder.Pool, "questions", (reader, place) => builder.Add(One(builder, reader, place)));
    }

    private static SourceQuestion One(SourceBuilder builder, JsonFileReader reader, Place place)
    {
        long? id = null;
        string? picture = null, text = null, answer = null, answerType = null, source = null;
        string type = "", phrase = "";
        while (reader.Property(out string name))
        {
            if (name == "qid") id = reader.Id(out source);
            else if (name == "image_name") picture = reader.Text();
            else if (name == "question") text = reader.Text();
            else if (name == "answer") answer = reader.Answer()?.Trim();
            else if (name == "answer_type") answerType = reader.Answer();
            else if (name == "question_type") type = reader.Text().Trim();
            else if (name == "phrase_type") phrase = reader.Text().Trim();
            else reader.Skip();
        }
        string? missing = id is null ? "qid" : picture is null ? "image_name" : text is null ? "question" : null;
        if (missing is not null) throw reader.Wrong($"\"{missing}\" is missing", missing);
        var question = new SourceQuestion
        {
            Id = id!.Value,
            Place = place,
            Text = text!,
            PictureName = picture!,
            Answers = answer is null ? null : [answer],
            QuestionType = type,
            AnswerType = AnswerTypes.Of(answer ?? "", answerType),
            Source = source,
            Part = phrase.StartsWith("test", StringComparison.Ordinal) ? "test" : "train",
        };
        builder.FindByName(question, picture!, "image_name");
        return question;
    }
}
