using CsCheck;
using Ucam.Certainty.Estimation;
using Ucam.Certainty.Signals;

namespace Ucam.Tests.Certainty.Signals;

/// <summary>What is said of a signal is true of its value, whatever the value does to the answer.</summary>
public class ReasonTextTests
{
    private static CertaintySignal Blind => CertaintySignals.All.Single(signal => signal.Name == "blind-probability");

    [Theory]
    [InlineData(true, 0.5, "it is what one would guess without looking", true)]
    [InlineData(false, -0.5, "questions like this have many answers", true)]
    [InlineData(false, 0.5, "questions like this have many answers", false)]
    [InlineData(true, -0.5, "it is what one would guess without looking", false)]
    public void A_text_follows_the_value_and_fits_where_the_value_does_what_the_text_says(bool isHigh, double odds, string text, bool fits) =>
        Blind.Say(isHigh, odds).Should().Be((text, fits));

    [Fact]
    public void A_signal_with_a_direction_says_what_it_does() => Gen.Double[-3, 3].Sample(odds =>
    {
        foreach (CertaintySignal signal in CertaintySignals.All.Where(signal => signal.Leans == 0))
            foreach (bool isHigh in new[] { false, true })
                if (signal.Say(isHigh, odds) != (odds >= 0 ? signal.For : signal.Against, true)) return false;
        return true;
    });

    [Fact]
    public void High_is_above_the_median_of_the_answers()
    {
        var shape = new Shape("a", [0, 1, 2, 3, 10], [0, 0, 0, 0, 0]);
        (shape.IsHigh(2), shape.IsHigh(2.1), shape.IsHigh(-1), shape.IsHigh(99)).Should().Be((false, true, false, true));
    }

    [Fact]
    public void What_goes_against_its_own_words_is_no_reason()
    {
        // The less one would guess it blindly, the likelier it is right here, which its words deny.
        double[] values = [.. Enumerable.Range(0, 400).Select(i => i / 400.0)];
        double[] right = [.. values.Select((value, i) => (i * 61 + 7) % 100 < 100 * (1 - value) ? 1.0 : 0)];
        CertaintyEstimator estimator = CertaintyEstimator.Fit(new HeldOut(new SignalTable(["blind-probability"], values), right,
            [.. Enumerable.Range(0, 400).Select(i => (long)i)]), 1);
        AnswerCertainty sure = estimator.Judge([0.02]);
        sure.Reasons.Should().ContainSingle().Which.Should().Match<CertaintyReason>(r => r.LogOdds > 0 && r.Text == Blind.Against);
        sure.Because.Should().BeEmpty();
    }
}
