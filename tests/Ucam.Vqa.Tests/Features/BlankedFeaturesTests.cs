using Ucam.Vqa.Features;
using static TorchSharp.torch;

namespace Ucam.Vqa.Tests.Features;

public class BlankedFeaturesTests
{
    private sealed class Ones : IPictureFeatures
    {
        public int Count => 3;

        public int Rows => 4;

        public int Columns => 5;

        public int Channels => 2;

        public void ReadInto(ReadOnlySpan<int> rows, Tensor target) => target.fill_(1);
    }

    private static double[] Blank(int seed, int reads, double share = 0.3)
    {
        using var scope = NewDisposeScope();
        var features = new BlankedFeatures(new Ones(), [0, 0], share, seed);
        return [.. Enumerable.Range(0, reads).SelectMany(_ =>
        {
            Tensor read = features.Read([0, 1, 2]);
            // Both channels of a cell are blank, or none.
            read.select(2, 0).Numbers().Should().Equal(read.select(2, 1).Numbers());
            return (20 - read.select(2, 0).sum(1)).Numbers();
        })];
    }

    [Fact]
    public void Up_to_the_share_of_the_cells_is_blank_every_number_as_often()
    {
        double[] blank = Blank(seed: 1, reads: 2000);
        var counts = blank.CountBy(number => number).ToDictionary(of => of.Key, of => of.Value);
        // 0.3 of 20 cells is 6, so that each of 0 to 6 has a seventh of 6,000.
        counts.Keys.Order().Should().Equal(0, 1, 2, 3, 4, 5, 6);
        counts.Values.Should().OnlyContain(count => Math.Abs(count - 6000 / 7.0) < 5 * Math.Sqrt(6000 / 7.0));
    }

    [Fact]
    public void The_seed_says_which_and_nothing_is_blank_where_no_share_is()
    {
        Blank(seed: 4, reads: 5).Should().Equal(Blank(seed: 4, reads: 5)).And.NotEqual(Blank(seed: 5, reads: 5));
        Blank(seed: 4, reads: 5, share: 0).Should().OnlyContain(number => number == 0);
    }
}
