using System.Numerics;
using Ucam.Numbers;

namespace Ucam.Tests.Numbers;

public sealed class ShapleyValuesTests
{
    [Fact]
    public void Two_left_gloves_and_a_right_one_are_worth_a_sixth_each_and_two_thirds() =>
        ShapleyValues.Of(3, coalition => (coalition & 4) != 0 && (coalition & 3) != 0 ? 1 : 0, seed: 1)
            .ShouldBeNear([1 / 6.0, 1 / 6.0, 2 / 3.0], 1e-12);

    [Fact]
    public void A_runway_is_paid_by_those_who_need_each_stretch() =>
        // Needs of 1, 2 and 4: the first stretch by three, the second by two, the rest by one.
        ShapleyValues.Of(3, coalition => (coalition & 4) != 0 ? 4 : (coalition & 2) != 0 ? 2 : (coalition & 1) != 0 ? 1 : 0, seed: 1)
            .ShouldBeNear([1 / 3.0, 1 / 3.0 + 0.5, 1 / 3.0 + 0.5 + 2], 1e-12);

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(ShapleyValues.MostExact)]
    [InlineData(ShapleyValues.MostExact + 1)]
    [InlineData(20)]
    public void They_add_up_to_what_all_change_and_each_coalition_is_asked_once(int players)
    {
        var asked = new HashSet<long>();
        double Value(long coalition)
        {
            asked.Add(coalition).Should().BeTrue();
            return 0.7 + Math.Sin(coalition * 0.37) * BitOperations.PopCount((ulong)coalition);
        }
        double[] values = ShapleyValues.Of(players, Value, seed: 3);
        values.Should().HaveCount(players);
        double Plain(long coalition) => 0.7 + Math.Sin(coalition * 0.37) * BitOperations.PopCount((ulong)coalition);
        values.Sum().Should().BeApproximately(Plain((1L << players) - 1) - Plain(0), 1e-9);
    }

    [Fact]
    public void Sampled_they_are_exact_where_players_do_not_meet_and_near_where_they_meet_in_pairs()
    {
        // Of pairs that only count together each gets half; an order and its reverse together say so exactly.
        double[] values = ShapleyValues.Of(9, coalition => Enumerable.Range(0, 9).Where(i => (coalition >> i & 1) == 1).Sum(i => i)
            + ((coalition & 3) == 3 ? 5 : 0), seed: 8);
        values.ShouldBeNear([2.5, 3.5, 2, 3, 4, 5, 6, 7, 8], 1e-9);
    }

    [Fact]
    public void The_seed_draws_the_orders()
    {
        double[] With(int seed) => ShapleyValues.Of(8, coalition => Math.Cos(coalition), seed);
        With(1).Should().Equal(With(1));
        With(1).Should().NotEqual(With(2));
    }
}
