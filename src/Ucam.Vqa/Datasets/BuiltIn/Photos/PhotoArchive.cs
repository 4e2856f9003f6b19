namespace Ucam.Vqa.Datasets.BuiltIn.Photos;

/// <summary>
/// The photographs of CIFAR-10 (Krizhevsky 2009) in memory, 184 MB, and what people said about the test photographs (CIFAR-10H,
/// Peterson et al., ICCV 2019). Reads the folder layout CLASS/NUMBER.jpg, an archive of it, and the official binary version.
/// </summary>
internal sealed class PhotoArchive
{
    /// <summary>Side of a photograph in pixels.</summary>
    public const int Side = 32;

    internal const int BytesEach = Side * Side * 3;

    /// <summary>The file that tells what people said.</summary>
    internal const string Counts = "cifar10h-counts.npy";

    /// <summary>Where to get the files, for messages.</summary>
    internal const string Sources =
        $"CIFAR-10 (binary version) is at https://www.cs.toronto.edu/~kriz/cifar.html, {Counts} at https://github.com/jcpeterson/cifar-10h";

    private PhotoArchive(PhotoFiles files, double[] people) => (Train, Test, _people) = (files.Train, files.Test, people);

    private readonly double[] _people;

    internal PhotoGroup Train { get; }

    /// <summary>In CIFAR-10's original order.</summary>
    internal PhotoGroup Test { get; }

    /// <summary>Number of training photographs.</summary>
    public int TrainCount => Train.Labels.Length;

    /// <summary>Number of photographs that people were asked about.</summary>
    public int TestCount => Test.Labels.Length;

    /// <summary>Shares of the people who gave each of the ten answers about a test photograph; they sum to 1.</summary>
    /// <param name="test">Index in CIFAR-10's original order.</param>
    public ReadOnlySpan<double> People(int test)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(test);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(test, TestCount);
        return _people.AsSpan(test * PhotoClasses.Count, PhotoClasses.Count);
    }

    /// <summary>What most people said a test photograph shows; of several said as often, its label if it is one of them, else the first.</summary>
    internal int MostFrequent(int test)
    {
        ReadOnlySpan<double> people = People(test);
        int best = Test.Labels[test];
        for (int k = 0; k < people.Length; k++)
            if (people[k] > people[best]) best = k;
        return best;
    }

    /// <summary>Reads everything.</summary>
    /// <param name="source">
    /// A folder with the photographs in any of the layouts and cifar10h-counts.npy; or an archive (.tar.gz) of the photographs with
    /// cifar10h-counts.npy beside it. The folder layout also needs cifar10-test-labels.npy, the labels in the original order.
    /// </param>
    /// <exception cref="UcamException">Something is missing or damaged; the message says what and where to get it.</exception>
    public static PhotoArchive Open(string source)
    {
        ArgumentNullException.ThrowIfNull(source);
        if (!Directory.Exists(source) && !File.Exists(source))
            throw new UcamException($"{source}: no such folder or archive; {Sources}.") { File = source };
        string folder = Directory.Exists(source) ? source : Path.GetDirectoryName(Path.GetFullPath(source))!;
        string labels = Path.Combine(folder, "cifar10-test-labels.npy");
        PhotoFiles files = PhotoFiles.Read(source, File.Exists(labels) ? labels : null);
        var archive = new PhotoArchive(files, ReadPeople(folder, files.Test.Labels.Length));
        int agreed = Enumerable.Range(0, archive.TestCount).Count(test => archive.MostFrequent(test) == archive.Test.Labels[test]);
        if (2 * agreed < archive.TestCount)
            throw new UcamException($"{Path.Combine(folder, Counts)}: most people take {archive.TestCount - agreed} of {archive.TestCount} "
                + "photographs for something else than their labels; get the file of the same photographs, in the same order.")
            { File = Path.Combine(folder, Counts) };
        return archive;
    }

    private static double[] ReadPeople(string folder, int photographs)
    {
        string path = Path.Combine(folder, Counts);
        if (!File.Exists(path))
            throw new UcamException($"{folder}: {Counts} is missing, what people said about the test photographs; {Sources}.")
            { File = path };
        (int[] shape, double[] counts) = NpyFile.Read(path);
        int classes = PhotoClasses.Count;
        if (!shape.SequenceEqual([photographs, classes]))
            throw new UcamException($"{path}: its shape is ({string.Join(", ", shape)}), expected "
                + $"({photographs}, {classes}); get the file of the same photographs.")
            { File = path };
        for (int photo = 0; photo < photographs; photo++)
        {
            Span<double> row = counts.AsSpan(photo * classes, classes);
            double sum = 0;
            foreach (double count in row) sum += count >= 0 ? count : double.NaN;
            if (!(sum > 0 && double.IsFinite(sum)))
                throw new UcamException($"{path}: row {photo} is not a list of counts; get the file again.") { File = path, Field = $"row {photo}" };
            foreach (ref double count in row) count /= sum;
        }
        return counts;
    }
}

/// <summary>Photographs with their labels.</summary>
/// <param name="Rgb">32·32·3 bytes each, interleaved.</param>
/// <param name="Labels">0 to 9.</param>
internal sealed record PhotoGroup(byte[] Rgb, byte[] Labels)
{
    /// <summary>The pixels of a photograph.</summary>
    public ReadOnlySpan<byte> Of(int photo) => Rgb.AsSpan(photo * PhotoArchive.BytesEach, PhotoArchive.BytesEach);
}
