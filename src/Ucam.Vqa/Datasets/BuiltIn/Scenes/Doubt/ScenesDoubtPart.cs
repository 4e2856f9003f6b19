namespace Ucam.Vqa.Datasets.BuiltIn.Scenes.Doubt;

/// <summary>The parts of Scenes-Doubt. The tests ask the same questions of pictures made from the same scenes.</summary>
internal enum ScenesDoubtPart
{
    /// <summary>Scenes, to train on.</summary>
    Train,

    /// <summary>Scenes, to choose a model by.</summary>
    Validation,

    /// <summary>Every difficulty is there: of objects that matter for the question and, the same, of one that does not.</summary>
    Test,

    /// <summary>None is there: the repaired pictures.</summary>
    TestRepaired,

    /// <summary>Partially repaired: those that matter are not there, those that do not are.</summary>
    TestPartial,

    /// <summary>One that matters is there.</summary>
    TestPlanted,

    /// <summary>The same one is there, of the object that does not matter.</summary>
    TestControl,

    /// <summary>No difficulty, but the object asked about has a colour that training never shows with its shape; its colour is not asked.</summary>
    TestUnfamiliar,

    /// <summary>The same with a colour that training shows.</summary>
    TestFamiliar,
}
