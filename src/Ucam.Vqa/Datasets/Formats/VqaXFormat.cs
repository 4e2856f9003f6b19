using Ucam.Vqa.Datasets.Files;
using Ucam.Vqa.Datasets.Vqa;

namespace Ucam.Vqa.Datasets.Formats;

/// <summary>VQA-X: explanations in words of answers to questions of VQA v2; the set is the questions that have one.</summary>
internal sealed class VqaXFormat : VqaFormat
{
    private const string Explanations = "explanations";

    public override string Name => "vqa-x";

    public override string About => "VQA-X: explanations by question, with the VQA v2 files they are about (Park et al., CVPR 2018)";

    public override IReadOnlyList<FormatPart> Parts { get; } =
        [.. new VqaFormat().Parts, new(Explanations, "the explanations file, {\"QUESTION\": [\"…\"]}", true, shape => shape.Has("*[]"))];

    public override void Read(FormatInput input, SourceBuilder builder)
    {
        Dictionary<long, SourceQuestion> byId = VqaSource.Read(builder, input[Questions], input[Annotations]);
        foreach (string path in input[Explanations]) ExplanationsFile.Add(builder, byId, path);
        builder.Keep(q => q.Explanations.Count > 0, "have no explanation");
    }
}
