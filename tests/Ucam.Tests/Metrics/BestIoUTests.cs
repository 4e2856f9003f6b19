using CsCheck;

namespace Ucam.Tests.Metrics;

public class BestIoUTests
{
    private static readonly float[,] Region = { { 0, 1, 1 }, { 0, 0, 0 } };

    [Fact]
    public void A_map_that_stands_out_in_the_region_finds_it_whatever_its_scale()
    {
        MapAgreement.BestIoU(new float[,] { { 0, 5, 4 }, { 1, 3, -2 } }, Region).Should().Be((1, 4));
        MapAgreement.BestIoU(new float[,] { { -9, -3, -4 }, { -9, -5, -9 } }, Region).Should().Be((1, -4));
    }

    [Fact]
    public void The_best_threshold_is_taken()
    {
        // Above 5: 1 of 2; above 3: 1 of 3; above 2: 2 of 3; all: 2 of 6.
        (double iou, double threshold) = MapAgreement.BestIoU(new float[,] { { 3, 5, 2 }, { 1, 0, 0 } }, Region);
        iou.Should().BeApproximately(2 / 3.0, 1e-12);
        threshold.Should().Be(2);
    }

    [Fact]
    public void Of_equally_good_thresholds_the_highest_is_taken() =>
        // From 6 on: 1 of 2; from 5 and from 4 on: 1 of 3 and of 4; from 1 on: 2 of 4.
        MapAgreement.BestIoU(new float[,] { { 5, 6, 1 }, { 4, 0, 0 } }, Region).Should().Be((0.5, 6));

    [Fact]
    public void Every_threshold_is_tried() =>
        Gen.Select(Gen.Int[0, 4].Array[6], Gen.Bool.Array[6]).Sample(pair =>
        {
            (int[] values, bool[] inside) = pair;
            var map = new float[2, 3];
            var region = new float[2, 3];
            for (int i = 0; i < 6; i++) (map[i / 3, i % 3], region[i / 3, i % 3]) = (values[i], inside[i] ? 1 : 0);
            double Of(int threshold) => Enumerable.Range(0, 6).Count(i => inside[i] && values[i] >= threshold) / (double)Math
                .Max(1, Enumerable.Range(0, 6).Count(i => inside[i] || values[i] >= threshold));
            MapAgreement.BestIoU(map, region).IoU.Should().BeApproximately(Enumerable.Range(0, 6).Max(Of), 1e-12);
        });

    [Fact]
    public void A_constant_map_is_the_whole_grid_and_an_empty_region_is_never_found()
    {
        MapAgreement.BestIoU(new float[2, 3], Region).IoU.Should().BeApproximately(1 / 3.0, 1e-12);
        MapAgreement.BestIoU(new float[,] { { 0, 1 } }, new float[1, 2]).Should().Be((0, double.PositiveInfinity));
    }

    [Fact]
    public void Cells_covered_in_part_count_from_half_of_the_best_covered() =>
        MapAgreement.BestIoU(new float[,] { { 2, 1, 0 } }, new float[,] { { 0.4f, 0.2f, 0.1f } }).Should().Be((1, 1));

    [Fact]
    public void Bad_input_is_refused()
    {
        var grids = () => MapAgreement.BestIoU(new float[2, 2], Region);
        grids.Should().Throw<ArgumentException>().WithMessage("*differ*");
        var nan = () => MapAgreement.BestIoU(new float[,] { { float.NaN, 0, 0 }, { 0, 0, 0 } }, Region);
        nan.Should().Throw<ArgumentException>();
    }
}
