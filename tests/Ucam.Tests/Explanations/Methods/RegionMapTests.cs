using Ucam.Explanations.Methods;
using static TorchSharp.torch;

namespace Ucam.Tests.Explanations.Methods;

public class RegionMapTests
{
    // A map that is known: the numbers from 0 on.
    private sealed class Counting(int rows, int columns) : ExplanationMethod
    {
        public override string Name => "counting";

        public override bool Signed => true;

        public override int Passes(ExplanationContext context) => 5;

        public override Tensor Explain(ExplanationContext context) =>
            arange(context.Batch * rows * columns, dtype: ScalarType.Float64).view(context.Batch, rows, columns);
    }

    private static double[] Map(Tensor picture, ExplanationMethod map)
    {
        using Cnn net = SeededNets.Cnn();
        using var explain = new Explainer(net, "features.relu1");
        return explain.Explain([new RegionMap(map)], [picture], ExplanationTarget.Classes([0]), cancellation: SeededNets.Stop)[0].Values()[0];
    }

    [Fact]
    public void A_flat_half_of_the_picture_gets_the_mean_of_its_map()
    {
        using var scope = NewDisposeScope();
        Tensor picture = zeros([1, 3, 8, 8], ScalarType.Float64);
        picture.narrow(3, 4, 4).fill_(7);
        double[] map = Map(picture, new Counting(8, 8));
        double[] row = [.. Enumerable.Range(0, 8).Select(x => 3.5 * 8 + (x < 4 ? 1.5 : 5.5))];
        map.ShouldBeNear([.. Enumerable.Range(0, 8).SelectMany(_ => row)], 1e-9);
    }

    [Fact]
    public void A_picture_of_one_colour_gets_an_even_map()
    {
        using var scope = NewDisposeScope();
        Map(ones([1, 3, 20, 20], ScalarType.Float64), new Counting(20, 20)).ShouldBeNear([.. Enumerable.Repeat(199.5, 400)], 1e-9);
    }

    [Fact]
    public void What_the_map_has_in_all_stays_whatever_the_regions()
    {
        using var scope = NewDisposeScope();
        Map(SeededNets.Picture(4, rows: 24, columns: 17), new Counting(24, 17)).Sum().Should().BeApproximately(24 * 17 * (24 * 17 - 1) / 2.0, 1e-6);
    }

    [Fact]
    public void A_large_picture_is_cut_into_regions_at_a_smaller_size()
    {
        using var scope = NewDisposeScope();
        Map(SeededNets.Picture(4, rows: 500, columns: 300), new Counting(2, 3)).Should().HaveCount(256 * 154);
    }

    [Fact]
    public void A_map_of_something_else_by_the_regions_of_the_picture_is_that_of_a_model_which_is_given_the_picture()
    {
        using var scope = NewDisposeScope();
        var regions = new RegionMap(new Counting(3, 2));
        Tensor pictures = SeededNets.Picture(4, batch: 2, rows: 24, columns: 17);
        using Cnn net = SeededNets.Cnn();
        using var explain = new Explainer(net, "features.relu1");
        var maps = explain.Explain([regions, regions.Whole], [pictures], ExplanationTarget.Classes([0]), cancellation: SeededNets.Stop);
        long before = Tensors.Live;
        IReadOnlyList<RawMap> over = regions.Over(maps[1], pictures);
        Tensors.Live.Should().Be(before);
        over.Select(map => (map.Method, map.Signed)).Should().Equal(("counting-regions", true), ("counting-regions", true));
        foreach ((double[] one, double[] other) in over.Values().Zip(maps[0].Values())) one.ShouldBeNear(other, 1e-5);
    }

    [Fact]
    public void It_is_named_for_its_map_and_costs_as_many_passes()
    {
        using var scope = NewDisposeScope();
        var map = new RegionMap(new Counting(2, 2));
        (map.Name, map.Signed).Should().Be(("counting-regions", true));
        using Cnn net = SeededNets.Cnn();
        using var explain = new Explainer(net, "features.relu1");
        using ExplanationContext context = explain.Open([SeededNets.Picture(1)], 1, cancellation: SeededNets.Stop);
        map.Passes(context).Should().Be(5);
        long before = Tensors.Live;
        map.Explain(context).Dispose();
        Tensors.Live.Should().Be(before);
    }
}
