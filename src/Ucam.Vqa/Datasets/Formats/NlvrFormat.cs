using Ucam.Vqa.Datasets.Files;

namespace Ucam.Vqa.Datasets.Formats;

/// <summary>
/// NLVR: human-written sentences about three boxes, true or false, each with six pictures that differ in the order of the boxes.
/// Every picture is a question; the raters' verdicts are its answers and the objects its region. Parts are the directories, which
/// the authors give as folds.
/// </summary>
internal sealed class NlvrFormat : FileFormat
{
    private const string Examples = "examples";

    public override string Name => "nlvr";

    public override string About => "NLVR: sentences about boxes of shapes, with the verdicts of several people (Suhr et al., ACL 2017)";

    public override string License => "CC BY 4.0 (github lil-lab/nlvr)";

    public override IReadOnlyList<FormatPart> Parts { get; } =
        [new(Examples, "train.json, dev.json or test.json", true, shape => shape.Has("sentence") && shape.Has("identifier")), FormatPart.Pictures];

    public override void Read(FormatInput input, SourceBuilder builder)
    {
        foreach (string path in input[Examples])
        {
            string split = Path.GetFileNameWithoutExtension(path);
            JsonLists.Lines(path, builder.Pool, (reader, place) => Add(builder, NlvrExample.Read(reader), split, place));
        }
    }

    /// <summary>What the files call the picture of an order, and its question.</summary>
    public static string SourceOf(string split, NlvrExample example, int order) => $"{split}-{example.Identifier}-{order}";

    /// <summary>Adds the six questions of an example.</summary>
    public static void Add(SourceBuilder builder, NlvrExample example, string split, Place place)
    {
        for (int order = 0; order < NlvrExample.Orders.Count; order++)
        {
            string source = SourceOf(split, example, order), picture = source + ".png";
            var question = new SourceQuestion
            {
                Id = example.Id(order),
                Place = place,
                Text = example.Sentence,
                PictureName = picture,
                Answers = example.Verdicts,
                AnswerType = "yes/no",
                Region = example.Region(order),
                Source = source,
                Part = example.Directory,
            };
            builder.FindByName(question, picture, "identifier");
            builder.Add(question);
        }
    }
}
