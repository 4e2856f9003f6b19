using System.Text.Json.Nodes;

namespace Ucam.Web.Tests.Asking;

[Collection(WholeProcess.Name)]
public class AskerMemoryTests
{
    [Fact]
    public async Task Questions_leave_no_tensors_behind_but_those_of_the_pictures_that_are_kept()
    {
        CancellationToken cancel = TestContext.Current.CancellationToken;
        await using WebServer server = await WebServer.Start(Served.Options with { Models = ["scenes"], Pictures = 2 }, cancel: cancel);
        using var client = new HttpClient { BaseAddress = server.Address };
        async Task Ask(int side)
        {
            byte[] png = Served.Squares(side).EncodePng();
            using HttpResponseMessage kept = await client.PostAsync("/api/pictures", new ByteArrayContent(png), cancel);
            string id = (string)JsonNode.Parse(await kept.Content.ReadAsStringAsync(cancel))!["id"]!;
            (await client.PostAsync("/api/ask", new StringContent($$"""{"picture": "{{id}}", "question": "Is there a ball?"}""",
                new System.Net.Http.Headers.MediaTypeHeaderValue("application/json")), cancel)).EnsureSuccessStatusCode();
            (await client.PostAsync("/api/ask", Served.Form(png, ("question", "Is there a ball?")), cancel)).EnsureSuccessStatusCode();
        }
        for (int i = 0; i < 3; i++) await Ask(20 + i);
        long before = Tensors.LiveAnywhere();
        for (int i = 0; i < 6; i++) await Ask(30 + i);
        Tensors.LiveAnywhere().Should().Be(before);
    }
}
