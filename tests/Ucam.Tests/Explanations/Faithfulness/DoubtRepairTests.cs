using CsCheck;
using Ucam.Explanations.Faithfulness;
using static TorchSharp.torch;

namespace Ucam.Tests.Explanations.Faithfulness;

public class DoubtRepairTests
{
    private const int Side = 4;

    // A model whose doubt is the sum of the picture: a pixel of 1 is a difficulty of one nat, half of it the data's.
    private static readonly DoubtRepair Sum = new(pictures =>
        [.. pictures.sum([1, 2, 3]).to(ScalarType.Float64).data<double>().Select(total => new DoubtReading(total, total / 2))]);

    private static IReadOnlyList<DoubtReading> Measure(float[] picture, int[] order, params double[] shares)
    {
        using Tensor hard = tensor(picture, [1, 1, Side, Side]), clean = zeros(1, 1, Side, Side);
        return Sum.Measure(hard, clean, order, shares);
    }

    [Fact]
    public void Doubt_falls_by_what_is_repaired_the_first_of_the_order_first()
    {
        var picture = new float[Side * Side];
        (picture[5], picture[9]) = (3, 1);
        int[] order = [5, 9, .. Enumerable.Range(0, Side * Side).Where(i => i is not (5 or 9))];
        IReadOnlyList<DoubtReading> readings = Measure(picture, order, 0, 1 / 16.0, 2 / 16.0, 1);
        readings.Select(reading => reading.Total).Should().Equal(4, 1, 0, 0);
        readings.Select(reading => reading.Model).Should().Equal(2, 0.5, 0, 0);
        Measure(picture, [.. order.Reverse()], 0.5, 1).Select(reading => reading.Total).Should().Equal(4, 0);
    }

    [Fact]
    public void The_true_order_is_the_best_of_all() => Gen.Select(Gen.Float[0, 5].Array[Side * Side], Gen.Int[0, 1000]).Sample((picture, seed) =>
    {
        int[] best = [.. Enumerable.Range(0, Side * Side).OrderByDescending(i => picture[i])], other = [.. best];
        new Random(seed).Shuffle(other);
        double[] shares = [0, 0.25, 0.5, 0.75, 1];
        IReadOnlyList<DoubtReading> first = Measure(picture, best, shares), second = Measure(picture, other, shares);
        for (int i = 0; i < shares.Length; i++) first[i].Total.Should().BeLessThanOrEqualTo(second[i].Total + 1e-4);
    }, iter: 30, threads: 1);

    [Fact]
    public void More_shares_than_run_at_once_are_measured_alike()
    {
        float[] picture = [.. Enumerable.Range(0, Side * Side).Select(i => 1f)];
        int[] order = [.. Enumerable.Range(0, Side * Side)];
        IReadOnlyList<DoubtReading> readings = Measure(picture, order, [.. Enumerable.Range(0, 100).Select(i => i % 17 / 16.0)]);
        readings.Select((reading, i) => reading.Total + i % 17).Should().OnlyContain(sum => sum == 16);
    }

    [Fact]
    public void What_does_not_belong_together_is_refused()
    {
        ((Action)(() => Measure(new float[Side * Side], [0, 1], 0.5))).Should().Throw<ArgumentException>().WithMessage("*order*");
        ((Action)(() => Measure(new float[Side * Side], [.. Enumerable.Range(0, 16)], 1.5)))
            .Should().Throw<ArgumentException>().WithMessage("*[0,1]*");
    }

    [Fact]
    public void Relative_input_stability_is_the_change_of_the_map_over_that_of_the_input_each_relative()
    {
        // The map halves in one of two cells: 0.5; the input grows by a tenth in each of two numbers: 0.1·√2.
        RelativeInputStability.Ratio([10, 10], [11, 11], [4, 2], [2, 2]).Should().BeApproximately(0.5 / (0.1 * Math.Sqrt(2)), 1e-6);
        RelativeInputStability.Ratio([10, 10], [11, 9], [4, 2], [4, 2]).Should().Be(0);
        RelativeInputStability.Ratio([1], [1], [1], [2]).Should().BeApproximately(1e6, 1, "an input that did not move counts as 1e-6");
        RelativeInputStability.Ratio([1], [2], [0], [1]).Should().BeApproximately(1e6, 1, "a cell of 0 counts as 1e-6");
        ((Action)(() => RelativeInputStability.Ratio([1], [1, 2], [1], [1]))).Should().Throw<ArgumentException>();
    }
}
