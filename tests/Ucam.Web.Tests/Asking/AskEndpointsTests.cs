using System.Collections.Concurrent;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Ucam.Studies;
using Ucam.Vqa;

namespace Ucam.Web.Tests.Asking;

[Collection(ServedCollection.Name)]
public class AskEndpointsTests(Served served)
{
    private const string Question = "What colour is the ball?";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_answer_is_the_line_of_ask_with_the_maps_of_the_library()
    {
        (int status, JsonObject body) = await served.Post("/api/ask", Served.Form(Served.Png, ("question", Question), ("model", "scenes"), ("seed", "3")));
        status.Should().Be(200);
        using var model = VqaModel.Load("scenes");
        Answer answer = model.Ask(Served.Png, Question, new AskOptions { Seed = 3 });
        foreach ((string name, JsonNode? value) in JsonNode.Parse(answer.ToJson("squares.png"))!.AsObject())
            JsonNode.DeepEquals(body[name], value).Should().BeTrue(name);
        JsonNode attention = body["maps"]!.AsArray().Single(m => (string)m!["kind"]! == "attention")!;
        byte[] values = Convert.FromBase64String((string)attention["values"]!);
        ActivationMap map = answer.Map(MapKind.Attention);
        ((int)attention["rows"]!, (int)attention["columns"]!, values.Length).Should().Be((map.Rows, map.Columns, map.Rows * map.Columns));
        values.Should().Equal(map.Values.Cast<float>().Select(v => (byte)MathF.Round(v * 255)));
        ((string)attention["words"]!).Should().StartWith("Where it looked: ");
    }

    [Fact]
    public async Task Numbers_are_told_in_the_words_of_the_library()
    {
        JsonArray samples = JsonNode.Parse(await served.Client.GetStringAsync("/api/samples", Cancel))!.AsArray();
        byte[] scene = await served.Client.GetByteArrayAsync($"/samples/{samples[0]!["name"]}", Cancel);
        (string, string)[] fields = [("question", (string)samples[0]!["question"]!), ("model", "scenes"), ("shares", "true")];
        (_, JsonObject body) = await served.Post("/api/ask", Served.Form(scene, fields));
        using var model = VqaModel.Load("scenes");
        Answer answer = model.Ask(scene, fields[0].Item2, new AskOptions { DoubtShares = true });
        JsonNode said = body["said"]!;
        ((string)said["sure"]!).Should().Be($"{answer.Certainty.Words}: {InWords.Right(answer)}");
        ((string)said["worth"]!).Should().Be(answer.Certainty.Worth + ".");
        ((string)said["why"]!).Should().BeEquivalentTo(InWords.Reason(answer) + ".");
        ((string)said["parts"]!).Should().StartWith($"Of it: {answer.DoubtShares["before"]:F2} nats");
        body["word_doubt"]!.AsArray().Select(word => (string)word!["word"]!).Should().Equal(answer.WordDoubt.Select(word => word.Key));
        (_, JsonObject plain) = await served.Post("/api/ask", Served.Form(scene, fields[..2]));
        (plain["said"]!["parts"], plain.ContainsKey("word_doubt")).Should().Be((null, false));
    }

    [Fact]
    public async Task A_picture_that_is_kept_is_asked_again_by_its_id()
    {
        (int status, JsonObject kept) = await served.Post("/api/pictures", new ByteArrayContent(Served.Png));
        status.Should().Be(201);
        string id = (string)kept["id"]!;
        ((int)kept["width"]!, (int)kept["height"]!).Should().Be((64, 64));
        (_, JsonObject byId) = await served.PostJson("/api/ask", $$"""{"picture": "{{id}}", "question": "{{Question}}", "model": "scenes"}""");
        (_, JsonObject sent) = await served.Post("/api/ask", Served.Form(Served.Png, ("question", Question), ("model", "scenes")));
        ((string?)byId["picture_id"]).Should().Be(id);
        sent["picture_id"].Should().BeNull("what is sent along is not kept");
        JsonNode.DeepEquals(byId["certainty"], sent["certainty"]).Should().BeTrue();
        JsonNode.DeepEquals(byId["maps"], sent["maps"]).Should().BeTrue();
        Picture shown = Picture.Load(await served.Client.GetByteArrayAsync($"/api/pictures/{id}", Cancel), "shown");
        (shown.Width, shown.Height).Should().Be((64, 64));
    }

    [Theory]
    [InlineData("What is in the picture?", "photos-small")]
    [InlineData("What colour is the dotted ball?", "scenes-small")]
    public async Task Without_a_model_the_question_picks_one(string question, string model)
    {
        (_, JsonObject body) = await served.Post("/api/ask", Served.Form(Served.Png, ("question", question)));
        ((string)body["model"]!).Should().Be(model);
    }

    [Theory]
    [InlineData("Is there a ball?", false)]
    [InlineData("Is there a flavour?", true)]
    public async Task Outside_what_the_model_learned_no_set_of_answers_is_promised(string question, bool isOutside)
    {
        JsonArray samples = JsonNode.Parse(await served.Client.GetStringAsync("/api/samples", Cancel))!.AsArray();
        byte[] scene = await served.Client.GetByteArrayAsync($"/samples/{samples[0]!["name"]}", Cancel);
        (_, JsonObject body) = await served.Post("/api/ask", Served.Form(scene, ("question", question), ("model", "scenes")));
        body["certainty"]!["probability"].Should().NotBeNull();
        body["certainty"]!["set"]!.AsArray().Count.Should().Match(count => isOutside ? count == 0 : count > 0);
    }

    [Theory]
    [InlineData("", "question is missing.")]
    [InlineData("passes=-1", "passes is -1; it must be from 0 to 500 here.")]
    [InlineData("passes=501", "passes is 501; it must be from 0 to 500 here.")]
    [InlineData("passes=many", "passes is 'many'; give a whole number.")]
    [InlineData("seed=1.5", "seed is '1.5'; give a whole number.")]
    [InlineData("seed=9223372036854775807", "seed is '9223372036854775807'; give a whole number up to 2147483647.")]
    [InlineData("bogus=1", "'bogus' is not known; the fields are picture, question, model, passes, seed, shares, map.")]
    [InlineData("shares=yes", "shares is 'yes'; give true or false.")]
    [InlineData("model=nothing", "There is no model 'nothing'; it is one of scenes, photos.")]
    public async Task A_wrong_value_is_told_in_one_line(string field, string title)
    {
        List<(string, string)> fields = field.Length == 0 ? [] : [("question", Question), (field.Split('=')[0], field.Split('=')[1])];
        (int status, JsonObject body) = await served.Post("/api/ask", Served.Form(Served.Png, [.. fields]));
        (status, (string)body["title"]!).Should().Be((400, title));
    }

    [Theory]
    [InlineData("question")]
    [InlineData("seed")]
    [InlineData("picture")]
    public async Task A_field_that_is_there_twice_is_refused(string name)
    {
        MultipartFormDataContent form = Served.Form(Served.Png, ("question", Question), ("seed", "1"));
        if (name == "picture") form.Add(new ByteArrayContent(Served.Png), name, "other.png");
        else form.Add(new StringContent("1"), name);
        (int status, JsonObject body) = await served.Post("/api/ask", form);
        (status, (string)body["title"]!).Should().Be((400, $"{name} is there more than once; send it once."));
    }

    [Fact]
    public async Task A_picture_that_is_sent_goes_into_no_file()
    {
        byte[] large = Pictures.Noise(400, 300, 1).EncodePng();
        large.Length.Should().BeGreaterThan(200_000);
        using var made = new FileSystemWatcher(Path.GetTempPath(), "ASPNETCORE_*");
        var seen = new ConcurrentQueue<string>();
        made.Created += (_, file) => seen.Enqueue(file.FullPath);
        made.EnableRaisingEvents = true;
        (int status, _) = await served.Post("/api/ask", Served.Form(large, ("question", Question), ("passes", "2")));
        // By this the watcher is known to tell what was made before it.
        string last = Path.Combine(Path.GetTempPath(), $"ASPNETCORE_{Guid.NewGuid():N}");
        await File.WriteAllTextAsync(last, "", Cancel);
        try
        {
            while (!seen.Contains(last)) await Task.Delay(10, Cancel);
        }
        finally
        {
            File.Delete(last);
        }
        (status, seen.Single()).Should().Be((200, last));
    }

    [Fact]
    public async Task Each_map_is_told_by_thirds()
    {
        (_, JsonObject body) = await served.Post("/api/ask", Served.Form(Served.Png, ("question", Question), ("model", "scenes")));
        JsonNode map = body["maps"]!.AsArray().First(m => m!["thirds"] is not null)!;
        map["thirds"]!.AsArray().Should().HaveCount(9);
        map["thirds"]!.AsArray().Sum(share => (double)share!).Should().BeApproximately(1, 0.001);
    }

    [Theory]
    [InlineData("{", 400)]
    [InlineData("null", 400)]
    [InlineData("[]", 400)]
    [InlineData("""{"picture": 7, "question": "a"}""", 400)]
    [InlineData("""{"picture": "0123", "question": "a"}""", 400)]
    [InlineData("""{"picture": "0123", "question": "a", "colour": "red"}""", 400)]
    [InlineData("""{"picture": "../../etc/passwd", "question": "a"}""", 400)]
    [InlineData("""{"question": "a"}""", 400)]
    public async Task Damaged_json_is_refused(string json, int status)
    {
        (int answered, JsonObject body) = await served.PostJson("/api/ask", json);
        answered.Should().Be(status);
        ((string)body["title"]!).Should().NotContain("\n").And.NotContain("Exception").And.EndWith(".");
    }

    [Fact]
    public async Task What_is_no_picture_is_refused()
    {
        byte[][] wrong = [[], [1, 2, 3], Served.Png[..50], Encoding.UTF8.GetBytes("<svg></svg>"), Huge(50_000, 50_000)];
        foreach (byte[] bytes in wrong)
        {
            (int status, JsonObject body) = await served.Post("/api/pictures", new ByteArrayContent(bytes));
            status.Should().Be(400, (string?)body["title"]);
            (status, _) = await served.Post("/api/ask", Served.Form(bytes, ("question", Question)));
            status.Should().Be(400);
        }
    }

    [Fact]
    public async Task A_picture_of_more_pixels_than_are_kept_is_shrunk_and_not_refused()
    {
        const int Width = 6000, Height = 5000;
        byte[] rows = new byte[(1 + Width / 8) * Height];
        byte[] large = CraftedPictures.Png(Width, Height, 1, 0, rows);
        ((long)Width * Height, large.Length).Should().Match<(long, int)>(of => of.Item1 > Picture.MaxPixels && of.Item2 < WebServer.MostBytes);
        (int status, JsonObject kept) = await served.Post("/api/pictures", new ByteArrayContent(large));
        (status, (int?)kept["width"]).Should().Be((201, 1024));
    }

    [Fact]
    public async Task Other_types_and_too_much_are_refused()
    {
        (int type, _) = await served.Post("/api/ask", new StringContent("picture"));
        type.Should().Be(415);
        using var large = new HttpRequestMessage(HttpMethod.Post, "/api/pictures") { Content = new ByteArrayContent(new byte[WebServer.MostBytes + 1]) };
        large.Headers.ExpectContinue = true;
        (await served.Client.SendAsync(large, Cancel)).StatusCode.Should().Be(HttpStatusCode.RequestEntityTooLarge);
        (int length, JsonObject body) = await served.Post("/api/ask", Served.Form(Served.Png, ("question", new string('a', 1001))));
        (length, (string)body["title"]!).Should().Be((400, "question has 1001 characters; give at most 1000."));
    }

    [Fact]
    public async Task Without_scripts_the_answer_is_a_page_in_which_nothing_sent_is_markup()
    {
        using HttpResponseMessage response = await served.Client.PostAsync("/ask",
            Served.Form(Served.Png, ("question", "<script>alert(1)</script> \u001b[31m ball?")), Cancel);
        string page = await response.Content.ReadAsStringAsync(Cancel);
        (response.StatusCode, response.Content.Headers.ContentType!.MediaType).Should().Be((HttpStatusCode.OK, "text/html"));
        page.Should().Contain("&lt;script&gt;alert(1)&lt;/script&gt;").And.NotContain("<script").And.NotContain("\u001b");
        page.Should().Contain("Where it looked: ").And.Contain("data:image/jpeg;base64,");
    }

    [Fact]
    public async Task An_answer_is_had_as_a_card_and_as_a_file()
    {
        using HttpResponseMessage card = await served.Client.PostAsync("/api/card", Served.Form(Served.Png, ("question", Question)), Cancel);
        Picture.Load(await card.Content.ReadAsByteArrayAsync(Cancel), "card").Width.Should().BeGreaterThan(1000);
        using HttpResponseMessage report = await served.Client.PostAsync("/api/report", Served.Form(Served.Png, ("question", Question)), Cancel);
        report.Content.Headers.ContentDisposition!.FileName.Should().Be("answer.html");
        (await report.Content.ReadAsStringAsync(Cancel)).Should().StartWith("<!DOCTYPE html>").And.EndWith("</html>\n").And.Contain(Question);
    }

    [Fact]
    public async Task Models_and_samples_are_listed_and_samples_can_be_asked()
    {
        JsonArray models = JsonNode.Parse(await served.Client.GetStringAsync("/api/models", Cancel))!.AsArray();
        models.Select(m => (string)m!["name"]!).Should().Equal("scenes", "photos");
        models.Should().AllSatisfy(m => ((bool)m!["tells_right"]!).Should().BeTrue());
        JsonArray samples = JsonNode.Parse(await served.Client.GetStringAsync("/api/samples", Cancel))!.AsArray();
        samples.Should().HaveCountGreaterThanOrEqualTo(4);
        byte[] file = await served.Client.GetByteArrayAsync($"/samples/{samples[0]!["name"]}", Cancel);
        (int status, JsonObject body) = await served.Post("/api/ask", Served.Form(file, ("question", (string)samples[0]!["question"]!)));
        (status, body["warning"]).Should().Be((200, null));
        (await served.Client.GetAsync("/samples/nothing", Cancel)).StatusCode.Should().Be(HttpStatusCode.NotFound);
    }

    private static byte[] Huge(int width, int height) => CraftedPictures.Png(width, height, 8, 2, new byte[100]);
}
