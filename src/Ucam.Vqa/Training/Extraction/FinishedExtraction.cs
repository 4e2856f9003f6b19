using Ucam.Vqa.Features;

namespace Ucam.Vqa.Training.Extraction;

/// <summary>Tells whether an extraction that is asked for again has nothing left to do.</summary>
internal static class FinishedExtraction
{
    /// <summary>
    /// Whether the file holds the features of these pictures by this network, and no picture has been written or replaced since. Where that cannot
    /// be told (pictures left out or without files, a network without one), it is not.
    /// </summary>
    /// <param name="path">The file that would be written.</param>
    /// <param name="source">The pictures.</param>
    /// <param name="texts">What would be kept with the features.</param>
    public static bool Is(string path, PictureSource source, IReadOnlyDictionary<string, string> texts)
    {
        if (!texts.ContainsKey(FeatureMerge.NetworkKey) || !File.Exists(path) || ResumableFeatureWriter.FingerprintOf(path) is not null) return false;
        try
        {
            using FeatureFile file = FeatureFile.Open(path);
            return texts.All(text => file.Metadata.TryGetValue(text.Key, out string? kept) && kept == text.Value)
                && file.Ids.Span.SequenceEqual(source.Ids.ToArray())
                && IsNewerThan(File.GetLastWriteTimeUtc(path), source);
        }
        catch (UcamException)
        {
            // What is there is no feature file, which the run replaces as it would without this.
            return false;
        }
    }

    private static bool IsNewerThan(DateTime made, PictureSource source)
    {
        long nanoseconds = (made - DateTime.UnixEpoch).Ticks * TimeSpan.NanosecondsPerTick;
        return Enumerable.Range(0, source.Ids.Count).All(picture => source.FileOf(picture) is { } file
            && File.GetLastWriteTimeUtc(file) < made && FileIdentity.ChangedOf(file) < nanoseconds);
    }
}
