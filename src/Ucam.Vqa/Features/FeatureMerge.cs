using System.Globalization;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using static TorchSharp.torch;

namespace Ucam.Vqa.Features;

/// <summary>Joins feature files that are parts of one extraction.</summary>
internal static class FeatureMerge
{
    /// <summary>The metadata that say which part a file is: "2/8".</summary>
    public const string ShardKey = "shard";

    /// <summary>The metadata of a part that tell the whole list of pictures that was shared out.</summary>
    public const string PicturesKey = "pictures";

    /// <summary>The metadata of a file that tell its network by the contents of the network's files.</summary>
    public const string NetworkKey = "network";

    // How the mark of an interrupted join begins; an extraction of that name is not begun anew.
    private const string Joining = "merge; ";

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

    private static FeatureFile[] InOrder(List<FeatureFile> files)
    {
        FeatureFile[] parts = ShardParts.InOrder(files.Select(file => (PartOf(file), file.Path, file)),
            (file, other) => file.Grid == other.Grid && Others(file).SetEquals(Others(other)), "extractions", "ucam features extract");
        foreach (FeatureFile part in parts.Skip(1))
        {
            RequireSame(part, parts[0], NetworkKey, "were made by networks of different contents; extract one of them again");
            RequireSame(part, parts[0], PicturesKey,
                "share out different pictures (the folder or the list has changed between them); extract the parts again");
        }
        RequireDifferentPictures(parts);
        return parts;
    }

    private static Shard PartOf(FeatureFile file)
    {
        if (!file.Metadata.TryGetValue(ShardKey, out string? text) || Shard.Parse(text) is not { } part)
            throw new UcamException($"{file.Path} is no part of an extraction; give files that 'ucam features extract --shard' wrote.")
            { File = file.Path };
        return file.Metadata.ContainsKey(PicturesKey) && file.Metadata.ContainsKey(NetworkKey) ? part
            : throw new UcamException($"{file.Path} does not tell its network and pictures, as parts of an earlier version of ucam; extract "
                + "it again.")
            { File = file.Path };
    }

    private static void RequireSame(FeatureFile part, FeatureFile first, string key, string what)
    {
        if (part.Metadata[key] != first.Metadata[key])
            throw new UcamException($"{part.Path} and {first.Path} {what}.") { File = part.Path };
    }

    private static void RequireDifferentPictures(FeatureFile[] parts)
    {
        var holders = new Dictionary<long, FeatureFile>(parts.Sum(part => part.Count));
        foreach (FeatureFile part in parts)
            foreach (long id in part.Ids.Span)
                if (!holders.TryAdd(id, part))
                    throw new UcamException($"{part.Path} has picture {id}, which {holders[id].Path} has too; extract the parts again.")
                    { File = part.Path };
    }

    // What a file of one run has too.
    private static HashSet<KeyValuePair<string, string>> Others(FeatureFile file) =>
        [.. file.Metadata.Where(text => text.Key is not (ShardKey or PicturesKey or NetworkKey))];

    // Tells the same files, unchanged, from others: a time of change no program can set back.
    private static string Contents(FeatureFile file)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(MemoryMarshal.AsBytes(file.Ids.Span));
        if (file.Count > 0)
        {
            using Tensor ends = file.ReadHalf([0, file.Count - 1]);
            hash.AppendData(ends.bytes);
        }
        var info = new FileInfo(file.Path);
        return string.Create(CultureInfo.InvariantCulture, $"{Convert.ToHexString(hash.GetHashAndReset())[..16]} {info.Length} "
            + $"{info.LastWriteTimeUtc.Ticks} {FileIdentity.ChangedOf(file.Path)}");
    }

    private static int Write(FeatureFile[] parts, string output, IProgress<RunProgress>? progress, CancellationToken cancel)
    {
        (int Part, int Row)[] rows = [.. parts.SelectMany((file, part) => Enumerable.Range(0, file.Count).Select(row => (part, row)))];
        string made = Joining + string.Join("; ", parts.Select(Contents));
        bool isOfOthers = ResumableFeatureWriter.FingerprintOf(output) is { } begun && begun != made
            && begun.StartsWith(Joining, StringComparison.Ordinal);
        using var writer = ResumableFeatureWriter.Open(output, parts[0].Grid, made, resume: !isOfOthers);
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
    private static Dictionary<string, string> Texts(FeatureFile file) => file.Metadata.Where(text =>
        text.Key is not (ShardKey or PicturesKey or FeatureFile.FormatKey or FeatureFile.RowsKey or FeatureFile.ColumnsKey)).ToDictionary();
}
