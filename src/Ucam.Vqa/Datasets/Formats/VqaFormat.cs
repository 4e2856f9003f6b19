using Ucam.Vqa.Datasets.Files;
using Ucam.Vqa.Datasets.Vqa;

namespace Ucam.Vqa.Datasets.Formats;

/// <summary>VQA v1 (open-ended) and v2, and what Ucam exports.</summary>
internal class VqaFormat : FileFormat
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
        string[] splits = [.. input[Questions].Where(path => VqaBeside.Folder(path, FormatPart.Images) is not null)];
        // One set beside its pictures may be in several files; several are sets of their own, whose ids may be the same.
        if (splits.Length < 2) splits = [];
        foreach (string path in splits)
            ReadSet(builder, [path], [.. input[Annotations].Where(a => a == VqaBeside.File(path, "_annotations.json"))], VqaBeside.Split(path));
        string[] others = [.. input[Questions].Except(splits)],
            answers = [.. input[Annotations].Where(a => !Array.Exists(splits, path => a == VqaBeside.File(path, "_annotations.json")))];
        if (others.Length > 0 || answers.Length > 0) ReadSet(builder, others, answers, "");
    }

    private static void ReadSet(SourceBuilder builder, IReadOnlyList<string> questions, IReadOnlyList<string> annotations, string split)
    {
        Dictionary<long, SourceQuestion> byId = VqaSource.Read(builder, questions, annotations, split);
        foreach (string path in questions) VqaBeside.Add(builder, byId, path, look: true);
    }
}
