using Ucam.Vqa.Datasets.Files;

namespace Ucam.Vqa.Datasets.Formats;

/// <summary>VQA-CP v1 and v2: VQA's entries as bare lists, split so that answers shift; the parts are the COCO splits of the pictures.</summary>
internal sealed class VqaCpFormat : VqaFormat
{
    public override string Name => "vqa-cp";

    public override string About =>
        "VQA-CP v1 and v2: lists of questions and annotations, COCO pictures of train2014 and val2014 (Agrawal et al., CVPR 2018)";

    public override IReadOnlyList<FormatPart> Parts { get; } =
    [
        new(Questions, "the questions list", true, shape => shape.Has("[].question_id") && shape.Has("[].question") && !shape.Has("[].answers")),
        new(Annotations, "the annotations list", false, shape => shape.Has("[].question_id") && shape.Has("[].answers")),
        FormatPart.Pictures,
    ];
}
