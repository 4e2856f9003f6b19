namespace Ucam.Vqa.Datasets.BuiltIn.Photos.Doubt;

/// <summary>The parts of Photos-Doubt. The tests ask the same questions of the same mosaics, in which one or two photographs differ.</summary>
internal enum PhotosDoubtPart
{
    /// <summary>Photos, to train on.</summary>
    Train,

    /// <summary>Photos, to choose a model by.</summary>
    Validation,

    /// <summary>A tile that decides and one that does not show photographs that people do not agree about.</summary>
    Test,

    /// <summary>People agree about all: the repaired mosaics.</summary>
    TestRepaired,

    /// <summary>They do not agree about the tile that decides.</summary>
    TestPlanted,

    /// <summary>They do not agree about the other.</summary>
    TestControl,
}
