using Ucam;
using static TorchSharp.torch;

namespace UcamClassifier;

/// <summary>Pictures and what they show.</summary>
/// <param name="Classes">The names of the classes.</param>
/// <param name="Inputs">The pictures (N,3,32,32), in [0,1].</param>
/// <param name="Labels">The place of each picture's class (N).</param>
internal sealed record LabelledPictures(string[] Classes, Tensor Inputs, Tensor Labels)
{
    private const int Side = 32, Fewest = 250;
    private static readonly string[] Endings = [".png", ".jpg", ".jpeg", ".webp"];

    public int Count => (int)Labels.shape[0];

    /// <summary>Reads the pictures of a folder; each folder in it is a class.</summary>
    public static LabelledPictures Read(string folder)
    {
        if (!Directory.Exists(folder))
            throw new UcamException($"There is no folder '{folder}'; give one with a folder of pictures for each class.");
        string[] classes = [.. Directory.GetDirectories(folder).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal)];
        if (classes.Length < 2)
            throw new UcamException($"'{folder}' has {classes.Length} folders; it needs one for each class, two or more.");
        (string File, long Class)[] files = [.. classes.SelectMany((name, at) => Directory.GetFiles(Path.Combine(folder, name))
            .Where(file => Endings.Contains(Path.GetExtension(file).ToLowerInvariant()))
            .Order(StringComparer.Ordinal).Select(file => (file, (long)at)))];
        if (files.Length < Fewest)
            throw new UcamException($"'{folder}' has {files.Length} pictures; it needs {Fewest}, since a fifth tells how far to trust answers.");
        // In an array, since what an iterator lets go of may be gone before stack has read it.
        Tensor[] inputs = [.. files.Select(each => Input(Picture.Load(each.File).ResizeAndCrop(Side)))];
        return new LabelledPictures(classes, stack(inputs), tensor(files.Select(each => each.Class).ToArray()));
    }

    /// <summary>Draws balls, squares and frames in noise, some of them so faint that they are hard to tell.</summary>
    public static LabelledPictures Draw(int count)
    {
        var random = new Random(1);
        List<Tensor> inputs = [];
        List<long> labels = [];
        for (int i = 0; i < count; i++)
        {
            var (kind, radius, strength) = (random.Next(3), random.Next(3, 9), 0.1f + 0.5f * random.NextSingle());
            var (row, column) = (random.Next(radius, Side - radius), random.Next(radius, Side - radius));
            float[,] shape = new float[Side, Side];
            for (int y = -radius; y <= radius; y++)
                for (int x = -radius; x <= radius; x++)
                {
                    int edge = Math.Max(Math.Abs(x), Math.Abs(y));
                    bool isOn = kind switch { 0 => x * x + y * y <= radius * radius, 1 => true, _ => edge == radius };
                    if (isOn) shape[row + y, column + x] = strength;
                }
            inputs.Add(0.4 * rand(3, Side, Side) + tensor(shape));
            labels.Add(kind);
        }
        return new LabelledPictures(["ball", "square", "frame"], stack(inputs), tensor(labels.ToArray()));
    }

    /// <summary>Three parts at random: three fifths to learn from, a fifth held out, a fifth to test.</summary>
    public (LabelledPictures Training, LabelledPictures HeldOut, LabelledPictures Test) Split()
    {
        Tensor[] parts = randperm(Count).split([Count - 2 * (Count / 5), Count / 5, Count / 5]);
        LabelledPictures Part(int part) => this with { Inputs = Inputs[parts[part]], Labels = Labels[parts[part]] };
        return (Part(0), Part(1), Part(2));
    }

    /// <summary>A picture as it is shown.</summary>
    public Picture PictureOf(int place) =>
        new(Side, Side, [.. (Inputs[place].clamp(0, 1) * 255).to(ScalarType.Byte).permute(1, 2, 0).contiguous().data<byte>()]);

    private static Tensor Input(Picture picture) =>
        tensor(picture.Rgb.ToArray()).view(Side, Side, 3).permute(2, 0, 1).to(ScalarType.Float32) / 255;
}
