using Ucam.Uncertainty.Estimators;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Ucam.Tests.Uncertainty.Estimators;

public class DropoutSitesTests
{
    private static double[] Masked(Module<Tensor, Tensor> dropout, int runs, params long[] shape)
    {
        using var scope = NewDisposeScope();
        dropout.eval();
        using var sites = new DropoutSites(dropout, 3);
        sites.Begin();
        return [.. Enumerable.Range(0, runs).SelectMany(_ => dropout.call(ones(shape)).Numbers())];
    }

    [Fact]
    public void Channel_dropout_keeps_or_drops_whole_channels()
    {
        foreach (var (dropout, shape) in new (Module<Tensor, Tensor>, long[])[]
            { (Dropout1d(0.5), [20, 5, 4]), (Dropout2d(0.5), [20, 5, 2, 2]), (Dropout3d(0.5), [20, 5, 1, 2, 2]) })
        {
            double[][] channels = [.. Masked(dropout, 1, shape).Chunk(4)];
            channels.Should().AllSatisfy(channel => channel.Distinct().Should().ContainSingle());
            channels.Select(channel => channel[0]).Distinct().Should().BeEquivalentTo([0.0, 2.0]);
            channels.Count(channel => channel[0] == 0).Should().BeInRange(30, 70);
        }
    }

    [Fact]
    public void A_module_that_runs_twice_in_a_pass_draws_two_masks()
    {
        double[][] masks = [.. Masked(Dropout(0.5), 2, 40).Chunk(40)];
        masks[0].Should().NotEqual(masks[1]);
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(1, 0)]
    public void The_extreme_rates_keep_and_drop_everything(double rate, double expected) =>
        Masked(Dropout(rate), 1, 30).Should().AllSatisfy(x => x.Should().Be(expected));

    [Fact]
    public void Every_site_and_visit_has_its_own_seed() =>
        (from site in Enumerable.Range(0, 30) from visit in Enumerable.Range(0, 30) select (uint)DropoutSites.SeedOf(12345, site, visit, 30))
            .Should().OnlyHaveUniqueItems();

    [Fact]
    public void A_shared_module_is_hooked_once_and_hooks_go_on_disposal()
    {
        using var scope = NewDisposeScope();
        using var dropout = Dropout(0.5);
        using var network = Sequential(("a", dropout), ("b", dropout));
        network.eval();
        using (var sites = new DropoutSites(network, 1))
        {
            network.call(ones(2, 50)).Numbers().Distinct().Should().BeEquivalentTo([0.0, 4.0]);
            sites.Used.Should().BeTrue();
        }
        network.call(ones(2, 50)).Numbers().Should().AllSatisfy(x => x.Should().Be(1));
    }

    [Fact]
    public void Plain_dropout_drops_single_numbers_of_a_channel()
    {
        double[][] channels = [.. Masked(Dropout(0.5), 1, 20, 5, 4).Chunk(4)];
        channels.Should().Contain(channel => channel.Distinct().Count() == 2);
    }

    [Fact]
    public void Thinned_networks_share_a_mask_over_their_rows()
    {
        using var scope = NewDisposeScope();
        using var dropout = Dropout(0.5);
        dropout.eval();
        using var sites = new DropoutSites(dropout, 3, networks: 2);
        double[][] Rows(int rows)
        {
            sites.Begin();
            return [.. dropout.call(ones(rows, 40)).Numbers().Chunk(40)];
        }
        double[][] even = Rows(6), uneven = Rows(5);
        foreach (int first in new[] { 0, 3 })
            for (int row = 1; row < 3; row++) even[first + row].Should().Equal(even[first]);
        even[0].Should().NotEqual(even[3]);
        // Rows that no number of networks shares have masks of their own.
        uneven.Select(row => string.Join(',', row)).Should().OnlyHaveUniqueItems();
    }

    [Fact]
    public void A_sites_seed_is_the_same_in_every_version()
    {
        // 12345 + 0x9E3779B97F4A7C15 · (1 + 2 + 5 · 3) modulo 2⁶⁴.
        DropoutSites.SeedOf(12345, 2, 3, 5).Should().Be((ulong)((12345 + 18 * (UInt128)0x9E3779B97F4A7C15) % ((UInt128)1 << 64)));
    }
}
