using Ucam.Certainty;

namespace Ucam.Tests.Certainty;

public sealed class ShareWordsTests
{
    [Theory]
    [InlineData(0, "under 1 %")]
    [InlineData(0.0099, "under 1 %")]
    [InlineData(0.01, "1 %")]
    [InlineData(0.944, "94 %")]
    [InlineData(0.99, "99 %")]
    [InlineData(0.9901, "over 99 %")]
    [InlineData(1, "over 99 %")]
    public void Neither_all_nor_nothing_is_said_to_be_certain(double probability, string said) => ShareWords.Likely(probability).Should().Be(said);

    [Theory]
    [InlineData(0.29, 0, "29 %")]
    [InlineData(0.9, 0, "90 %")]
    [InlineData(0.999, 0, "99 %")]
    [InlineData(0.9996, 1, "99.9 %")]
    public void What_was_counted_is_not_told_as_more_than_it_is(double share, int decimals, string said) =>
        ShareWords.Least(share, decimals).Should().Be(said);

    [Theory]
    [InlineData(0.61, 0.83, "61 %", "83 %")]
    [InlineData(0.8312, 0.8349, "83.1 %", "83.4 %")]
    [InlineData(0.002, 0.83, "under 1 %", "83 %")]
    [InlineData(0.9931, 0.9952, "99.3 %", "99.5 %")]
    [InlineData(0.991, 1, "over 99 %", "100 %")]
    public void A_threshold_is_told_apart_from_what_is_below_it(double probability, double threshold, string likely, string least) =>
        ShareWords.Below(probability, threshold).Should().Be((likely, least));

    [Fact]
    public void A_certainty_says_the_same() =>
        new AnswerCertainty(0.9999, "sure", double.NaN, 0, []).ToString().Should().Be("right with over 99 %: sure");
}
