using System.Globalization;
using static TorchSharp.torch;

namespace Ucam.Vqa.Features;

/// <summary>Joins feature files that are parts of one extraction.</summary>
internal static class FeatureMerge
{
    /// <summary>The metadata that say which part a file is: "2/8".</summary>
    public const string ShardKey = "shard";

    // Rows that are copied at once.
    private const int AtOnce = 256, Named = 10;

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

    private static FeatureFile[] InOrder(List<FeatureFile> files)
    {
        (Shard Part, FeatureFile File)[] parts = [.. files.Select(file => (PartOf(file), file)).OrderBy(part => part.Item1.Index)];
        FeatureFile first = parts[0].File;
        int count = parts[0].Part.Count;
        foreach ((Shard part, FeatureFile file) in parts)
            if (part.Count != count || file.Grid != first.Grid || !Others(file).SetEquals(Others(first)))
                throw new UcamException($"{file.Path} and {first.Path} are parts of different extractions; give parts of the same command.")
                { File = file.Path };
        if (parts.Zip(parts.Skip(1)).FirstOrDefault(pair => pair.First.Part == pair.Second.Part) is { First.File: not null } twice)
            throw new UcamException($"{twice.First.File.Path} and {twice.Second.File.Path} are both part {twice.First.Part}; give each part once.")
            { File = twice.Second.File.Path };
        int[] missing = [.. Enumerable.Range(1, count).Except(parts.Select(part => part.Part.Index))];
        if (missing.Length > 0)
        {
            string which = string.Join(", ", missing.Take(Named)) + (missing.Length > Named ? ", …" : "");
            throw new UcamException($"{(missing.Length == 1 ? $"part {which} of {count} is" : $"parts {which} of {count} are")} missing; "
                + "give all files that 'ucam features extract --shard' wrote.");
        }
        return [.. parts.Select(part => part.File)];
    }

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
