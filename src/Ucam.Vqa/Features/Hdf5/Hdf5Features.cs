using System.Runtime.InteropServices;
using PureHDF;
using PureHDF.Filters;
using PureHDF.Selections;
using PureHDF.VOL.Native;
using static TorchSharp.torch;

namespace Ucam.Vqa.Features.Hdf5;

/// <summary>
/// Feature files in and out of HDF5, in the layout that pytorch-vqa and others exchange: "features" (N,C,H,W) and "ids" (N). Rows
/// stream through: neither file is ever held in memory. What an HDF5 file announces is held against its length before room is made
/// for it: its structures take at most 64 bytes for each of the file's, and a chunk at most the file's length, or 1,032 times that
/// where it is deflated.
/// </summary>
internal static class Hdf5Features
{
    private const long BytesAtOnce = 64 << 20;

    /// <summary>Turns an HDF5 file into a feature file. 16-bit floats stay what they are, wider ones are rounded to 16 bits.</summary>
    /// <param name="hdf5">The file: contiguous, compact, chunked or compressed by gzip; 16-, 32- or 64-bit floats; ids of 16 to 64 bits.</param>
    /// <param name="path">The feature file to write.</param>
    /// <param name="progress">Told how many pictures of how many are done.</param>
    /// <param name="cancel">Stops the work; nothing is left behind.</param>
    /// <returns>The number of pictures.</returns>
    /// <exception cref="UcamException">The file cannot be read, is damaged or of another layout, an id is there twice, or the feature file cannot be
    /// written.</exception>
    public static int Import(string hdf5, string path, IProgress<(int Done, int Total)>? progress = null, CancellationToken cancel = default)
    {
        using var source = Hdf5Source.Open(hdf5);
        using FeatureFileWriter writer =
            FeatureFileWriter.Create(path, source.Count, source.Rows, source.Columns, source.Channels,
            new Dictionary<string, string> { ["set"] = Path.GetFileName(hdf5) });
        for (int at = 0; at < source.Count; at += source.RowsAtOnce)
        {
            cancel.ThrowIfCancellationRequested();
            using var scope = NewDisposeScope();
            int count = Math.Min(source.RowsAtOnce, source.Count - at);
            writer.Append(source.Ids.AsSpan(at, count), source.Read(at, count).flatten(2).transpose(1, 2));
            progress?.Report((at + count, source.Count));
        }
        writer.Commit();
        return source.Count;
    }

    /// <summary>Turns a feature file into an HDF5 file of 16-bit floats; ids have 32 bits where all fit, as pytorch-vqa writes them.</summary>
    /// <param name="path">The feature file.</param>
    /// <param name="hdf5">The HDF5 file to write.</param>
    /// <param name="gzip">Whether to compress each picture; contiguous otherwise.</param>
    /// <param name="progress">Told how many pictures of how many are done.</param>
    /// <param name="cancel">Stops the work; nothing is left behind.</param>
    /// <returns>The number of pictures.</returns>
    /// <exception cref="UcamException">A file cannot be read or written, or there are no pictures.</exception>
    public static int Export(string path, string hdf5, bool gzip = false, IProgress<(int Done, int Total)>? progress = null,
        CancellationToken cancel = default)
    {
        using FeatureFile features = FeatureFile.Open(path);
        if (features.Count == 0) throw new UcamException($"{path} has no pictures; there is nothing to write.") { File = path };
        AtomicFile.Write(hdf5, stream => Write(features, stream, gzip, progress, cancel));
        return features.Count;
    }

    private static void Write(FeatureFile features, Stream stream, bool gzip, IProgress<(int, int)>? progress, CancellationToken cancel)
    {
        ulong[] shape = [(ulong)features.Count, (ulong)features.Channels, (ulong)features.Rows, (ulong)features.Columns];
        uint[]? chunks = gzip ? [1, (uint)features.Channels, (uint)features.Rows, (uint)features.Columns] : null;
        var values =
            new H5Dataset<Half[]>(fileDims: shape, chunks: chunks, datasetCreation: gzip
            ? new H5DatasetCreation(Filters: [DeflateFilter.Id]) : default);
        long[] ids = features.Ids.ToArray();
        object numbers = ids.All(id => id is >= int.MinValue and <= int.MaxValue) ? Array.ConvertAll(ids, id => (int)id) : ids;
        using H5NativeWriter writer = new H5File { ["features"] = values, ["ids"] = numbers }.BeginWrite(stream);
        int atOnce = (int)Math.Clamp(BytesAtOnce / (2L * features.Positions * features.Channels), 1, 4096);
        foreach (int[] rows in Enumerable.Range(0, features.Count).Chunk(atOnce))
        {
            cancel.ThrowIfCancellationRequested();
            using var scope = NewDisposeScope();
            Tensor block = features.ReadHalf(rows).transpose(1, 2).contiguous();
            Half[] row = MemoryMarshal.Cast<byte, Half>(block.bytes).ToArray();
            writer.Write(values, row, fileSelection: new HyperslabSelection(4, [(ulong)rows[0], 0, 0, 0], [(ulong)rows.Length, .. shape[1..]]));
            progress?.Report((rows[^1] + 1, features.Count));
        }
    }
}
