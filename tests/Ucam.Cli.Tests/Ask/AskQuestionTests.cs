using System.Text.Json;

namespace Ucam.Cli.Tests.Ask;

public sealed class AskQuestionTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly string _model, _picture;

    public AskQuestionTests() => (_model, _picture) = (TinyInputs.Model(_folder), TinyInputs.Picture(_folder));

    public void Dispose() => _folder.Dispose();

    private CliResult Ask(string question, params string[] more) => Cli.Run(["ask", _picture, question, "--model", _model, "--passes", "3", .. more]);

    [Theory]
    [InlineData("")]
    [InlineData("   ")]
    [InlineData("?!")]
    public void A_question_without_words_is_refused(string question)
    {
        Ask(question, "--card", _folder.File("card.png")).ShouldRefuse(ExitCode.Usage, "question is empty", "in words");
        File.Exists(_folder.File("card.png")).Should().BeFalse();
    }

    [Fact]
    public void A_question_of_ten_thousand_words_is_refused_with_both_numbers() =>
        Ask(string.Join(' ', Enumerable.Repeat("ball", 10_000))).ShouldRefuse(ExitCode.Usage, "10,000 words", "at most 1,000", "shorten it");

    [Fact]
    public void A_question_of_a_thousand_words_is_answered() =>
        Ask(string.Join(' ', Enumerable.Repeat("ball", 1000))).Code.Should().Be(ExitCode.Success);

    [Fact]
    public void A_bad_question_is_refused_once_for_a_whole_folder()
    {
        TinyInputs.Picture(_folder, Path.Combine("many", "a.png"));
        TinyInputs.Picture(_folder, Path.Combine("many", "b.png"));
        Cli.Run("ask", _folder.File("many"), "", "--model", _model).ShouldRefuse(ExitCode.Usage, "question is empty");
    }

    [Fact]
    public void Unknown_words_alone_are_answered_with_the_words_and_a_warning()
    {
        CliResult result = Ask("Frobnicate zorgon zorgon");
        result.Code.Should().Be(ExitCode.Success);
        result.Error.Should().BeEmpty();
        result.Lines[0].Should().StartWith("! None of the question's words is known (frobnicate, zorgon).", because: "each word is listed once")
            .And.Contain("caution");
        result.Lines[1].Should().MatchRegex("(unsure|guessing)$");
    }

    [Fact]
    public void One_unknown_word_is_listed_beside_known_ones() => Ask("What colour is the zorgon?").Out.Should().Contain("nknown word: zorgon");

    [Theory]
    [InlineData("Какого цвета мяч?", "какого")]
    [InlineData("ボールは何色ですか", "ボールは何色ですか")]
    [InlineData("ما لون الكرة؟", "لون")]
    public void A_question_in_another_script_is_answered_with_its_words_as_unknown(string question, string word)
    {
        CliResult result = Ask(question, "--json");
        result.Code.Should().Be(ExitCode.Success);
        using var json = JsonDocument.Parse(result.Out);
        JsonElement familiarity = json.RootElement.GetProperty("familiarity");
        familiarity.GetProperty("unknown_words").EnumerateArray().Select(w => w.GetString()).Should().Contain(word);
        familiarity.GetProperty("is_unfamiliar").GetBoolean().Should().BeTrue();
        familiarity.GetProperty("note").GetString().Should().Contain(word);
    }
}
