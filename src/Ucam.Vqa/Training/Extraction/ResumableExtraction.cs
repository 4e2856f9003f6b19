using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using Ucam.Imaging;
using Ucam.Vqa.Features;
using Ucam.Vqa.Models.Backbones;
using static TorchSharp.torch;

namespace Ucam.Vqa.Training.Extraction;

/// <summary>How an extraction treats interruption and bad pictures.</summary>
internal sealed record ExtractionOptions
{
    /// <summary>Whether to go on from where an interrupted run of the same extraction stopped.</summary>
    public bool Resume { get; init; }

    /// <summary>Whether pictures that cannot be read are left out and listed; without, the first one is an error.</summary>
    public bool SkipBad { get; init; }

    /// <summary>Whether there may be no picture that can be read, as in a part of a larger extraction.</summary>
    public bool MayBeEmpty { get; init; }

    /// <summary>The files that hold the network and its settings: features of other contents of theirs are not gone on with.</summary>
    public IReadOnlyList<string> MadeOf { get; init; } = [];

    /// <summary>The hash of the network's weights, where its files hold more than these; it tells the network in place of the files.</summary>
    public string? Weights { get; init; }

    /// <summary>Texts to keep with the features.</summary>
    public IReadOnlyDictionary<string, string> Metadata { get; init; } = new Dictionary<string, string>();
}

/// <summary>What an extraction came to.</summary>
/// <param name="Written">Pictures in the file.</param>
/// <param name="Resumed">How many of the source's pictures an earlier run had done.</param>
/// <param name="Skipped">Pictures left out, with the reasons.</param>
internal sealed record ExtractionResult(int Written, int Resumed, IReadOnlyList<SkippedPicture> Skipped);

/// <summary>Runs any backbone over any pictures into a memory-mapped feature file; an interrupted run can be taken up again.</summary>
internal static class ResumableExtraction
{
    private sealed record Prepared(int Next, byte[] Rgb, int Count, IReadOnlyList<SkippedPicture> Skipped, byte[]?[] Hashes);

    /// <summary>
    /// Writes features (N,P,C) in the source's order. The file appears only when it is whole; what is done of it stays beside it as PATH.partial.
    /// Resumed where the file is whole already, it does nothing (<see cref="FinishedExtraction"/>).
    /// </summary>
    /// <exception cref="UcamException">A picture cannot be read, the file cannot be written, or there is nothing to write.</exception>
    public static ExtractionResult Run(IFeatureBackbone backbone, PictureSource source, string path, ExtractionOptions options,
        IProgress<RunProgress>? progress = null, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(backbone);
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(options);
        string made = string.Concat(options.MadeOf.Select(file => $"; {FileHash.Of(file)[..16]}"));
        Dictionary<string, string> texts = Texts(backbone, source, options, made);
        if (options.Resume && FinishedExtraction.Is(path, source, texts)) return new ExtractionResult(source.Ids.Count, source.Ids.Count, []);
        using var writer = ResumableFeatureWriter.Open(path, (backbone.Rows, backbone.Columns, backbone.Channels),
            Fingerprint(Network(backbone, made), source), options.Resume);
        int first = writer.State.Next, total = source.Ids.Count;
        SeenPictures seen = Before(backbone, source, path, writer.State, options.SkipBad, cancel);
        var meter = new ProgressMeter(progress, "features", "pictures", total);
        foreach (Prepared batch in PictureBatches.Ahead([.. Enumerable.Range(first, total - first)], backbone.Batch, pictures =>
            Prepare(backbone, source, pictures, options.SkipBad), cancel))
        {
            cancel.ThrowIfCancellationRequested();
            using var scope = NewDisposeScope();
            Tensor features = batch.Count > 0
                ? backbone.Extract(batch.Rgb, batch.Count) : zeros(0, backbone.Rows * backbone.Columns, backbone.Channels);
            int done = batch.Next - writer.State.Next;
            for (int i = 0; i < done; i++) seen = seen.And(source.FileOf(writer.State.Next + i), batch.Hashes[i]);
            writer.Append(features, batch.Next, batch.Skipped, seen, picture => $"picture {source.Ids[picture]}");
            meter.Add(1, batch.Next, done);
        }
        return Finish(source, writer, texts, options.MayBeEmpty, first);
    }

    /// <summary>What an earlier run had seen, after making sure that it is still so.</summary>
    private static SeenPictures Before(IFeatureBackbone backbone, PictureSource source, string path, ExtractionState state, bool skip,
        CancellationToken cancel)
    {
        if (state.Next == 0) return SeenPictures.None;
        if (state.Pictures is not { } pictures || state.Next > source.Ids.Count) throw ResumableFeatureWriter.OfAnother(path);
        string files = SeenPictures.FilesOf(Enumerable.Range(0, state.Next).Select(source.FileOf));
        if (files != state.Files)
        {
            // Copied or touched, or others: what the network would see of them decides.
            SeenPictures now = SeenPictures.None;
            foreach (Prepared batch in PictureBatches.Ahead([.. Enumerable.Range(0, state.Next)], backbone.Batch, chosen =>
                Prepare(backbone, source, chosen, skip), cancel))
            {
                cancel.ThrowIfCancellationRequested();
                foreach (byte[]? hash in batch.Hashes) now = now.And(null, hash);
            }
            if (now.Pictures != pictures) throw ResumableFeatureWriter.OfAnother(path);
        }
        return new SeenPictures(files, pictures);
    }

    private static ExtractionResult Finish(PictureSource source, ResumableFeatureWriter writer, Dictionary<string, string> texts, bool mayBeEmpty,
        int first)
    {
        IReadOnlyList<SkippedPicture> skipped = writer.State.Skipped;
        if (writer.State.Written == 0 && !mayBeEmpty)
            throw new UcamException($"{source.Name}: none of {source.Ids.Count} pictures can be read; the first: "
            + $"{(skipped.Count > 0 ? skipped[0].Why : "there is none")}")
            { File = source.Name };
        HashSet<int> bad = [.. skipped.Select(s => s.Index)];
        long[] ids = [.. source.Ids.Where((_, i) => !bad.Contains(i))];
        writer.Commit(ids, texts);
        return new ExtractionResult(ids.Length, first, skipped);
    }

    private static Prepared Prepare(IFeatureBackbone backbone, PictureSource source, int[] pictures, bool skip)
    {
        var ready = new Picture?[pictures.Length];
        var skipped = new SkippedPicture?[pictures.Length];
        ParallelLoop.For(pictures.Length, i =>
        {
            try
            {
                ready[i] = backbone.Prepare(source.LoadAs(pictures[i], backbone.Decoding));
            }
            catch (PictureException e) when (skip)
            {
                skipped[i] = new SkippedPicture(pictures[i], source.Ids[pictures[i]], e.Message);
            }
        });
        Picture[] good = [.. ready.OfType<Picture>()];
        byte[]?[] hashes = Array.ConvertAll(ready, picture => picture is null ? null : SHA256.HashData(picture.Rgb));
        int bytes = 3 * backbone.InputSize * backbone.InputSize;
        var rgb = new byte[good.Length * bytes];
        for (int i = 0; i < good.Length; i++) good[i].Rgb.CopyTo(rgb.AsSpan(i * bytes));
        return new Prepared(pictures[^1] + 1, rgb, good.Length, [.. skipped.OfType<SkippedPicture>()], hashes);
    }

    private static Dictionary<string, string> Texts(IFeatureBackbone backbone, PictureSource source, ExtractionOptions options, string made)
    {
        var texts = new Dictionary<string, string>(options.Metadata)
        { ["set"] = source.Name, ["backbone"] = backbone.Name, ["decoding"] = backbone.Decoding.ToString() };
        if (options.MadeOf.Count > 0)
            texts[FeatureMerge.NetworkKey] = Short(Network(backbone, options.Weights is { } weights ? $"; {weights}" : made));
        return texts;
    }

    // What makes the features: the network's files, and how it sees a picture.
    private static string Network(IFeatureBackbone backbone, string made)
    {
        string decoding = backbone.Decoding == PictureDecoding.AsShown ? "" : $"; {backbone.Decoding}";
        return $"{backbone.Name}; {backbone.InputSize}; {backbone.Rows}×{backbone.Columns}×{backbone.Channels}{decoding}{made}";
    }

    private static string Fingerprint(string network, PictureSource source) =>
        $"{network}; {source.Ids.Count}; {Convert.ToHexString(SHA256.HashData(MemoryMarshal.AsBytes<long>(source.Ids.ToArray())))}";

    private static string Short(string text) => Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..16];
}
