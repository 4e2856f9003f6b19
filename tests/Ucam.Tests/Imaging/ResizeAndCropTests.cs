using System.Text.Json;
using CsCheck;
using Ucam.Imaging;

namespace Ucam.Tests.Imaging;

/// <summary>What pretrained networks are fed, against torchvision and Pillow (tests/fixtures/preprocessing/make_preprocessing.py).</summary>
public class ResizeAndCropTests
{
    private sealed record Case(int Width, int Height, int Size, double Fraction, byte[] Rgb);

    [Fact]
    public void The_bytes_are_those_of_torchvision_on_a_Pillow_picture()
    {
        foreach (Case expected in Cases())
            Made(expected.Width, expected.Height).ResizeAndCrop(expected.Size, expected.Fraction).Rgb.ToArray()
                .Should().Equal(expected.Rgb, $"{expected.Width}×{expected.Height} was resized to {expected.Size} of {expected.Fraction}");
    }

    [Fact]
    public void It_is_the_middle_of_the_resized_picture() =>
        Gen.Select(Gen.Int[1, 40], Gen.Int[1, 40], Gen.Int[1, 24], Gen.Int[1, 8].Select(i => i / 8d),
            Gen.Int[0, 99]).Sample((width, height, size, fraction, seed) =>
        {
            Picture picture = Pictures.Noise(width, height, seed);
            int shortSide = (int)(size / fraction), longSide = shortSide * Math.Max(width, height) / Math.Min(width, height);
            (int across, int down) = width < height ? (shortSide, longSide) : (longSide, shortSide);
            byte[] whole = PillowWindow.Resize(picture.Rgb, width, height, new Window(across, 0, across), new Window(down, 0, down));
            int left = (int)Math.Round((across - size) / 2.0), top = (int)Math.Round((down - size) / 2.0);
            byte[] middle = [.. Enumerable.Range(top, size).SelectMany(y => whole.AsSpan((y * across + left) * 3, size * 3).ToArray())];
            picture.ResizeAndCrop(size, fraction).Rgb.ToArray().Should().Equal(middle);
        });

    [Fact]
    public void A_constant_picture_stays_constant() =>
        Gen.Select(Gen.Int[1, 90], Gen.Int[1, 90], Gen.Int[1, 40], Gen.Byte).Sample((width, height, size, value) =>
            new Picture(width, height, Enumerable.Repeat(value, width * height * 3).ToArray()).ResizeAndCrop(size, 0.875).Rgb.ToArray()
                .Should().OnlyContain(v => v == value));

    private static Picture Made(int width, int height)
    {
        IEnumerable<byte> rgb = from y in Enumerable.Range(0, height)
                                from x in Enumerable.Range(0, width)
                                from c in Enumerable.Range(0, 3)
                                select (byte)(x * (7 + 2 * c) + y * 13 + x * y + 31 * c + 5 * (x * x % 11));
        return new Picture(width, height, [.. rgb]);
    }

    private static Case[] Cases() => JsonSerializer.Deserialize<Case[]>(
        File.ReadAllText(Repository.Fixture("preprocessing", "resized.json")), JsonSerializerOptions.Web)!;
}
