using Ucam.Vqa.Datasets.Files;

namespace Ucam.Vqa.Datasets.Formats;

/// <summary>
/// GQA: questions by id, and scene graphs where they are there. The region of a question is the objects that its annotations link
/// its words and its answer to.
/// </summary>
internal sealed class GqaFormat : FileFormat
{
    private const string Questions = "questions", Graphs = "scene graphs";

    public override string Name => "gqa";

    public override string About => "GQA: compositional questions about photographs, with scene graphs (Hudson and Manning, CVPR 2019)";

    public override string License => "CC BY 4.0";

    public override IReadOnlyList<FormatPart> Parts { get; } =
    [
        new(Questions, "the questions file", true, shape => shape.Has("*.imageId")),
        new(Graphs, "the scene graphs file", false, shape => shape.Has("*.objects")),
        FormatPart.Pictures,
    ];

    public override void Read(FormatInput input, SourceBuilder builder)
    {
        Dictionary<string, List<GqaLinks>> linked = [];
        foreach (string path in input[Questions])
        {
            JsonLists.Keyed(path, builder.Pool, (reader, key) =>
            {
                SourceQuestion question = One(builder, reader, key, new Place(path, key, -1), out List<string> objects);
                builder.Add(question);
                if (objects.Count == 0) return;
                if (!linked.TryGetValue(question.PictureName, out List<GqaLinks>? links)) linked[question.PictureName] = links = [];
                links.Add(new GqaLinks(question, objects));
            });
        }
        foreach (string path in input[Graphs]) GqaSceneGraphs.Read(path, builder, linked);
    }

    private static SourceQuestion One(SourceBuilder builder, JsonFileReader reader, string key, Place place, out List<string> objects)
    {
        string? picture = null, text = null, answer = null;
        string type = "";
        objects = [];
        reader.Object();
        while (reader.Property(out string name))
        {
            if (name == "imageId") picture = reader.Loose();
            else if (name == "question") text = reader.Text();
            else if (name == "answer") answer = reader.Answer();
            else if (name == "types") type = Structural(reader);
            else if (name == "annotations") Links(reader, objects);
            else reader.Skip();
        }
        string? missing = picture is null ? "imageId" : text is null ? "question" : null;
        if (missing is not null) throw reader.Wrong($"\"{missing}\" is missing", missing);
        var question = new SourceQuestion
        {
            Id = TextId.Number(key, out string? source),
            Place = place,
            Text = text!,
            PictureName = picture!,
            Answers = answer is null ? null : [answer],
            QuestionType = type,
            AnswerType = AnswerTypes.Of(answer ?? ""),
            Source = source,
        };
        builder.FindByName(question, picture + ".jpg", "imageId");
        return question;
    }

    private static string Structural(JsonFileReader reader)
    {
        string type = "";
        reader.Object();
        while (reader.Property(out string name))
        {
            if (name == "structural") type = reader.Text();
            else reader.Skip();
        }
        return type;
    }

    /// <summary>The objects of {"question": {"4": "OBJECT"}, "answer": {"0": "OBJECT"}}; those of the full answer are the same ones.</summary>
    private static void Links(JsonFileReader reader, List<string> objects)
    {
        reader.Object();
        while (reader.Property(out string side))
        {
            if (side is not ("question" or "answer"))
            {
                reader.Skip();
                continue;
            }
            reader.Object();
            while (reader.Property(out _))
                objects.AddRange(reader.Loose().Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Except(objects));
        }
    }
}
