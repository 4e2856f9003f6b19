namespace Ucam.Vqa;

/// <summary>The part of Scenes a set is drawn from; every part has pictures of its own.</summary>
public enum SceneSplit
{
    /// <summary>Pictures to train on.</summary>
    Train,

    /// <summary>Pictures to choose a model by.</summary>
    Validation,

    /// <summary>Pictures to test on, drawn like the training pictures.</summary>
    Test,

    /// <summary>Shifted: every picture is heavily blurred, noisy or dark.</summary>
    TestBlur,

    /// <summary>Shifted: pairs of colour and shape that no training picture and no training question holds.</summary>
    TestCombinations,

    /// <summary>Shifted: 9 to 14 objects a picture where training has 3 to 10.</summary>
    TestCrowded,

    /// <summary>Shifted: the question was asked of another picture and refers to something this one does not hold.</summary>
    TestWrongPicture,
}
