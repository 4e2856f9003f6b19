namespace Ucam.Tests.Explanations;

/// <summary>Maps whose colours would be made of rounding errors say so.</summary>
public class MapStrengthTests
{
    private static float[,] Two(float a, float b) => new[,] { { a, b } };

    private static bool IsNothing(string method, float a, float b, bool signed = false) => new RawMap(method, Two(a, b), signed).ToMap().IsNothing;

    [Theory]
    [InlineData("hires-cam", -1e-7f, 5e-8f, true, true)]
    [InlineData("hires-cam", -3f, 5e-3f, true, true)]
    [InlineData("hires-cam", -3f, 5e-2f, true, false)]
    [InlineData("occlusion", -0.3f, -0.01f, true, true)]
    [InlineData("evidence", 0.004f, 0.005f, false, true)]
    [InlineData("evidence", 0.001f, 0.02f, false, false)]
    [InlineData("attention", 0.25f, 0.2500001f, false, true)]
    [InlineData("attention", 0.003f, 0.004f, false, false)]
    [InlineData("eigen-cam", 0f, 0f, false, true)]
    [InlineData("eigen-cam", 7f, 7.1f, false, false)]
    [InlineData("one of mine", 0f, 0.001f, false, false)]
    public void What_is_too_small_or_the_same_everywhere_is_next_to_nothing(string method, float a, float b, bool signed, bool nothing) =>
        IsNothing(method, a, b, signed).Should().Be(nothing);

    [Fact]
    public void Only_what_speaks_for_the_target_is_shown_and_counts() => IsNothing("hires-cam", -5, 0, signed: true).Should().BeTrue();

    [Theory]
    [InlineData(MapKind.Doubt, true)]
    [InlineData(MapKind.Certainty, true)]
    [InlineData(MapKind.UCam, true)]
    [InlineData(MapKind.Attention, false)]
    [InlineData(MapKind.Other, false)]
    public void By_its_kind_it_is_told_whether_values_are_parts_of_a_score(MapKind kind, bool nothing)
    {
        ActivationMap map = ActivationMap.FromRaw(kind, Two(0.001f, 0.004f));
        map.IsNothing.Should().Be(nothing);
        map.Resize(2, 4).IsNothing.Should().Be(nothing);
    }

    [Fact]
    public void An_overlay_of_next_to_nothing_has_one_colour()
    {
        Picture picture = new(8, 8, [.. Enumerable.Repeat((byte)90, 8 * 8 * 3)]);
        Picture overlay = ActivationMap.FromRaw(MapKind.Doubt, Two(0.001f, 0.004f)).Overlay(picture);
        Colours(overlay).Should().Be(1);
        Colours(ActivationMap.FromRaw(MapKind.Doubt, Two(0.1f, 0.4f)).Overlay(picture)).Should().BeGreaterThan(1);
        static int Colours(Picture picture) => picture.Rgb.ToArray().Chunk(3).Select(rgb => (rgb[0], rgb[1], rgb[2])).Distinct().Count();
    }
}
