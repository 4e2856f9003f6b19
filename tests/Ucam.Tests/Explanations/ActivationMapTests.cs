using CsCheck;
using SkiaSharp;
using Ucam.Imaging;

namespace Ucam.Tests.Explanations;

public class ActivationMapTests
{
    [Fact]
    public void Raw_values_are_scaled_between_their_ends() =>
        ActivationMap.FromRaw(MapKind.UCam, new float[,] { { -2, 0 }, { 2, 6 } }).Values
            .Should().BeEquivalentTo(new float[,] { { 0, 0.25f }, { 0.5f, 1 } });

    [Fact]
    public void Scaled_values_span_zero_to_one_or_are_all_zero() => Gen.Float[-1e30f, 1e30f].Array[1, 20].Sample(values =>
    {
        var raw = new float[1, values.Length];
        for (var i = 0; i < values.Length; i++) raw[0, i] = values[i];
        var scaled = ActivationMap.FromRaw(MapKind.Attention, raw).Values.Cast<float>().ToArray();
        scaled.Min().Should().Be(0);
        scaled.Max().Should().Be(values.Distinct().Count() > 1 ? 1 : 0);
    });

    [Fact]
    public void Values_far_apart_do_not_overflow() =>
        ActivationMap.FromRaw(MapKind.UCam, new float[,] { { float.MinValue, 0, float.MaxValue } }).Values
            .Should().BeEquivalentTo(new float[,] { { 0, 0.5f, 1 } });

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    public void What_is_not_a_number_is_refused(float bad)
    {
        var make = () => ActivationMap.FromRaw(MapKind.UCam, new float[,] { { 0, 1 }, { bad, 2 } });
        make.Should().Throw<ArgumentException>().WithMessage("*row 1, column 0*");
    }

    [Fact]
    public void Making_a_map_leaves_the_raw_values()
    {
        var raw = new float[,] { { 1, 5 } };
        ActivationMap.FromRaw(MapKind.UCam, raw);
        raw.Should().BeEquivalentTo(new float[,] { { 1, 5 } });
    }

    [Fact]
    public void Shrinking_averages_cells_and_scales_again()
    {
        var map = ActivationMap.FromRaw(MapKind.UCam, new float[,] { { 0, 0, 4, 0 }, { 0, 0, 0, 4 } }).Resize(1, 2);
        map.Values.Should().BeEquivalentTo(new float[,] { { 0, 1 } });
        (map.Kind, map.Rows, map.Columns).Should().Be((MapKind.UCam, 1, 2));
    }

    [Fact]
    public void An_overlay_of_a_file_a_stream_bytes_or_a_bitmap_is_the_overlay_of_its_picture()
    {
        using var folder = new TemporaryFolder();
        var picture = Pictures.Noise(20, 12, 8);
        string file = folder.File("x.png");
        picture.SavePng(file);
        byte[] bytes = File.ReadAllBytes(file);
        using FileStream stream = File.OpenRead(file);
        using SKBitmap bitmap = SKBitmap.Decode(bytes);
        var map = ActivationMap.FromRaw(MapKind.Attention, new float[,] { { 0, 1 }, { 2, 3 } });
        byte[] right = Heatmap.Overlay(picture, map.Values, 0.5, ColourMap.Viridis).Rgb.ToArray();
        foreach (AnyPicture any in new AnyPicture[] { file, stream, bytes, new ReadOnlyMemory<byte>(bytes), bitmap, picture })
            map.Overlay(any).Rgb.ToArray().Should().Equal(right, any.ToString());
    }
}
