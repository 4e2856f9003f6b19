using Ucam.Extensions.AI.Maps;

namespace Ucam.Extensions.AI.Tests.Maps;

public class LabColourTests
{
    // Values of the usual colours in CIELAB with D65, as tables of sRGB have them.
    [Theory]
    [InlineData(255, 255, 255, 100, 0, 0)]
    [InlineData(0, 0, 0, 0, 0, 0)]
    [InlineData(255, 0, 0, 53.24, 80.09, 67.20)]
    [InlineData(0, 255, 0, 87.73, -86.18, 83.18)]
    [InlineData(0, 0, 255, 32.30, 79.19, -107.86)]
    [InlineData(128, 128, 128, 53.59, 0, 0)]
    public void Known_colours_have_their_values(byte r, byte g, byte b, double l, double first, double second)
    {
        float[] lab = LabColour.Of(new Picture(1, 1, [r, g, b]));
        ((double)lab[0]).Should().BeApproximately(l, 0.05);
        ((double)lab[1]).Should().BeApproximately(first, 0.05);
        ((double)lab[2]).Should().BeApproximately(second, 0.05);
    }
}
