namespace Ucam.Vqa.Training.Recipes;

/// <summary>What a recipe with <c>set: nlvr-style</c> takes of NLVR's development split (docs/nlvr.md).</summary>
internal sealed record NlvrRecipe
{
    internal const string Set = "nlvr-style";

    /// <summary>Directories of the development split that are held out to choose the epoch; the authors give them as folds.</summary>
    public IReadOnlyList<string> HeldOut { get; init; } = ["5"];

    /// <summary>
    /// How often each person's sentence is asked of its picture in an epoch, 0 to data.questions_per_picture; drawn sentences about the
    /// same picture fill up to that number.
    /// </summary>
    public int Repeats { get; init; } = 2;

    internal void Validate(int questionsPerPicture)
    {
        Check.Range("data.nlvr.repeats", Repeats, 0, questionsPerPicture);
        if (HeldOut.Count == 0 || HeldOut.Any(string.IsNullOrWhiteSpace))
            throw new UcamException("data.nlvr.held_out needs one or more directories of the development split, such as [\"5\"].")
            { Field = "held_out" };
    }
}
