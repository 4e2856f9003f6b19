using Ucam.Datasets.Files;
using Ucam.Datasets.Vqa;

namespace Ucam.Datasets.Formats;

/// <summary>VQA v1 (open-ended) and v2, and what Ucam exports.</summary>
internal class VqaFormat : DataFormat
{
    public const string Questions = "questions", Annotations = "annotations";

    public override string Name => "vqa";

    public override string About => "VQA v1 and v2: questions and annotations JSON, COCO pictures (visualqa.org)";

    public override string License => "questions and answers: CC BY 4.0 (visualqa.org)";

    public override IReadOnlyList<FormatPart> Parts { get; } =
    [
        new(Questions, "the questions file", true, shape => shape.Has("questions[].question_id")),
        new(Annotations, "the annotations file", false, shape => shape.Has("annotations[].question_id")),
        FormatPart.Pictures,
    ];

    public override void Read(FormatInput input, SourceBuilder builder)
    {
        VqaSource.Read(builder, input[Questions], input[Annotations]);
        foreach (string path in input[Questions]) VqaBeside.Add(builder, path);
    }
}
