using Ucam.Vqa;

namespace Ucam.Studies.Tests.Reports;

public class InWordsTests
{
    [Theory]
    [InlineData(1.0, "sure")]
    [InlineData(1.34, "sure")]
    [InlineData(1.36, "fairly sure")]
    [InlineData(1.76, "unsure")]
    [InlineData(3.6, "guessing")]
    [InlineData(3000, "guessing")]
    public void The_word_follows_from_the_number_of_equally_likely_answers(double choices, string word) =>
        InWords.Word(InWords.Sureness(Answers.Make(data: Math.Log(choices), model: 0))).Should().Be(word);

    [Fact]
    public void An_unfamiliar_picture_is_never_answered_with_certainty()
    {
        var answer = Answers.Unfamiliar() with { Uncertainty = new(0, 0, 0, 0, 50) };
        InWords.Sureness(answer).Should().Be(Sureness.Unsure);
    }

    [Fact]
    public void Where_it_is_known_how_likely_an_answer_is_right_the_words_say_that()
    {
        Answer answer = Answers.Certain(words: "guessing") with { Uncertainty = new(0, 0, 0, 0, 50) };
        InWords.Sureness(answer).Should().Be(Sureness.Guessing);
        InWords.Right(answer).Should().Be("right with 94 %");
        InWords.Reason(answer).Should().Be("because the second-best answer is far behind");
        (InWords.Right(Answers.Make()), InWords.Reason(Answers.Make())).Should()
            .Be((null, "not known how likely it is right: it was not asked for"));
    }

    [Fact]
    public void A_strange_picture_has_no_rule_of_its_own_where_the_certainty_knows_it()
    {
        Answer answer = Answers.Unfamiliar("zorgon") with { Certainty = Answers.Certain().Certainty };
        InWords.Sureness(answer).Should().Be(Sureness.Sure);
        InWords.NotParted(answer).Should().NotBeNull();
    }

    [Fact]
    public void The_larger_part_of_the_doubt_is_named()
    {
        InWords.Source(Answers.Make(data: 0.1, model: 0.6)).Should().Contain("model");
        InWords.Source(Answers.Make(data: 0.6, model: 0.1)).Should().Contain("picture and the question");
        InWords.Source(Answers.Make(data: 0.01, model: 0.01)).Should().BeNull();
    }

    [Theory]
    [InlineData(false, "flavour")]
    [InlineData(true)]
    [InlineData(true, "welche", "farbe")]
    public void Nothing_is_said_of_data_and_model_where_picture_or_words_are_strange(bool strange, params string[] unknown)
    {
        foreach ((double data, double model) in new[] { (0.6, 0.1), (0.1, 0.6), (0.0, 0.0) })
        {
            var answer = Answers.Make(data: data, model: model) with { Familiarity = new(0.99, 7, strange, unknown, "Strange.") };
            InWords.Source(answer).Should().BeNull();
            InWords.NotParted(answer).Should().Be("not parted into data and model: unlike what it learned");
            InWords.Sureness(answer).Should().BeOneOf(Sureness.Unsure, Sureness.Guessing);
        }
    }

    [Fact]
    public void Without_dropout_the_doubt_has_no_parts()
    {
        var answer = Answers.Make() with { Uncertainty = new(0.4, double.NaN, double.NaN, 0, 0) };
        InWords.NotParted(answer).Should().Be("not parted into data and model: one pass without dropout");
        InWords.Source(answer).Should().BeNull();
        InWords.Word(InWords.Sureness(answer)).Should().Be("fairly sure");
        InWords.NotParted(Answers.Make()).Should().BeNull();
    }

    [Fact]
    public void The_doubt_is_put_as_a_choice() =>
        InWords.Doubt(Answers.Make(data: Math.Log(2), model: 0)).Should().Be("Like choosing between 2.0 equally likely answers.");

    [Fact]
    public void Warnings_hold_the_note_and_the_unknown_words()
    {
        InWords.Warning(Answers.Make()).Should().BeNull();
        InWords.Warning(Answers.Unfamiliar("zorgon", "blick")).Should().Be("This picture is unusual. Words the model never saw: “zorgon”, “blick”.");
        InWords.Warning(Answers.Make() with { Familiarity = new(0.99, 7, true, [], null) }).Should().Contain("do not rely");
        InWords.Warning(Answers.Make() with { Familiarity = new(0.1, 1, false, ["zorgon"], "Unknown word: zorgon.") })
            .Should().Be("Unknown word: zorgon.");
    }
}
