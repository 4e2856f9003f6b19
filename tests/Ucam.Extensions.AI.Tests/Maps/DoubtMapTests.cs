using Microsoft.Extensions.AI;

namespace Ucam.Extensions.AI.Tests.Maps;

public class DoubtMapTests
{
    private const int Side = 28;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    // A white spot of four pixels a side, and a model that says whether it sees it.
    private static Picture Spot()
    {
        byte[] rgb = new byte[Side * Side * 3];
        for (int y = 8; y < 12; y++) rgb.AsSpan((y * Side + 12) * 3, 12).Fill(255);
        return new Picture(Side, Side, rgb);
    }

    private static async Task<(ChatDoubt Doubt, int Calls)> Mapped(DoubtMapOptions map, int? mostCalls = null)
    {
        var inner = new ScriptedClient(call => call.Picture.Rgb.Contains((byte)255) ? "yes" : "no");
        using var client = new DoubtChatClient(inner, new DoubtOptions
        { Samples = 0, Rewordings = 0, PictureChanges = 0, BlindCalls = 0, Map = map, MostCalls = mostCalls });
        ChatResponse response = await client.GetResponseAsync([ScriptedCall.Ask("Is there a spot?", Spot())], cancellationToken: Cancel);
        return (ChatDoubt.Of(response)!, inner.Calls.Count);
    }

    [Theory]
    [InlineData(DoubtMapKind.Occlusion, 36)]
    [InlineData(DoubtMapKind.Rise, 200)]
    public async Task The_map_is_highest_where_the_answer_hangs(DoubtMapKind kind, int calls)
    {
        (ChatDoubt doubt, int made) = await Mapped(new DoubtMapOptions { Kind = kind, MostCalls = 200 });
        made.Should().Be(1 + calls);
        float[,] values = doubt.Map!.Values;
        (values.GetLength(0), values.GetLength(1), values[2, 3]).Should().Be((7, 7, 1f));
        values.Cast<float>().Count(value => value == 1).Should().Be(1);
    }

    [Theory]
    [InlineData(DoubtMapKind.Occlusion)]
    [InlineData(DoubtMapKind.Rise)]
    public async Task Superpixels_show_the_very_thing_that_the_answer_hangs_on(DoubtMapKind kind)
    {
        (ChatDoubt doubt, int made) = await Mapped(new DoubtMapOptions { Kind = kind, Superpixels = true, MostCalls = 300 });
        made.Should().BeInRange(25, kind == DoubtMapKind.Rise ? 301 : 50);
        float[,] values = doubt.Map!.Values;
        (values.GetLength(0), values.GetLength(1)).Should().Be((Side, Side));
        for (int y = 0; y < Side; y++)
            for (int x = 0; x < Side; x++) (values[y, x] == 1).Should().Be(y is >= 8 and < 12 && x is >= 12 and < 16, $"row {y}, column {x}");
    }

    [Fact]
    public async Task A_budget_leaves_windows_out_and_says_so()
    {
        (ChatDoubt doubt, int made) = await Mapped(new DoubtMapOptions(), mostCalls: 13);
        (made, doubt.Map!.Rows, doubt.Note).Should().Be((13, 7, "of 37 calls 24 not made, since the budget was spent"));
    }

    [Fact]
    public async Task A_model_that_always_says_the_same_has_nothing_to_show()
    {
        using var client = new DoubtChatClient(new ScriptedClient(_ => "yes"), new DoubtOptions { Samples = 0, Map = new DoubtMapOptions() });
        ChatDoubt doubt = ChatDoubt.Of(await client.GetResponseAsync([ScriptedCall.Ask("a?", Spot())], cancellationToken: Cancel))!;
        doubt.Map!.IsNothing.Should().BeTrue();
    }
}
