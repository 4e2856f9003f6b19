using Ucam.Vqa.Datasets;

namespace Ucam.Vqa.Tests.Datasets;

public sealed class StrangePicturesTests
{
    private static readonly Picture Noise = Pictures.Noise(40, 40, 1);

    [Fact]
    public void A_negative_of_a_negative_is_the_picture()
    {
        Picture once = StrangePictures.Negative.Apply(Noise, new SetRandom(1));
        once.Rgb[7].Should().Be((byte)(255 - Noise.Rgb[7]));
        StrangePictures.Negative.Apply(once, new SetRandom(1)).Rgb.SequenceEqual(Noise.Rgb).Should().BeTrue();
    }

    [Fact]
    public void Scrambling_keeps_every_tile_and_moves_them()
    {
        Picture mixed = StrangePictures.Scrambled.Apply(Noise, new SetRandom(2));
        mixed.Rgb.ToArray().Order().Should().Equal(Noise.Rgb.ToArray().Order());
        mixed.Rgb.SequenceEqual(Noise.Rgb).Should().BeFalse();
        HashSet<string> Tiles(Picture p) => [.. from y in Enumerable.Range(0, 8)
            from x in Enumerable.Range(0, 8)
            select string.Join(',', from r in Enumerable.Range(0, 5) from c in Enumerable.Range(0, 15) select p.Rgb[((y * 5 + r) * 40 + x * 5) * 3 + c])];
        Tiles(mixed).Should().BeEquivalentTo(Tiles(Noise));
    }

    [Fact]
    public void Clouds_are_smooth_and_static_is_not()
    {
        double Roughness(Picture p) => Enumerable.Range(1, 39).Average(x => Math.Abs(p.Rgb[(20 * 40 + x) * 3] - p.Rgb[(20 * 40 + x - 1) * 3]));
        Roughness(StrangePictures.Static.Apply(Noise, new SetRandom(3))).Should().BeGreaterThan(50);
        Roughness(StrangePictures.Clouds.Apply(Noise, new SetRandom(3))).Should().BeLessThan(45).And.BeGreaterThan(0);
    }

    [Fact]
    public void A_picture_smaller_than_the_tiles_stays() =>
        StrangePictures.Scrambled.Apply(Pictures.Noise(4, 4, 1), new SetRandom(1)).Rgb.SequenceEqual(Pictures.Noise(4, 4, 1).Rgb).Should().BeTrue();
}
