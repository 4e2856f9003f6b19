using Ucam.Vqa.Datasets.Files;
using Ucam.Vqa.Datasets.Vqa;

namespace Ucam.Vqa.Datasets.Formats;

/// <summary>VQA-HAT: where people looked to answer questions of VQA v1; the set is the questions that have a map.</summary>
internal sealed class VqaHatFormat : VqaFormat
{
    private const string Maps = "maps";

    public override string Name => "vqa-hat";

    public override string About => "VQA-HAT: a folder of people's attention maps, with the VQA v1 files they are about (Das et al., EMNLP 2016)";

    public override IReadOnlyList<FormatPart> Parts { get; } =
        [.. new VqaFormat().Parts.SkipLast(1), new(Maps, "the folder of maps named QUESTION_PERSON.png", true, null, AttentionMaps.IsFolder),
            FormatPart.Pictures];

    public override void Read(FormatInput input, SourceBuilder builder)
    {
        Dictionary<long, SourceQuestion> byId = VqaSource.Read(builder, input[Questions], input[Annotations]);
        foreach (string folder in input[Maps]) AttentionMaps.Add(builder, byId, folder, look: true);
        builder.Keep(q => q.Maps.Count > 0, "have no map");
    }
}
