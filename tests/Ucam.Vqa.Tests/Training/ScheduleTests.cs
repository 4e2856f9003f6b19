using CsCheck;
using Ucam.Numbers;
using Ucam.Vqa.Training.Recipes;

namespace Ucam.Vqa.Tests.Training;

public class ScheduleTests
{
    private static double[] Rates(Schedule schedule, int steps) =>
        [.. Enumerable.Range(0, steps).Select(s => LearningRate.At(schedule, 0.01, s, steps))];

    [Fact]
    public void A_cosine_warms_up_over_a_tenth_and_then_falls_to_almost_nothing()
    {
        double[] rates = Rates(Schedule.Cosine, 1000);
        rates[..100].Should().BeInAscendingOrder();
        rates[0].Should().BeApproximately(0.01 / 101, 1e-9);
        rates[100].Should().BeApproximately(0.01, 1e-9);
        rates[100..].Should().BeInDescendingOrder();
        rates[550].Should().BeApproximately(0.005, 1e-9);
        rates[999].Should().BeInRange(0, 1e-7);
    }

    [Fact]
    public void Halving_halves_every_50000_steps()
    {
        LearningRate.At(Schedule.Halving, 0.01, 0, 10).Should().Be(0.01);
        LearningRate.At(Schedule.Halving, 0.01, 50_000, 10).Should().BeApproximately(0.005, 1e-12);
        LearningRate.At(Schedule.Halving, 0.01, 150_000, 10).Should().BeApproximately(0.00125, 1e-12);
    }

    [Fact]
    public void Every_step_of_every_length_has_a_positive_rate_up_to_the_peak() =>
        Gen.Select(Gen.Enum<Schedule>(), Gen.Int[1, 400]).Sample((schedule, steps) => Rates(schedule, steps).All(r => r is > 0 and <= 0.01));

    [Fact]
    public void An_order_holds_every_number_once() => Gen.Select(Gen.Int[0, 200], Gen.Int, Gen.Int[-5, 50])
        .Sample((count, seed, epoch) => Shuffle.Order(count, seed, epoch).Order().SequenceEqual(Enumerable.Range(0, count)));

    [Fact]
    public void Orders_repeat_with_seed_and_epoch_and_differ_otherwise()
    {
        Shuffle.Order(50, 1, 2).Should().Equal(Shuffle.Order(50, 1, 2));
        Shuffle.Order(50, 1, 2).Should().NotEqual(Shuffle.Order(50, 1, 3));
        Shuffle.Order(50, 1, 2).Should().NotEqual(Shuffle.Order(50, 2, 2));
    }

    [Fact]
    public void Mixed_seeds_are_not_negative_and_do_not_collide_for_near_ones()
    {
        int[] seeds = [.. from s in Enumerable.Range(-50, 100) from e in Enumerable.Range(-50, 100) select Seeds.Mix(s, e)];
        seeds.Should().OnlyHaveUniqueItems().And.AllSatisfy(s => s.Should().BeGreaterThanOrEqualTo(0));
    }
}
