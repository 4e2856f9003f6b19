using System.Text.Json;
using Ucam.Cli.ModelLookup;
using Ucam.Vqa;

namespace Ucam.Cli.Tests.ModelLookup;

/// <summary>Which shipped model answers where none is named, and what is said where none knows.</summary>
public sealed class ModelChoiceTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private static string Photograph(string name) => Path.Combine(AppContext.BaseDirectory, "Demo", "photos", name);

    /// <summary>A drawn scene with its questions; of the first ones many look like photographs to the picture's measure alone.</summary>
    private (string File, VqaItem[] Items) Scene(int picture)
    {
        var set = new SceneSet(new SceneSetOptions { Seed = 7, Pictures = 8, Size = 128, QuestionsPerPicture = 4 });
        string file = _folder.File($"scene-{picture}.png");
        set.LoadPicture(picture).SavePng(file);
        return (file, [.. set.Items.Where(item => item.Picture == picture)]);
    }

    private static string Chosen(string question, params string[] files)
    {
        using var choice = new ModelChoice(null, [question], files);
        return choice.Chosen.Network.Config.Name;
    }

    [Fact]
    public void Drawn_scenes_with_their_own_questions_are_never_answered_by_photos()
    {
        foreach (int picture in new[] { 0, 3, 5 })
        {
            (string file, VqaItem[] items) = Scene(picture);
            foreach (VqaItem item in items.Take(2)) Chosen(item.Question, file).Should().StartWith("scenes", item.Question);
        }
    }

    [Theory]
    [InlineData("Is it a cat or a dog?")]
    [InlineData("Are there more dogs than cats?")]
    [InlineData("How many birds are there?")]
    [InlineData("What is this?")]
    public void Photographs_with_their_own_questions_are_never_answered_by_scenes(string question) =>
        Chosen(question, Photograph("cat.jpg")).Should().StartWith("photos");

    [Fact]
    public void Words_count_before_pictures() => Chosen("What colour is the large ball?", Photograph("cat.jpg")).Should().StartWith("scenes");

    [Fact]
    public void One_model_answers_all_pictures_and_every_output_names_it()
    {
        (string scene, _) = Scene(0);
        string card = _folder.File("cards"), report = _folder.File("report.html");
        CliResult json = Cli.Run("ask", scene, Photograph("cat.jpg"), "Is it a cat or a dog?", "--passes", "2", "--json");
        CliResult text = Cli.Run("ask", scene, Photograph("cat.jpg"), "Is it a cat or a dog?", "--passes", "2", "--report", report, "--card", card);
        (json.Code, text.Code).Should().Be((ExitCode.Success, ExitCode.Success));
        json.Lines.Select(l => JsonDocument.Parse(l).RootElement.GetProperty("model").GetString()).Distinct().Should().ContainSingle().Which
            .Should().StartWith("photos");
        text.Lines.Count(l => l.StartsWith("model photos", StringComparison.Ordinal)).Should().Be(2);
        File.ReadAllText(report).Should().Contain("Answered by the model photos");
    }

    [Fact]
    public void Where_no_model_knows_the_words_that_comes_first_and_the_doubt_is_not_parted()
    {
        string[] ask = ["ask", Photograph("coffee.jpg"), "Which flavour is the espresso?", "--passes", "2"];
        CliResult text = Cli.Run(ask), json = Cli.Run([.. ask, "--json"]);
        text.Lines[0]
            .Should().Be("! None of the shipped models (photos, scenes) knows all these words. Unknown "
            + "words: flavour, espresso. Treat the answer with caution.");
        text.Lines[2].Should().StartWith("not known how likely it is right");
        text.Lines[3].Should().MatchRegex(@"^doubt \d\.\d\d nats, not parted into data and model: unlike what it learned$");
        using var parsed = JsonDocument.Parse(json.Out);
        JsonProperty first = parsed.RootElement.EnumerateObject().First();
        (first.Name, first.Value.GetString()).Should().Be(("warning", text.Lines[0][2..]));
        parsed.RootElement.GetProperty("not_parted").GetString().Should().StartWith("not parted");
        JsonElement doubt = parsed.RootElement.GetProperty("uncertainty");
        doubt.GetProperty("aleatoric").ValueKind.Should().Be(JsonValueKind.Null);
        doubt.GetProperty("epistemic").ValueKind.Should().Be(JsonValueKind.Null);
        doubt.GetProperty("predictive").GetDouble().Should().BePositive();
    }

    [Fact]
    public void Where_no_model_knows_the_picture_that_comes_first()
    {
        var noise = new byte[96 * 96 * 3];
        new Random(1).NextBytes(noise);
        new Picture(96, 96, noise).SavePng(_folder.File("noise.png"));
        CliResult result = Cli.Run("ask", _folder.File("noise.png"), "What is this?", "--passes", "2");
        result.Lines[0].Should().StartWith("! None of the shipped models (photos, scenes) knows such a picture. The picture is ");
        result.Out.Should().NotContain(" data + ");
        Cli.Run("explain", _folder.File("noise.png"), "What is this?", "--maps", "attention", "--sheet", _folder.File("s.png")).Lines[0]
            .Should().Be(result.Lines[0]);
    }
}
