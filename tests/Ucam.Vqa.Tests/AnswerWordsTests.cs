namespace Ucam.Vqa.Tests;

public class AnswerWordsTests
{
    private static readonly CertaintyReason
        Far = new("margin", 0.9, 1.5, "the second-best answer is far behind"), Close = new("margin", 0.1, -1.5, "the second-best answer is close");

    private static readonly Answer Doubtful = new()
    {
        Question = "Is it red?",
        Text = "yes",
        Probability = 0.5,
        Candidates = [new("yes", 0.5), new("no", 0.5)],
        Uncertainty = new UncertaintyEstimate(2, 1.5, 0.5, 0.5, 50),
        Familiarity = new Familiarity(0.5, 1.25, false, [], null),
        Maps = [],
    };

    private static readonly Familiarity Strange = new(0.99, 9, true, ["zorgon"], "Strange.");

    [Theory]
    [InlineData("sure", 0)]
    [InlineData("fairly sure", 1)]
    [InlineData("unsure", 2)]
    [InlineData("guessing", 3)]
    public void The_estimators_words_hold_whatever_the_entropy_says(string words, int step)
    {
        Answer answer = Doubtful with { Certainty = TinyCertainty.Of(0.7, words) };
        AnswerWords.Step(answer).Should().Be(step);
        AnswerWords.Word(step).Should().Be(words);
        // It has signals for what is strange.
        AnswerWords.Step(answer with { Familiarity = Strange }).Should().Be(step);
    }

    [Fact]
    public void Without_an_estimator_the_entropy_gives_the_words_and_what_is_strange_is_never_sure()
    {
        Answer clear = Doubtful with { Uncertainty = new(0.01, 0.01, 0, 0, 50) };
        AnswerWords.Step(Doubtful).Should().Be(3);
        AnswerWords.Step(clear).Should().Be(0);
        AnswerWords.Step(clear with { Familiarity = Strange }).Should().Be(2);
        AnswerWords.Step(clear with { Certainty = TinyCertainty.Of(0.1, "of words of one's own") }).Should().Be(0);
    }

    [Fact]
    public void The_doubt_of_what_is_strange_is_not_parted_though_its_certainty_is_known() =>
        AnswerWords.NotParted(Doubtful with { Familiarity = Strange, Certainty = TinyCertainty.Of(0.9, "sure") }).Should().NotBeNull();

    [Theory]
    [InlineData(0.94, "right with 94 %")]
    [InlineData(0.5, "right with 50 %")]
    [InlineData(0.9999, "right with over 99 %")]
    [InlineData(0.002, "right with under 1 %")]
    public void Neither_all_nor_nothing_is_promised(double probability, string said) =>
        AnswerWords.Right(Doubtful with { Certainty = TinyCertainty.Of(probability, "sure") }).Should().Be(said);

    [Theory]
    [InlineData(null, "red")]
    [InlineData("red or orange (90 %)", "red", "orange")]
    [InlineData("a or b or c or d or 2 others (90 %)", "a", "b", "c", "d", "e", "f")]
    public void A_set_of_several_answers_is_told_with_how_often_such_sets_hold_the_right_one(string? said, params string[] answers) =>
        AnswerWords.Set(Doubtful with { Certainty = TinyCertainty.Of(0.9, "sure") with { Set = answers, SetCoverage = 0.9 } }).Should().Be(said);

    [Fact]
    public void The_reason_speaks_for_the_answer_or_says_why_it_is_not_surer()
    {
        AnswerWords.Reason(Doubtful with { Certainty = TinyCertainty.Of(0.9, "sure", Far) }).Should()
            .Be("because the second-best answer is far behind");
        AnswerWords.Reason(Doubtful with { Certainty = TinyCertainty.Of(0.3, "guessing", Close, Far) }).Should()
            .Be("not surer because the second-best answer is close");
        AnswerWords.Reason(Doubtful with { Certainty = TinyCertainty.Of(0.3, "guessing") }).Should().BeNull();
    }

    [Fact]
    public void What_is_not_known_is_said_with_the_reason()
    {
        AnswerWords.Right(Doubtful).Should().BeNull();
        AnswerWords.Reason(Doubtful).Should().Be("not known how likely it is right: it was not asked for");
    }
}
