using Ucam.Vqa;

namespace Ucam.Studies.Tests.Comparison;

/// <summary>
/// Parameter counts by hand from the papers' formulas; every layer has a bias, but not scores, which a softmax follows, nor Tucker cores.
/// </summary>
public class MethodSizesTests
{
    private const long Words = 10, Channels = 2048;

    private static readonly Dictionary<string, (int Answers, long Parameters)> Published = new()
    {
        ["saaa"] = (3000, Reader(300, 1024)
            + Channels * 512 + Layer(1024, 512) + Layer(512, 2)
            + Layer(2 * Channels + 1024, 1024) + Layer(1024, 3000)),
        ["san"] = (1000, Reader(500, 1024)
            + Layer(Channels, 1024) + 2 * (1024 * 512 + Layer(1024, 512) + 512)
            + Layer(1024, 1000)),
        ["mcb"] = (3000, Reader(300, 2048)
            + Layer(16_000, 512) + 512 * 2
            + Layer(16_000, 3000)),
        ["mlb"] = (2000, Reader(620, 2400)
            + Layer(Channels, 1200) + Layer(2400, 1200) + 1200 * 2
            + 2 * Layer(Channels, 1200) + Layer(2400, 2 * 1200) + Layer(2 * 1200, 2000)),
        ["mutan"] = (2000, Reader(620, 2400)
            + Layer(Channels, 310) + Layer(2400, 310) + 5 * (310 * 510 + 310 * 510) + 510 * 2
            + 2 * Layer(Channels, 310) + Layer(2400, 310) + 5 * (620 * 510 + 310 * 510) + Layer(510, 2000)),
        ["ban"] = (3129, Reader(300, 1024)
            + Layer(Channels, 3072) + Layer(1024, 3072) + 3072 * 8
            + 8 * (Layer(Channels, 1024) + Layer(1024, 1024) + Layer(1024, 1024))
            + Layer(1024, 2048) + Layer(2048, 3129)),
    };

    private static long Layer(long input, long output) => input * output + output;

    private static long Reader(long embedding, long lstm) => Words * embedding + 4 * lstm * (embedding + lstm) + 2 * 4 * lstm;

    private static long Count(HeadOptions options, HeadShape shape)
    {
        using VqaHead head = VqaMethods.Create(options, shape);
        return head.parameters().Sum(p => p.numel());
    }

    [Theory]
    [MemberData(nameof(SmallModels.Methods), MemberType = typeof(SmallModels))]
    public void The_published_sizes_have_the_published_parameters(string name)
    {
        (int answers, long expected) = Published[name];
        Count(VqaMethods.Find(name).Paper, new HeadShape((int)Channels, 14, 14, (int)Words, answers)).Should().Be(expected);
    }

    [Theory]
    [MemberData(nameof(SmallModels.Methods), MemberType = typeof(SmallModels))]
    public void The_small_sizes_have_about_as_many_parameters_as_small_saaa(string name)
    {
        foreach (var shape in new[] { new HeadShape(64, 16, 16, 120, 60), new HeadShape(128, 12, 12, 150, 100) })
        {
            double ratio = (double)Count(VqaMethods.Find(name).Small, shape) / Count(new HeadOptions(), shape);
            ratio.Should().BeInRange(0.5, 1.5, $"{name} at {shape}");
        }
    }
}
