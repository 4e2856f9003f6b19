namespace Ucam.Tests.Certainty;

public class AnswerCertaintyTests
{
    [Theory]
    [InlineData(0.98, "98 of 100")]
    [InlineData(0.9899, "98 of 100")]
    [InlineData(0.29, "29 of 100")]
    [InlineData(1, "100 of 100")]
    [InlineData(0.9999, "99 of 100")]
    public void What_words_are_worth_is_rounded_towards_the_worse(double right, string told) =>
        (AnswerCertainty.Unknown("") with { HeldOutRight = right, HeldOutAnswers = 200 }).Worth
            .Should().Be(told + " answers called so were right on held-out questions");
}
