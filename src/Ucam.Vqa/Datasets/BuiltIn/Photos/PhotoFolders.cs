using System.Globalization;

namespace Ucam.Vqa.Datasets.BuiltIn.Photos;

/// <summary>One photograph as it lies in its folder.</summary>
/// <param name="Part">"train" or "test".</param>
/// <param name="Class">0 to 9.</param>
/// <param name="Number">Number within its class.</param>
/// <param name="Name">Its path, for messages.</param>
/// <param name="Bytes">The file.</param>
internal sealed record PhotoFile(string Part, int Class, int Number, string Name, byte[] Bytes);

/// <summary>The folder layout: train/CLASS/NUMBER.jpg and test/CLASS/NUMBER.jpg, numbered in the original order within each class.</summary>
internal static class PhotoFolders
{
    public static PhotoFiles Read(string source, IReadOnlyList<PhotoFile> pictures, string? testLabels)
    {
        var sorted = pictures.OrderBy(p => p.Class).ThenBy(p => p.Number).ToArray();
        var train = sorted.Where(p => p.Part == "train").ToArray();
        var test = sorted.Where(p => p.Part == "test").ToArray();
        if (train.Length == 0 || test.Length == 0)
            throw new UcamException($"{source}: there are no photographs in {(train.Length == 0 ? "train" : "test")}/; {PhotoArchive.Sources}.")
            { File = source };
        return new PhotoFiles(Decode(source, train), Decode(source, InOriginalOrder(source, test, testLabels)));
    }

    /// <summary>Walks the labels in the original order and takes the next number of each class.</summary>
    private static PhotoFile[] InOriginalOrder(string source, PhotoFile[] test, string? testLabels)
    {
        if (testLabels is null)
            throw new UcamException($"{source}: cifar10-test-labels.npy is missing, without it the folders do not tell the original order; or use "
                + $"the binary version ({PhotoArchive.Sources}).")
            { File = source };
        (int[] shape, double[] labels) = NpyFile.Read(testLabels);
        if (!shape.SequenceEqual([test.Length]))
            throw new UcamException($"{testLabels}: ({string.Join(", ", shape)}) labels for {test.Length} test photographs; get the whole set.")
            { File = testLabels };
        int strange = Array.FindIndex(labels, label => !(label >= 0 && label < PhotoClasses.Count && label == Math.Floor(label)));
        if (strange >= 0)
            throw new UcamException($"{testLabels}: label {strange} is {labels[strange].ToString(CultureInfo.InvariantCulture)}; "
                + $"labels are whole numbers from 0 to {PhotoClasses.Count - 1}.")
            { File = testLabels, Field = $"[{strange}]" };
        var next = test.GroupBy(p => p.Class).ToDictionary(g => g.Key, g => new Queue<PhotoFile>(g));
        return [.. labels.Select((label, i) => next.TryGetValue((int)label, out var queue) && queue.Count > 0 ? queue.Dequeue()
            : throw new UcamException($"{testLabels}: label {i} is {label}, but no photograph of that "
                + "class is left; the files do not belong together.") { File = testLabels, Field = $"[{i}]" })];
    }

    private static PhotoGroup Decode(string source, PhotoFile[] pictures)
    {
        var rgb = new byte[pictures.Length * PhotoArchive.BytesEach];
        var labels = new byte[pictures.Length];
        ParallelLoop.For(pictures.Length, i =>
        {
            Picture picture = Picture.Load(pictures[i].Bytes, $"{source}/{pictures[i].Name}");
            if (picture.Width != PhotoArchive.Side || picture.Height != PhotoArchive.Side)
                throw new UcamException($"{source}: {pictures[i].Name} is {picture.Width}×{picture.Height}; the photographs are 32×32.")
                { File = source, Field = pictures[i].Name };
            picture.Rgb.CopyTo(rgb.AsSpan(i * PhotoArchive.BytesEach));
            labels[i] = (byte)pictures[i].Class;
        });
        return new PhotoGroup(rgb, labels);
    }
}
