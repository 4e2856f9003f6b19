using CsCheck;
using Ucam.Vqa.Datasets.Files;

namespace Ucam.Vqa.Tests.Datasets.Files;

public class BoxRegionTests
{
    private static readonly Gen<Box> Boxes = Gen.Select(Gen.Int[0, 16], Gen.Int[0, 16], Gen.Int[0, 16], Gen.Int[0, 16])
        .Select((a, b, c, d) => new Box(Math.Min(a, b) / 16f, Math.Min(c, d) / 16f, Math.Max(a, b) / 16f, Math.Max(c, d) / 16f));

    // Numbers that divide the raster, so that its own error is none.
    private static readonly Gen<int> Sides = Gen.Int[0, 5].Select(i => new[] { 1, 2, 3, 5, 8, 15 }[i]);

    [Fact]
    public void Shares_are_those_of_a_fine_raster() => Gen.Select(Boxes.Array[1, 5], Sides, Sides).Sample((boxes, rows, columns) =>
    {
        const int Fine = 16 * 3 * 5;
        float[,] cells = new BoxRegion(boxes).Cells(rows, columns);
        var expected = new float[rows, columns];
        for (int y = 0; y < Fine; y++)
            for (int x = 0; x < Fine; x++)
                if (boxes.Any(b =>
                    (x + 0.5) / Fine > b.Left && (x + 0.5) / Fine < b.Right && (y + 0.5) / Fine > b.Top && (y + 0.5) / Fine < b.Bottom))
                    expected[y * rows / Fine, x * columns / Fine] += rows * columns / (float)(Fine * Fine);
        cells.Cast<float>().Zip(expected.Cast<float>(), (a, b) => Math.Abs(a - b)).Max().Should().BeLessThan(1e-3f);
    }, iter: 30, threads: 1);

    [Fact]
    public void Pixels_beyond_the_picture_are_cut_off() => Box.OfPixels(-10, 50, 30, 100, 100, 100).Should().Be(new Box(0, 0.5f, 0.2f, 1));

    [Fact]
    public void No_box_covers_nothing() => new BoxRegion([]).Cells(2, 2).Cast<float>().Should().OnlyContain(share => share == 0);
}
