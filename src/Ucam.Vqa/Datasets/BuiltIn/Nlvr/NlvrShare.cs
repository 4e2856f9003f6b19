namespace Ucam.Vqa.Datasets.BuiltIn.Nlvr;

/// <summary>What a recipe with <c>set: nlvr</c> takes of NLVR's development split (docs/nlvr.md).</summary>
internal sealed record NlvrShare
{
    /// <summary>Directories of the development split that are held out to choose the epoch; the authors give them as folds.</summary>
    [Count(1), Filled]
    public IReadOnlyList<string> HeldOut { get; init; } = ["5"];

    /// <summary>
    /// How often each person's sentence is asked of its picture in an epoch, 0 to data.questions_per_picture; drawn sentences about the
    /// same picture fill up to that number.
    /// </summary>
    [AtLeast(0)]
    public int Repeats { get; init; } = 2;
}
