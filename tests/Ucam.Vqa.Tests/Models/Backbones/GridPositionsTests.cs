using Ucam.Vqa.Models.Backbones;

namespace Ucam.Vqa.Tests.Models.Backbones;

public class GridPositionsTests
{
    [Fact]
    public void Cells_are_row_major_with_their_centres_between_minus_one_and_one()
    {
        using var positions = GridPositions.Create(2, 4);
        positions.shape.Should().Equal(1, 8, 2);
        double[] x = [-0.75, -0.25, 0.25, 0.75], y = [-0.5, 0.5];
        positions.Numbers().ShouldBeNear([.. from r in y from c in x from value in new[] { c, r } select value], 1e-7);
    }

    [Fact]
    public void A_single_cell_lies_in_the_middle()
    {
        using var positions = GridPositions.Create(1, 1);
        positions.Numbers().Should().Equal(0, 0);
    }
}
