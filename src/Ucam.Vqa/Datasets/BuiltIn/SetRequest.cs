namespace Ucam.Vqa.Datasets.BuiltIn;

/// <summary>Which part of a built-in set, and how much of it.</summary>
/// <param name="Part">Name of the part.</param>
/// <param name="Pictures">How many pictures.</param>
/// <param name="Seed">Drives everything random.</param>
/// <param name="Size">Side of a picture in pixels.</param>
/// <param name="QuestionsPerPicture">Questions about each.</param>
internal sealed record SetRequest(string Part, int Pictures, int Seed, int Size, int QuestionsPerPicture)
{
    /// <summary>Ends the making of a set between two pictures.</summary>
    public CancellationToken Cancel { get; init; }

    /// <summary>Runs one piece of work a picture on all cores, until it is cancelled.</summary>
    internal static void Each(int pictures, Action<int> work, CancellationToken cancel) =>
        Parallel.For(0, pictures, new ParallelOptions { CancellationToken = cancel }, work);
}
