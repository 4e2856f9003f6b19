using Ucam.Vqa.Features;
using Ucam.Vqa.Models;
using Ucam.Vqa.Training.Steps;

namespace Ucam.Vqa.Training;

/// <summary>A part of the data of a run.</summary>
/// <param name="Set">Pictures, questions and answers.</param>
/// <param name="Questions">The questions as the network reads them.</param>
/// <param name="Features">The features of the pictures; null where they are decoded and go through the backbone, or nothing looks at them.</param>
internal sealed record RunPart(IVqaSet Set, EncodedQuestions Questions, IPictureFeatures? Features = null)
{
    /// <summary>A set as a network's vocabularies read it.</summary>
    public static RunPart Of(IVqaSet set, VqaNetwork network, IPictureFeatures? features = null) =>
        new(set, EncodedQuestions.From(set, network.Words, network.Answers), features);

    /// <summary>The ids of some questions and of their pictures.</summary>
    public BatchIds Ids(int[] items) => new([.. items.Select(i => Set.Items[i].QuestionId)], [.. items.Select(i => Set.Items[i].ImageId).Distinct()]);
}
