using Ucam.Vqa.Datasets.Files;

namespace Ucam.Vqa.Datasets.Formats;

/// <summary>
/// SLAKE: questions in English and Chinese (the parts) about radiology pictures with masks of their organs. The region of a question
/// is the mask, narrowed to the boxes of the organs it or its answer names where the picture's detection.json has them.
/// </summary>
internal sealed class SlakeFormat : FileFormat
{
    private const string Questions = "questions";

    public override string Name => "slake";

    public override string About => "SLAKE: bilingual questions about radiology pictures with organ masks (Liu et al., ISBI 2021)";

    public override string License => "CC BY 4.0";

    public override IReadOnlyList<FormatPart> Parts { get; } =
        [new(Questions, "train.json, validate.json or test.json", true, shape => shape.Has("[].qid") && shape.Has("[].img_name")),
            FormatPart.Pictures];

    public override void Read(FormatInput input, SourceBuilder builder)
    {
        var organs = new SlakeOrgans(builder.Pool);
        foreach (string path in input[Questions])
            JsonLists.Named(path, builder.Pool, "questions", (reader, place) => builder.Add(One(builder, organs, reader, place)));
    }

    private static SourceQuestion One(SourceBuilder builder, SlakeOrgans organs, JsonFileReader reader, Place place)
    {
        long? id = null, image = null;
        string? picture = null, text = null, answer = null, answerType = null, source = null;
        string type = "", language = "";
        while (reader.Property(out string name))
        {
            if (name == "qid") id = reader.Id(out source);
            else if (name == "img_id") image = reader.Whole();
            else if (name == "img_name") picture = reader.Text();
            else if (name == "question") text = reader.Text();
            else if (name == "answer") answer = reader.Answer();
            else if (name == "answer_type") answerType = reader.Answer();
            else if (name == "content_type") type = reader.Text();
            else if (name == "q_lang") language = reader.Text();
            else reader.Skip();
        }
        string? missing = id is null ? "qid" : picture is null ? "img_name" : text is null ? "question" : null;
        if (missing is not null) throw reader.Wrong($"\"{missing}\" is missing", missing);
        var question = new SourceQuestion
        {
            Id = id!.Value,
            Place = place,
            Text = text!,
            ImageId = image,
            PictureName = picture!,
            Answers = answer is null ? null : [answer],
            QuestionType = type,
            AnswerType = AnswerTypes.Of(answer ?? "", answerType),
            Source = source,
            Part = language,
        };
        builder.FindByName(question, picture!, "img_name");
        question.Region = organs.Region(question);
        return question;
    }
}
