using Ucam.Vqa.Features;

namespace Ucam.Vqa.Runs;

/// <summary>A part of the data of a run, with the features of its pictures; without, they are decoded and go through the backbone.</summary>
internal sealed record RunPart(IVqaSet Set, IPictureFeatures? Features = null);
