using System.Net.Http.Headers;
using Ucam.Vqa;

namespace Ucam.Bench.Serve;

/// <summary>A question that clients send: three of four times about a picture that the server keeps, else with the picture.</summary>
internal sealed record AskedBody(byte[] File, string Question, string Id)
{
    private const int Pictures = 8;

    public static async Task<AskedBody[]> Prepare(HttpClient client)
    {
        var scenes = new SceneSet(new SceneSetOptions { Seed = 5, Split = SceneSplit.Test, Pictures = Pictures, Size = 224 });
        var asked = new List<AskedBody>();
        foreach (VqaItem item in scenes.Items)
        {
            byte[] file = scenes.LoadPicture(item.Picture).EncodePng();
            using HttpResponseMessage kept = await client.PostAsync("/api/pictures", new ByteArrayContent(file)).ConfigureAwait(false);
            string id = (string)System.Text.Json.Nodes.JsonNode.Parse(await kept.Content.ReadAsStringAsync().ConfigureAwait(false))!["id"]!;
            asked.Add(new AskedBody(file, item.Question, id));
        }
        return [.. asked];
    }

    public HttpContent Content(int number, int passes)
    {
        if (number % 4 != 0)
            return new StringContent(System.Text.Json.JsonSerializer.Serialize(new Dictionary<string, object>
            { ["picture"] = Id, ["question"] = Question, ["passes"] = passes }), new MediaTypeHeaderValue("application/json"));
        var form = new MultipartFormDataContent { { new StringContent(Question), "question" }, { new StringContent($"{passes}"), "passes" } };
        form.Add(new ByteArrayContent(File), "picture", "scene.png");
        return form;
    }
}
