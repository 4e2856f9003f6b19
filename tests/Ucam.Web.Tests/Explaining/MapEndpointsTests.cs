using System.Text.Json.Nodes;
using Ucam.Vqa;
using Ucam.Vqa.Asking;
using static TorchSharp.torch;

namespace Ucam.Web.Tests.Explaining;

[Collection(ServedCollection.Name)]
public class MapEndpointsTests(Served served)
{
    private static readonly (string, string)[] Fields = [("question", "Is there a ball?"), ("model", "scenes")];

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_map_is_the_one_of_the_library_and_its_progress_is_told()
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/maps") { Content = Served.Form(Served.Png, [.. Fields, ("map", "occlusion")]) };
        request.Headers.Accept.ParseAdd("text/event-stream");
        using HttpResponseMessage response = await served.Client.SendAsync(request, Cancel);
        response.Content.Headers.ContentType!.MediaType.Should().Be("text/event-stream");
        string[] events = (await response.Content.ReadAsStringAsync(Cancel)).Split("\n\n", StringSplitOptions.RemoveEmptyEntries);
        events[..^1].Should().NotBeEmpty().And.AllSatisfy(each => each.Should().MatchRegex(@"^event: progress\ndata: [01]\.\d{3}$"));
        JsonNode map = JsonNode.Parse(events[^1].Split("data: ")[1])!;
        events[^1].Should().StartWith("event: map\n");
        using var model = VqaModel.Load("scenes");
        using var scope = NewDisposeScope();
        Tensor[] inputs = VqaExplanation.Inputs(model.Network, Picture.Load(Served.Png, "p").Resize(128, 128), model.Network.Words.Encode("Is there a ball?"));
        using Explainer explainer = VqaExplanation.FromPictures(model.Network);
        ActivationMap expected = explainer.Explain([new Occlusion()], inputs, cancellation: Cancel)[0][0].ToMap();
        Convert.FromBase64String((string)map["values"]!).Should().Equal(expected.Values.Cast<float>().Select(v => (byte)MathF.Round(v * 255)));
        ((string)map["kind"]!, (string)map["title"]!).Should().Be(("occlusion", "What it misses if covered"));
    }

    [Fact]
    public async Task Who_hangs_up_stops_it()
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/maps") { Content = Served.Form(Served.Png, [.. Fields, ("map", "shapley")]) };
        request.Headers.Accept.ParseAdd("text/event-stream");
        using (HttpResponseMessage response = await served.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Cancel))
        {
            await using Stream events = await response.Content.ReadAsStreamAsync(Cancel);
            (await events.ReadAsync(new byte[5], Cancel)).Should().BePositive();
        }
        // They are made one after the other.
        (int status, JsonObject map) = await served.Post("/api/maps", Served.Form(Served.Png, [.. Fields, ("map", "attention")]));
        (status, (string)map["kind"]!).Should().Be((200, "attention"));
    }

    [Theory]
    [InlineData("", "map is missing; /api/maps lists them.")]
    [InlineData("rollout", "There is no map 'rollout'; /api/maps lists them.")]
    public async Task A_map_that_is_not_there_is_told(string name, string title)
    {
        (int status, JsonObject body) = await served.Post("/api/maps", Served.Form(Served.Png, [.. Fields, ("map", name)]));
        (status, (string)body["title"]!).Should().Be((400, title));
    }

    [Fact]
    public async Task They_are_listed()
    {
        JsonArray maps = JsonNode.Parse(await served.Client.GetStringAsync("/api/maps", Cancel))!.AsArray();
        maps.Select(m => (string)m!["name"]!).Should().Contain(["rise", "occlusion", "attention"]).And.OnlyHaveUniqueItems();
    }
}
