using System.Globalization;
using static TorchSharp.torch;

namespace Ucam.Vqa.Features;

/// <summary>Joins feature files that are parts of one extraction.</summary>
internal static class FeatureMerge
{
    /// <summary>The metadata that say which part a file is: "2/8".</summary>
    public const string ShardKey = "shard";

    // Rows that are copied at once.
    private const int AtOnce = 256;

    /// <summary>Writes all parts, in their order, as the file that one extraction of all pictures would have written.</summary>
    /// <param name="paths">The parts, in any order.</param>
    /// <param name="output">The file to write.</param>
    /// <param name="progress">Told how many pictures are copied.</param>
    /// <param name="cancel">Stops it; the same call goes on from there.</param>
    /// <returns>How many pictures it has.</returns>
    /// <exception cref="UcamException">A file is no part, parts are missing or there twice, or they are of different extractions.</exception>
    public static int Join(IReadOnlyList<string> paths, string output, IProgress<RunProgress>? progress, CancellationToken cancel)
    {
        var files = new List<FeatureFile>();
        try
        {
            foreach (string path in paths) files.Add(FeatureFile.Open(path));
            return Write(InOrder(files), output, progress, cancel);
        }
        finally
        {
            foreach (FeatureFile file in files) file.Dispose();
        }
    }

    private static FeatureFile[] InOrder(List<FeatureFile> files) => ShardParts.InOrder(files.Select(file => (PartOf(file), file.Path, file)),
        (file, other) => file.Grid == other.Grid && Others(file).SetEquals(Others(other)), "extractions", "ucam features extract");

    private static Shard PartOf(FeatureFile file) => file.Metadata.TryGetValue(ShardKey, out string? text) && Shard.Parse(text) is { } part ? part
        : throw new UcamException($"{file.Path} is no part of an extraction; give files that 'ucam features extract --shard' wrote.")
        { File = file.Path };

    private static HashSet<KeyValuePair<string, string>> Others(FeatureFile file) => [.. file.Metadata.Where(text => text.Key != ShardKey)];

    private static int Write(FeatureFile[] parts, string output, IProgress<RunProgress>? progress, CancellationToken cancel)
    {
        (int Part, int Row)[] rows = [.. parts.SelectMany((file, part) => Enumerable.Range(0, file.Count).Select(row => (part, row)))];
        string made = string.Create(CultureInfo.InvariantCulture, $"{string.Join(';', Others(parts[0]).Order(Comparer<KeyValuePair<string, string>>
            .Create((a, b) => string.CompareOrdinal(a.Key, b.Key))))}; {rows.Length} of {parts.Length}");
        using var writer = ResumableFeatureWriter.Open(output, parts[0].Grid, made, resume: true);
        var meter = new ProgressMeter(progress, "features", "pictures", rows.Length);
        foreach ((int Part, int Row)[] some in rows.Skip(writer.State.Next).Chunk(AtOnce))
        {
            cancel.ThrowIfCancellationRequested();
            foreach (IGrouping<int, int> of in some.GroupBy(at => at.Part, at => at.Row))
            {
                using Tensor features = parts[of.Key].ReadHalf([.. of]);
                writer.Append(features, writer.State.Next + (int)features.shape[0], []);
            }
            meter.Add(1, writer.State.Next, some.Length);
        }
        writer.Commit([.. parts.SelectMany(file => file.Ids.ToArray())], Texts(parts[0]));
        return rows.Length;
    }

    // The grid is written by the writer itself.
    private static Dictionary<string, string> Texts(FeatureFile file) => Others(file)
        .Where(text => text.Key is not (FeatureFile.FormatKey or FeatureFile.RowsKey or FeatureFile.ColumnsKey)).ToDictionary();
}
