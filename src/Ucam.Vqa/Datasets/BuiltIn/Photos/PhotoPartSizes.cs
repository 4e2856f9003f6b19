namespace Ucam.Vqa.Datasets.BuiltIn.Photos;

/// <summary>How many photographs each of the <see cref="PhotoParts"/> has.</summary>
internal sealed record PhotoPartSizes(int Trunk, int Labelled, int Asked, int Validation, int Test);
