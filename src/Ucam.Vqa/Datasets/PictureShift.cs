namespace Ucam.Vqa.Datasets;

/// <summary>A change that makes test pictures unlike those of the training.</summary>
/// <param name="Name">Short lower-case name, as in the names of test sets.</param>
/// <param name="Apply">The changed copy of a square picture; what is random in it comes from the given state.</param>
internal sealed record PictureShift(string Name, Func<Picture, SetRandom, Picture> Apply);

/// <summary>
/// Corruptions at five severities with the parameters of CIFAR-10-C (Hendrycks and Dietterich, "Benchmarking Neural Network Robustness
/// to Common Corruptions and Perturbations", ICLR 2019; make_cifar_c.py of their repository), and two shifts of another kind. Levels
/// are rounded, where the published script cuts the fraction off.
/// </summary>
internal static class PictureShifts
{
    /// <summary>Number of severities, from 1, the mildest.</summary>
    public const int Severities = 5;

    private const double MostDegrees = 45;

    private static readonly double[] BlurSigma = [0.4, 0.6, 0.7, 0.8, 1], NoiseDeviation = [0.04, 0.06, 0.08, 0.09, 0.10],
        ContrastFactor = [0.75, 0.5, 0.4, 0.3, 0.15];
    private static readonly int[] JpegQuality = [80, 65, 58, 50, 40];

    /// <summary>The corruptions, each at one severity after the other; a new one is a line here.</summary>
    public static IReadOnlyList<(string Name, Func<int, PictureShift> At)> Corruptions { get; } =
    [
        ("blur", s => new($"blur-{s}", (picture, _) => Blur(picture, BlurSigma[s - 1]))),
        ("noise", s => new($"noise-{s}", (picture, random) => Noise(picture, NoiseDeviation[s - 1], random))),
        ("contrast", s => new($"contrast-{s}", (picture, _) => Contrast(picture, ContrastFactor[s - 1]))),
        ("jpeg", s => new($"jpeg-{s}", (picture, _) => Picture.Load(picture.EncodeJpeg(JpegQuality[s - 1]), "a photograph"))),
    ];

    /// <summary>Turned about its middle by an angle uniform in ±45°; beyond the edge its last pixels go on.</summary>
    public static PictureShift Turned { get; } = new("turned", (picture, random) => Turn(picture, random.Range(-MostDegrees, MostDegrees)));

    /// <summary>At half the resolution: shrunk by area and enlarged again.</summary>
    public static PictureShift Half
    { get; } = new("half", (picture, _) => picture.Resize(picture.Width / 2, picture.Height / 2).Resize(picture.Width, picture.Height));

    /// <summary>Gaussian blur of a square picture, σ in pixels; beyond the edge its last pixels go on.</summary>
    internal static Picture Blur(Picture picture, double sigma)
    {
        byte[] rgb = picture.Rgb.ToArray();
        Degradation.Apply(rgb, picture.Width, sigma / picture.Width, light: 1, noise: 0, new SetRandom(0));
        return new Picture(picture.Width, picture.Height, rgb);
    }

    /// <summary>Adds normal noise to every level; the deviation is a share of the range of levels.</summary>
    internal static Picture Noise(Picture picture, double deviation, SetRandom random) =>
        Map(picture, (_, level) => level + deviation * 255 * random.Normal());

    /// <summary>Draws every level towards the mean of its channel in the picture: mean + factor·(level − mean).</summary>
    internal static Picture Contrast(Picture picture, double factor)
    {
        Span<double> sums = stackalloc double[3];
        for (int i = 0; i < picture.Rgb.Length; i++) sums[i % 3] += picture.Rgb[i];
        double pixels = picture.Rgb.Length / 3;
        double[] means = [sums[0] / pixels, sums[1] / pixels, sums[2] / pixels];
        return Map(picture, (channel, level) => means[channel] + factor * (level - means[channel]));
    }

    /// <summary>Turns a picture about its middle, anticlockwise, in degrees; between pixels bilinear.</summary>
    internal static Picture Turn(Picture picture, double degrees)
    {
        (double sin, double cos) = Math.SinCos(degrees * Math.PI / 180);
        (int width, int height) = (picture.Width, picture.Height);
        (double middleX, double middleY) = ((width - 1) / 2.0, (height - 1) / 2.0);
        var rgb = new byte[width * height * 3];
        for (int y = 0; y < height; y++)
            for (int x = 0; x < width; x++)
            {
                (double across, double down) = (x - middleX, y - middleY);
                Sample(picture, middleX + cos * across - sin * down, middleY + sin * across + cos * down, rgb.AsSpan((y * width + x) * 3, 3));
            }
        return new Picture(width, height, rgb);
    }

    private static void Sample(Picture picture, double x, double y, Span<byte> pixel)
    {
        (int left, int top) = ((int)Math.Floor(x), (int)Math.Floor(y));
        (double right, double below) = (x - left, y - top);
        for (int c = 0; c < 3; c++)
        {
            double upper = Level(picture, left, top, c) * (1 - right) + Level(picture, left + 1, top, c) * right;
            double lower = Level(picture, left, top + 1, c) * (1 - right) + Level(picture, left + 1, top + 1, c) * right;
            pixel[c] = Rounded(upper * (1 - below) + lower * below);
        }
    }

    private static double Level(Picture picture, int x, int y, int channel) =>
        picture.Rgb[(Math.Clamp(y, 0, picture.Height - 1) * picture.Width + Math.Clamp(x, 0, picture.Width - 1)) * 3 + channel];

    /// <summary>Makes every level of its channel and itself, rounded and kept in 0 to 255.</summary>
    internal static Picture Map(Picture picture, Func<int, double, double> level)
    {
        var rgb = new byte[picture.Rgb.Length];
        for (int i = 0; i < rgb.Length; i++) rgb[i] = Rounded(level(i % 3, picture.Rgb[i]));
        return new Picture(picture.Width, picture.Height, rgb);
    }

    private static byte Rounded(double level) => (byte)Math.Clamp(level + 0.5, 0, 255);
}
