using System.Text.Json;
using Ucam.Cli.ModelLookup;

namespace Ucam.Cli.Tests.Ask;

public sealed class AskTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly string _model, _picture;

    public AskTests() => (_model, _picture) = (TinyInputs.Model(_folder), TinyInputs.Picture(_folder));

    public void Dispose() => _folder.Dispose();

    private CliResult Ask(string picture, params string[] more) =>
        Cli.Run(["ask", picture, TinyInputs.Question, "--model", _model, "--passes", "3", .. more]);

    [Fact]
    public void An_answer_comes_with_its_probability_its_doubt_and_the_other_candidates()
    {
        CliResult result = Ask(_picture);
        result.Code.Should().Be(ExitCode.Success);
        result.Error.Should().BeEmpty();
        result.Lines[0].Should().MatchRegex(@"^(red|blue|yes|no) \(\d+ ?%\)  (sure|fairly sure|unsure|guessing)$");
        result.Lines[1].Should().Be("not known how likely it is right: the model 'tiny' carries no certainty estimator; 'ucam calibrate' fits one");
        result.Lines[2].Should().MatchRegex(@"^doubt \d\.\d\d nats = \d\.\d\d data \+ \d\.\d\d model \(rough: [^)]*\)$");
        result.Lines[3].Should().StartWith("also ");
        result.Lines[4].Should().StartWith("model tiny; unusual picture: ");
    }

    [Fact]
    public void Outside_what_the_model_learned_no_shares_are_told()
    {
        CliResult result = Cli.Run("ask", _picture, "What colour is the zebra?", "--model", _model, "--passes", "3", "--shares");
        result.Code.Should().Be(ExitCode.Success, result.Error);
        result.Out.Should().Contain("not parted").And.NotContain("of it:").And.NotContain("words:");
    }

    [Fact]
    public void Shares_tell_what_gave_and_took_the_doubt_and_what_each_word_did()
    {
        CliResult result = Ask(_picture, "--shares");
        result.Code.Should().Be(ExitCode.Success, result.Error);
        result.Lines[3].Should().MatchRegex(
            @"^of it: \d\.\d\d nats with neither picture nor question, ([+−]?\d\.\d\d) by the question, [+−]?\d\.\d\d by the picture, [+−]?\d\.\d\d the model's own$");
        result.Lines[4].Should().MatchRegex(@"^words: what [+−]?\d\.\d\d, ");
        using var json = JsonDocument.Parse(Ask(_picture, "--shares", "--json").Out);
        double doubt = json.RootElement.GetProperty("uncertainty").GetProperty("predictive").GetDouble();
        json.RootElement.GetProperty("doubt_shares").EnumerateObject().Sum(part => part.Value.GetDouble()).Should().BeApproximately(doubt, 1e-5);
        json.RootElement.GetProperty("word_doubt").EnumerateArray().Select(word => word.GetProperty("word").GetString())
            .Should().StartWith("what");
    }

    [Fact]
    public void The_same_seed_gives_the_same_answer() => Ask(_picture, "--seed", "5").Out.Should().Be(Ask(_picture, "--seed", "5").Out);

    [Theory]
    [InlineData("full")]
    [InlineData("Head")]
    public void Both_modes_answer(string mode) => Ask(_picture, "--mode", mode).Code.Should().Be(ExitCode.Success);

    [Fact]
    public void Json_is_one_object_with_snake_case_names()
    {
        CliResult result = Ask(_picture, "--json");
        using var json = JsonDocument.Parse(result.Lines.Should().ContainSingle().Subject);
        Names(json.RootElement).Should().OnlyContain(n => n.All(c => char.IsAsciiLetterLower(c) || c == '_'));
        json.RootElement.GetProperty("picture").GetString().Should().Be(_picture);
        json.RootElement.GetProperty("question").GetString().Should().Be(TinyInputs.Question);
        json.RootElement.GetProperty("answer").GetString().Should().BeOneOf("red", "blue", "yes", "no");
        json.RootElement.GetProperty("candidates").GetArrayLength().Should().Be(4);
        JsonElement doubt = json.RootElement.GetProperty("uncertainty");
        (doubt.GetProperty("aleatoric").GetDouble() + doubt.GetProperty("epistemic").GetDouble())
            .Should().BeApproximately(doubt.GetProperty("predictive").GetDouble(), 1e-5);
        doubt.GetProperty("passes").GetInt32().Should().Be(3);
    }

    [Fact]
    public void Where_the_files_are_is_said_and_beside_JSON_on_standard_error()
    {
        string[] files = ["--card", _folder.File("c.png"), "--maps", _folder.File("maps"), "--report", _folder.File("r.html")];
        CliResult plain = Ask(_picture, files), json = Ask(_picture, [.. files, "--json"]);
        string[] said = [$"card: {_folder.File("c.png")}", $"maps: {_folder.File("maps")}", $"report: {_folder.File("r.html")}"];
        plain.Lines[^3..].Should().Equal(said);
        json.Lines.Should().ContainSingle();
        json.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries).Should().Equal(said);
    }

    [Fact]
    public void A_card_is_a_wide_picture_in_a_folder_that_is_made()
    {
        Ask(_picture, "--card", _folder.File("new", "where.png")).Code.Should().Be(ExitCode.Success);
        Picture card = Picture.Load(_folder.File("new", "where.png"));
        card.Width.Should().BeGreaterThan(2 * card.Height);
    }

    [Fact]
    public void Maps_are_overlays_of_the_picture_s_size()
    {
        Ask(_picture, "--maps", _folder.File("maps")).Code.Should().Be(ExitCode.Success);
        _folder.Files.Where(f => f.StartsWith("maps", StringComparison.Ordinal)).Should()
            .BeEquivalentTo(Path.Combine("maps", "cat.attention.png"), Path.Combine("maps", "cat.certainty.png"),
                Path.Combine("maps", "cat.doubt.png"));
        Picture map = Picture.Load(_folder.File("maps", "cat.certainty.png"));
        (map.Width, map.Height).Should().Be((48, 40));
    }

    [Fact]
    public void A_report_is_one_file_in_a_folder_that_is_made()
    {
        Ask(_picture, "--report", _folder.File("a", "b", "report.html")).Code.Should().Be(ExitCode.Success);
        File.ReadAllText(_folder.File("a", "b", "report.html")).Should().StartWith("<!DOCTYPE html>").And.Contain(TinyInputs.Question)
            .And.Contain("cat.png");
    }

    [Fact]
    public void Without_a_shipped_model_one_must_be_named()
    {
        Assert.SkipWhen(ModelStore.Shipped.Count > 0, "this build ships models");
        Cli.Run("ask", _picture, TinyInputs.Question).ShouldRefuse(ExitCode.Failure, "No model is shipped", "--model");
    }

    private static IEnumerable<string> Names(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => element.EnumerateObject().SelectMany(p => Names(p.Value).Prepend(p.Name)),
        JsonValueKind.Array => element.EnumerateArray().SelectMany(Names),
        _ => [],
    };
}
