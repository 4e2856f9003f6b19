using Ucam.Vqa.Datasets.Files;

namespace Ucam.Vqa.Datasets.Formats;

/// <summary>
/// CLEVR: questions, and scenes where they are there. The region of a question is the objects its program ends on, run on the scene;
/// all objects where it has no program.
/// </summary>
internal sealed class ClevrFormat : FileFormat
{
    private const string Questions = "questions", Scenes = "scenes";

    public override string Name => "clevr";

    public override string About => "CLEVR: questions about drawn solids, with scenes (Johnson et al., CVPR 2017)";

    public override string License => "CC BY 4.0";

    public override IReadOnlyList<FormatPart> Parts { get; } =
    [
        new(Questions, "CLEVR_SPLIT_questions.json", true, shape => shape.Has("questions[].image_filename")),
        new(Scenes, "CLEVR_SPLIT_scenes.json", false, shape => shape.Has("scenes[].objects")),
        FormatPart.Pictures,
    ];

    public override void Read(FormatInput input, SourceBuilder builder)
    {
        Dictionary<string, ClevrScene> scenes = [];
        foreach (string path in input[Scenes]) ClevrScene.ReadAll(path, builder.Pool, scenes);
        foreach (string path in input[Questions])
            JsonLists.Named(path, builder.Pool, "questions", (reader, place) =>
                builder.Add(One(builder, input[Scenes].Count > 0 ? scenes : null, reader, place)));
    }

    /// <summary>CLEVR says yes and no; its generator writes truth values, and Python's str of one is "True".</summary>
    private static string? YesNo(string? answer) => answer?.ToLowerInvariant() switch
    {
        "true" => "yes",
        "false" => "no",
        _ => answer,
    };

    private static SourceQuestion One(SourceBuilder builder, Dictionary<string, ClevrScene>? scenes, JsonFileReader reader, Place place)
    {
        long? id = null, image = null;
        string? picture = null, text = null, answer = null;
        ClevrProgram? program = null;
        while (reader.Property(out string name))
        {
            if (name == "question_index") id = reader.Whole();
            else if (name == "image_index") image = reader.Whole();
            else if (name == "image_filename") picture = reader.Text();
            else if (name == "question") text = reader.Text();
            else if (name == "answer") answer = YesNo(reader.Answer());
            else if (name == "program") program = ClevrProgram.Read(reader);
            else reader.Skip();
        }
        string? missing = id is null ? "question_index" : picture is null ? "image_filename" : text is null ? "question" : null;
        if (missing is not null) throw reader.Wrong($"\"{missing}\" is missing", missing);
        var question = new SourceQuestion
        {
            Id = id!.Value,
            Place = place,
            Text = text!,
            ImageId = image,
            PictureName = picture!,
            Answers = answer is null ? null : [answer],
            QuestionType = program?.QuestionType ?? "",
            AnswerType = AnswerTypes.Of(answer ?? ""),
        };
        builder.FindByName(question, picture!, "image_filename");
        if (scenes is null) return question;
        if (scenes.TryGetValue(picture!, out ClevrScene? scene)) question.Region = scene.Region(program?.Deciding(scene) ?? scene.All);
        else builder.Issue(DataIssueKind.UnknownId, place.File, place.Field("image_filename"), $"there is no scene of {picture}", question);
        return question;
    }
}
