using CsCheck;

namespace Ucam.Tests.Imaging;

public class ColourMapTests
{
    [Theory]
    [InlineData(0, 0, 0, 128)]
    [InlineData(32, 0, 1, 255)]
    [InlineData(64, 0, 129, 255)]
    [InlineData(128, 130, 255, 126)]
    [InlineData(191, 255, 129, 0)]
    [InlineData(255, 128, 0, 0)]
    public void Jet_is_the_usual_one(int step, byte r, byte g, byte b) => ColourMap.Jet[step / 255d].Should().Be(new Rgb(r, g, b));

    [Theory]
    [InlineData(0, 68, 1, 84)]
    [InlineData(0.5, 33, 145, 140)]
    [InlineData(1, 253, 231, 37)]
    public void Viridis_has_its_published_ends_and_middle(double value, int r, int g, int b)
    {
        var colour = ColourMap.Viridis[value];
        new[] { colour.R - r, colour.G - g, colour.B - b }.Should().OnlyContain(d => Math.Abs(d) <= 1);
    }

    // matplotlib's colours at these steps.
    [Theory]
    [InlineData("inferno", 0, 0, 0, 4)]
    [InlineData("inferno", 128, 188, 55, 84)]
    [InlineData("inferno", 255, 252, 255, 164)]
    [InlineData("cividis", 0, 0, 34, 78)]
    [InlineData("cividis", 64, 67, 78, 108)]
    [InlineData("cividis", 100, 101, 104, 112)]
    [InlineData("cividis", 200, 196, 180, 104)]
    [InlineData("cividis", 255, 254, 232, 56)]
    public void Inferno_and_cividis_have_their_published_colours(string name, int step, int r, int g, int b)
    {
        var colour = ColourMap.Find(name)[step / 255d];
        new[] { colour.R - r, colour.G - g, colour.B - b }.Should().OnlyContain(d => Math.Abs(d) <= 2);
    }

    [Fact]
    public void A_colour_map_is_found_by_name_or_refused_with_the_names()
    {
        foreach (var map in ColourMap.All) ColourMap.Find(map.Name).Should().BeSameAs(map);
        var find = () => ColourMap.Find("rainbow");
        find.Should().Throw<UcamException>().WithMessage("*rainbow*cividis*");
    }

    [Fact]
    public void Even_maps_grow_brighter_throughout()
    {
        foreach (var map in ColourMap.All.Where(map => map != ColourMap.Jet))
        {
            var light = Enumerable.Range(0, 256).Select(i => map[i / 255d]).Select(c => 0.2126 * c.R + 0.7152 * c.G + 0.0722 * c.B).ToArray();
            light.Zip(light.Skip(1), (a, b) => b - a).Should().OnlyContain(d => d > -0.6, map.Name);
        }
    }

    [Fact]
    public void Values_outside_take_the_nearest_end() => Gen.Double[1, 1e300].Sample(v =>
    {
        ColourMap.Jet[v].Should().Be(ColourMap.Jet[1]);
        ColourMap.Jet[-v].Should().Be(ColourMap.Jet[0]);
    });

    [Fact]
    public void What_is_not_a_number_has_no_colour() =>
        ColourMap.Grey.Invoking(m => m[double.NaN]).Should().Throw<ArgumentException>();
}
