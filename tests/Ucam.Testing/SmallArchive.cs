using System.Text;
using Ucam.Vqa.Datasets.BuiltIn.Photos;

namespace Ucam.Testing;

/// <summary>A few photographs of each class in any of the layouts: a test photograph's first pixel says which one it is.</summary>
internal static class SmallArchive
{
    public const int TrainEach = 3, TestEach = 6;

    /// <summary>The labels of the test photographs in their original order: the classes take turns, the last first.</summary>
    public static int[] TestLabels => [.. Enumerable.Range(0, 10 * TestEach).Select(i => 9 - i % 10)];

    /// <summary>People who all agree on the label, but for photograph 0, of which a quarter says it is of class 0.</summary>
    public static double[] Counts
    {
        get
        {
            int[] labels = TestLabels;
            var counts = new double[labels.Length * 10];
            for (int i = 0; i < labels.Length; i++) counts[i * 10 + labels[i]] = 40;
            (counts[labels[0]], counts[0]) = (30, 10);
            return counts;
        }
    }

    public static void WriteFolders(TemporaryFolder folder)
    {
        foreach ((string part, int each) in new[] { ("train", TrainEach), ("test", TestEach) })
            for (int k = 0; k < 10; k++)
                for (int n = 0; n < each; n++)
                {
                    string directory = folder[$"{part}/{PhotoClasses.Folders[k]}"];
                    Directory.CreateDirectory(directory);
                    new Picture(32, 32, Pixels(k, n)).SavePng(Path.Combine(directory, $"{n:D4}.png"));
                }
        WriteNpy(folder["cifar10-test-labels.npy"], "<i8", $"({10 * TestEach},)", TestLabels.SelectMany(l => BitConverter.GetBytes((long)l)));
        WriteCounts(folder);
    }

    public static void WriteBinary(TemporaryFolder folder)
    {
        File.WriteAllBytes(folder["data_batch_1.bin"], [.. Enumerable.Range(0, 10 * TrainEach).SelectMany(i => Record(i % 10, i / 10))]);
        File.WriteAllBytes(folder["test_batch.bin"], [.. TestLabels.SelectMany((label, i) => Record(label, i / 10))]);
        WriteCounts(folder);
    }

    /// <summary>The same with a grey of its own for every test photograph, some of which a third of the people take for the next class.</summary>
    public static void WriteAmbiguous(TemporaryFolder folder, Func<int, bool> which)
    {
        WriteBinary(folder);
        int[] labels = TestLabels;
        var counts = new double[labels.Length * 10];
        foreach ((int photo, int label) in labels.Index())
        {
            counts[photo * 10 + label] = 30;
            if (which(photo)) counts[photo * 10 + (label + 1) % 10] = 15;
        }
        File.WriteAllBytes(folder["test_batch.bin"], [.. labels.Index().SelectMany(photo =>
            Enumerable.Repeat((byte)(4 * photo.Index), 3 * 32 * 32).Prepend((byte)photo.Item))]);
        WriteNpy(folder["cifar10h-counts.npy"], "<f8", $"({labels.Length}, 10)", counts.SelectMany(BitConverter.GetBytes));
    }

    /// <summary>Two of the test photographs of each class.</summary>
    public static bool Mixed(int photo) => photo / 10 is 2 or 3;

    public static void WriteCounts(TemporaryFolder folder) =>
        WriteNpy(folder["cifar10h-counts.npy"], "<f8", $"({10 * TestEach}, 10)", Counts.SelectMany(BitConverter.GetBytes));

    public static void WriteNpy(string path, string type, string shape, IEnumerable<byte> data)
    {
        string header = $"{{'descr': '{type}', 'fortran_order': False, 'shape': {shape}, }}";
        header = header.PadRight(118 - 1) + "\n";
        byte[] start = [0x93, .. "NUMPY"u8, 1, 0, (byte)header.Length, 0];
        File.WriteAllBytes(path, [.. start, .. Encoding.Latin1.GetBytes(header), .. data]);
    }

    public static byte[] Pixels(int kind, int number)
    {
        var pixels = new byte[32 * 32 * 3];
        Array.Fill(pixels, (byte)(20 * kind));
        pixels[0] = (byte)number;
        return pixels;
    }

    private static byte[] Record(int kind, int number)
    {
        byte[] pixels = Pixels(kind, number);
        return [(byte)kind, .. Enumerable.Range(0, 3).SelectMany(c => Enumerable.Range(0, 1024).Select(i => pixels[3 * i + c]))];
    }
}
