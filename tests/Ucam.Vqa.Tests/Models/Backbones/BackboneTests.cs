using Ucam.Vqa.Models.Backbones;
using static TorchSharp.torch;

namespace Ucam.Vqa.Tests.Models.Backbones;

public class BackboneTests
{
    private static readonly BackboneOptions Options = new() { InputSize = 32, Channels = [4, 6], Blocks = [0, 1], FirstStride = 2 };

    private static Picture Grey(int size, int brightRow = -1, int brightColumn = -1)
    {
        var rgb = new byte[size * size * 3];
        Array.Fill(rgb, (byte)100);
        if (brightRow >= 0)
            for (int y = 0; y < 4; y++) rgb.AsSpan(((brightRow + y) * size + brightColumn) * 3, 12).Fill(255);
        return new Picture(size, size, rgb);
    }

    [Theory]
    [InlineData(32, 2, 8)]
    [InlineData(32, 1, 16)]
    [InlineData(48, 2, 12)]
    public void Pictures_become_a_grid_of_non_negative_features(int size, int firstStride, int grid)
    {
        using var scope = NewDisposeScope();
        using var backbone = new Backbone(Options with { InputSize = size, FirstStride = firstStride });
        backbone.Options.Grid.Should().Be(grid);
        backbone.OutputChannels.Should().Be(6);
        Tensor features = backbone.call(Backbone.ToBatch([Grey(size, 3, 5), Grey(size)]));
        features.shape.Should().Equal(2, grid * grid, 6);
        features.Numbers().Should().AllSatisfy(f => f.Should().BeGreaterThanOrEqualTo(0));
    }

    [Fact]
    public void Pooling_averages_squares_of_cells()
    {
        using var scope = NewDisposeScope();
        using var backbone = new Backbone(Options);
        backbone.eval();
        Tensor pictures = Backbone.ToBatch([Grey(32, 3, 5), Grey(32, 20, 11)]);
        double[] fine = backbone.call(pictures).Numbers();
        backbone.PoolBy(2);
        backbone.Options.Grid.Should().Be(4);
        double[] coarse = backbone.call(pictures).Numbers();
        coarse.Should().HaveCount(2 * 4 * 4 * 6);
        for (int i = 0; i < coarse.Length; i++)
        {
            (int n, int row, int column, int c) = (i / 96, i / 24 % 4, i / 6 % 4, i % 6);
            double At(int r, int k) => fine[((n * 8 + r) * 8 + k) * 6 + c];
            coarse[i].Should().BeApproximately((At(2 * row, 2 * column) + At(2 * row, 2 * column + 1) + At(2 * row + 1, 2 * column)
                + At(2 * row + 1, 2 * column + 1)) / 4, 1e-6);
        }
        var odd = () => backbone.PoolBy(3);
        odd.Should().Throw<UcamException>().WithMessage("pool is 3; the side of the backbone's 8×8 cells is not a multiple of it.");
    }

    [Fact]
    public void A_cell_shows_what_is_at_its_place()
    {
        using var scope = NewDisposeScope();
        using var backbone = new Backbone(Options);
        backbone.eval();
        Tensor features = backbone.call(Backbone.ToBatch([Grey(32, brightRow: 4, brightColumn: 24), Grey(32)]));
        double[] change = (features[0] - features[1]).abs().sum(-1).Numbers();
        int strongest = Array.IndexOf(change, change.Max());
        (strongest / 8).Should().BeInRange(0, 2);
        (strongest % 8).Should().BeInRange(5, 7);
    }

    [Fact]
    public void Bytes_become_channels_between_zero_and_one()
    {
        using var scope = NewDisposeScope();
        byte[] rgb = [255, 0, 51, 1, 2, 3, 4, 5, 6, 7, 8, 9];
        Tensor batch = Backbone.ToBatch(rgb, 1, 2);
        batch.shape.Should().Equal(1, 3, 2, 2);
        batch.Numbers().ShouldBeNear([.. new double[] { 255, 1, 4, 7, 0, 2, 5, 8, 51, 3, 6, 9 }.Select(b => b / 255)], 1e-7);
        Backbone.ToBatch([new Picture(2, 2, rgb)]).Numbers().Should().Equal(batch.Numbers());
    }

    [Fact]
    public void In_evaluation_a_picture_gets_the_same_features_alone_and_in_a_batch()
    {
        using var scope = NewDisposeScope();
        using var backbone = new Backbone(Options);
        backbone.eval();
        Tensor together = backbone.call(Backbone.ToBatch([Grey(32, 4, 4), Grey(32, 20, 9)])),
            alone = backbone.call(Backbone.ToBatch([Grey(32, 20, 9)]));
        together[1].Numbers().ShouldBeNear(alone[0].Numbers(), 1e-5);
    }

    public static TheoryData<object, string> Impossible => new()
    {
        { Options with { InputSize = 31 }, "InputSize" },
        { Options with { InputSize = 449 }, "InputSize" },
        { Options with { InputSize = 34 }, "InputSize" },
        { Options with { FirstStride = 3 }, "FirstStride" },
        { Options with { Channels = [], Blocks = [] }, "Channels" },
        { Options with { Channels = [4, 0] }, "Channels[1]" },
        { Options with { Channels = [1, 1, 1, 1, 1, 1, 1], Blocks = [0, 0, 0, 0, 0, 0, 0] }, "Channels" },
        { Options with { Blocks = [0] }, "Blocks" },
        { Options with { Blocks = [0, 17] }, "Blocks[1]" },
    };

    [Theory]
    [MemberData(nameof(Impossible), DisableDiscoveryEnumeration = true)]
    public void Impossible_sizes_are_refused(object options, string field)
    {
        var create = () => new Backbone((BackboneOptions)options);
        create.Should().Throw<UcamException>().Which.Field.Should().Be(field);
    }

    [Fact]
    public void A_pass_leaves_only_its_features()
    {
        using var scope = NewDisposeScope();
        using var backbone = new Backbone(Options);
        Tensor batch = Backbone.ToBatch([Grey(32)]);
        long before = Tensors.Live;
        backbone.call(batch).Dispose();
        Tensors.Live.Should().Be(before);
    }
}
