using Ucam.Metrics;
using Ucam.Studies.Reports.Table;
using Ucam.Vqa.Models;

namespace Ucam.Studies.Tests.Reports.Table;

public class ThresholdWordsTests
{
    private static readonly GuaranteedRisk Five =
        new() { Limit = 0.05, Delta = 0.05, Threshold = 0.8, Coverage = 0.7, Risk = 0.03, Bound = 0.05, Questions = 1000 };

    private static readonly AnswerPromises Promises =
        new([Five, Five with { Limit = 0.01, Threshold = 0.97 }, GuaranteedRisk.None(0.001, 0.05, 1000)], null, []);

    private static AnswerRow[] Rows(int count, double certainty, bool? right = null, int unfamiliar = 0) => [.. Enumerable.Range(0, count)
        .Select(i => new AnswerRow { Question = "q", Answer = "a", Certainty = certainty, Right = right, Unfamiliar = i < unfamiliar })];

    [Fact]
    public void It_tells_what_is_answered_what_is_expected_and_what_goes_to_a_person()
    {
        IReadOnlyList<string> words = ThresholdWords.Of([.. Rows(72, 0.97), .. Rows(28, 0.4)], null);
        words.Should().HaveCount(101);
        words[80].Should().Be("From 80 %: answer alone 72 %: expect 3 % wrong, 28 % to a person (28 of 100).");
        words[40].Should().StartWith("From 40 %: answer alone 100 %: expect 19 % wrong, 0 % to a person");
        words[98].Should().Be("From 98 %: answer nothing alone, 100 % to a person (100 of 100).");
    }

    [Fact]
    public void The_lowest_risk_is_told_that_is_guaranteed_at_that_threshold()
    {
        IReadOnlyList<string> words = ThresholdWords.Of(Rows(100, 0.99), Promises);
        words[79].Should().Contain("(nothing is guaranteed)");
        words[80].Should().Contain("(guaranteed ≤ 5 %)");
        words[96].Should().Contain("(guaranteed ≤ 5 %)");
        words[97].Should().Contain("(guaranteed ≤ 1 %)");
    }

    [Theory]
    [InlineData(1000, 10, true)]
    [InlineData(1000, 19, true)]
    [InlineData(1000, 20, false)]
    [InlineData(20, 1, true)]
    [InlineData(20, 2, false)]
    public void Nothing_is_guaranteed_where_more_is_unfamiliar_than_among_held_out_questions(int count, int unfamiliar, bool guaranteed) =>
        ThresholdWords.Of(Rows(count, 0.99, unfamiliar: unfamiliar), Promises)[90].Contains("guaranteed ≤").Should().Be(guaranteed);

    [Fact]
    public void Where_the_truth_is_known_it_is_told_how_many_are_wrong() =>
        ThresholdWords.Of([.. Rows(6, 0.9, true), .. Rows(2, 0.9, false), .. Rows(2, 0.9)], null)[50]
            .Should().EndWith("Of the 8 of them whose truth is known 25 % are wrong.");

    [Fact]
    public void Rows_whose_probability_is_not_known_go_to_a_person_and_without_any_there_are_no_words()
    {
        AnswerRow unknown = new() { Question = "q", Answer = "a" };
        ThresholdWords.Of([.. Rows(1, 0.9), unknown], null)[0].Should().Contain("answer alone 50 %").And.Contain("50 % to a person (1 of 2)");
        ThresholdWords.Of([unknown], Promises).Should().BeEmpty();
    }

    [Fact]
    public void Small_shares_are_not_rounded_to_none() =>
        ThresholdWords.Of(Rows(10, 0.9996), null)[90].Should().Contain("expect 0.1 % wrong");
}
