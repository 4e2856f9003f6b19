using System.Text.Json;
using Ucam.Imaging;

namespace Ucam.Tests.Imaging;

/// <summary>What a model hub's networks are fed, against Pillow (tests/fixtures/preprocessing/make_hub.py).</summary>
public class HubResizeTests
{
    private sealed record Case(string Filter, int Width, int Height, int Edge, int Size, bool Stretch, byte[] Rgb);

    [Fact]
    public void The_bytes_are_Pillow_s()
    {
        Case[] cases = JsonSerializer.Deserialize<Case[]>(File.ReadAllText(Repository.Fixture("preprocessing", "hub.json")), JsonSerializerOptions.Web)!;
        cases.Should().HaveCount(21);
        foreach (Case expected in cases)
            new HubResize(expected.Edge, expected.Stretch, Enum.Parse<PictureFilter>(expected.Filter)).Of(Made(expected.Width, expected.Height),
                expected.Size).Rgb.ToArray().Should().Equal(expected.Rgb, $"{expected.Width}×{expected.Height} by {expected with { Rgb = [] }}");
    }

    private static Picture Made(int width, int height)
    {
        IEnumerable<byte> rgb = from y in Enumerable.Range(0, height)
                                from x in Enumerable.Range(0, width)
                                from c in Enumerable.Range(0, 3)
                                select (byte)(x * (7 + 2 * c) + y * 13 + x * y + 31 * c + 5 * (x * x % 11));
        return new Picture(width, height, [.. rgb]);
    }
}
