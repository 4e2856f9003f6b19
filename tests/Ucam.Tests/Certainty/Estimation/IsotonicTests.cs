using CsCheck;
using Ucam.Certainty.Estimation;

namespace Ucam.Tests.Certainty.Estimation;

public sealed class IsotonicTests
{
    [Fact]
    public void Neighbours_that_fall_are_pooled() =>
        Isotonic.Fit([1, 2, 3, 4, 5], [1, 3, 2, 4, 0]).Should().Equal(1, 2.25, 2.25, 2.25, 2.25);

    [Fact]
    public void Values_at_one_place_share_a_level() => Isotonic.Fit([1, 1, 2], [1, 0, 1]).Should().Equal(0.5, 0.5, 1);

    [Fact]
    public void It_rises_keeps_the_mean_and_no_level_can_be_moved_for_the_better() =>
        Gen.Double[0, 1].Array[1, 30].Sample(values =>
        {
            double[] levels = Isotonic.Fit([.. values.Select((_, i) => (double)i)], values);
            levels.Should().BeInAscendingOrder();
            levels.Average().Should().BeApproximately(values.Average(), 1e-9);
            // The max-min formula of isotonic regression.
            for (int i = 0; i < values.Length; i++)
                levels[i].Should().BeApproximately(Enumerable.Range(0, i + 1).Max(a => Enumerable.Range(i, values.Length - i).Min(b => values[a..(b + 1)].Average())), 1e-9);
        }, iter: 200);
}
