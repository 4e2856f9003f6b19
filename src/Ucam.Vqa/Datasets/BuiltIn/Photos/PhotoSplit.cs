namespace Ucam.Vqa.Datasets.BuiltIn.Photos;

/// <summary>The part of Photos a set is built from.</summary>
internal enum PhotoSplit
{
    /// <summary>Mosaics of the 50,000 training photographs, whose only answer is their label.</summary>
    Train,

    /// <summary>Mosaics of the first 2,000 photographs that people were asked about.</summary>
    Validation,

    /// <summary>Mosaics of the other 8,000 photographs that people were asked about.</summary>
    Test,

    /// <summary>Those 8,000 photographs, each once and alone, with one question: what it is.</summary>
    TestSingle,

    /// <summary>Shifted: the mosaics of the test are blurred, noisy or dark.</summary>
    TestBlur,
}
