namespace Ucam.Vqa.Datasets.BuiltIn.Photos;

/// <summary>The official binary version: records of one label byte and 3072 bytes, a plane for each of red, green and blue.</summary>
internal static class CifarBinary
{
    private const int Record = 1 + PhotoArchive.BytesEach;
    private const string TestBatch = "test_batch";

    public static PhotoFiles Read(string source, SortedDictionary<string, byte[]> batches)
    {
        if (!batches.ContainsKey(TestBatch)) throw Missing(source, TestBatch);
        if (batches.Count < 2) throw Missing(source, "data_batch_1");
        return new PhotoFiles(Join(source, batches.Where(b => b.Key != TestBatch)), Join(source, batches.Where(b => b.Key == TestBatch)));
    }

    private static PhotoGroup Join(string source, IEnumerable<KeyValuePair<string, byte[]>> batches)
    {
        KeyValuePair<string, byte[]>[] all = [.. batches];
        foreach ((string name, byte[] bytes) in all)
        {
            if (bytes.Length == 0 || bytes.Length % Record != 0)
                throw new UcamException($"{source}: {name}.bin has {bytes.Length} bytes, not a whole number of {Record}-byte records; get it again.")
                { File = source, Field = name };
        }
        int count = all.Sum(b => b.Value.Length / Record), photo = 0;
        var rgb = new byte[count * PhotoArchive.BytesEach];
        var labels = new byte[count];
        foreach ((string name, byte[] bytes) in all)
            for (int at = 0; at < bytes.Length; at += Record, photo++)
            {
                labels[photo] = bytes[at] < PhotoClasses.Count ? bytes[at]
                    : throw new UcamException($"{source}: {name}.bin has label {bytes[at]} in record {at / Record}; labels are 0 to 9.")
                    { File = source, Field = name };
                Interleave(bytes.AsSpan(at + 1, PhotoArchive.BytesEach), rgb.AsSpan(photo * PhotoArchive.BytesEach));
            }
        return new PhotoGroup(rgb, labels);
    }

    private static void Interleave(ReadOnlySpan<byte> planes, Span<byte> rgb)
    {
        const int Plane = PhotoArchive.Side * PhotoArchive.Side;
        for (int i = 0; i < Plane; i++) (rgb[3 * i], rgb[3 * i + 1], rgb[3 * i + 2]) = (planes[i], planes[Plane + i], planes[2 * Plane + i]);
    }

    private static UcamException Missing(string source, string batch) =>
        new($"{source}: {batch}.bin is missing; unpack the whole binary version ({PhotoArchive.Sources}).") { File = source, Field = batch };
}
