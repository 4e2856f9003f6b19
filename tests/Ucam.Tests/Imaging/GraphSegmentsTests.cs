using System.Text.Json;
using CsCheck;
using Ucam.Imaging;

namespace Ucam.Tests.Imaging;

public class GraphSegmentsTests
{
    private static readonly Gen<(int Rows, int Columns, float[] Colours, double K, int Least)> Cases =
        from rows in Gen.Int[1, 9]
        from columns in Gen.Int[1, 9]
        from colours in Gen.Float[0, 1].Array[rows * columns * 2]
        from k in Gen.Double[0, 4]
        from least in Gen.Int[1, 12]
        select (rows, columns, colours, k, least);

    public static TheoryData<int> Golden => [.. Enumerable.Range(0, Read().GetArrayLength())];

    private static JsonElement Read() =>
        JsonDocument.Parse(File.ReadAllText(Repository.Fixture("segments", "segments.json"))).RootElement.GetProperty("cases");

    [Theory]
    [MemberData(nameof(Golden))]
    public void Regions_are_those_of_scikit_image(int index)
    {
        JsonElement golden = Read()[index];
        int Number(string name) => golden.GetProperty(name).GetInt32();
        float[] colours = [.. golden.GetProperty("colours").EnumerateArray().Select(v => v.GetSingle())];
        int[] labels = new GraphSegments(colours, Number("rows"), Number("columns"))
            .Regions(golden.GetProperty("k").GetDouble(), Number("least"));
        int[] theirs = [.. golden.GetProperty("labels").EnumerateArray().Select(v => v.GetInt32())];
        labels.Zip(theirs).Distinct().Should().HaveCount(theirs.Distinct().Count(), "each region is one of theirs")
            .And.HaveCount(labels.Distinct().Count());
    }

    [Fact]
    public void Two_flat_halves_are_two_regions_and_an_even_picture_is_one()
    {
        new GraphSegments([0, 0, 1, 1, 0, 0, 1, 1], 2, 4).Regions(k: 1, least: 1).Should().Equal(0, 0, 1, 1, 0, 0, 1, 1);
        new GraphSegments([5, 5, 5, 5, 5, 5], 2, 3).Regions(k: 0, least: 1).Should().Equal(0, 0, 0, 0, 0, 0);
    }

    [Fact]
    public void A_spot_stays_apart_until_it_is_too_small_and_then_joins_what_is_most_alike()
    {
        float[] colours = [0, 0, 0.6f, 0, 0, 1, 1, 1, 1, 1];
        new GraphSegments(colours, 2, 5).Regions(k: 0.01, least: 1).Should().Equal(0, 0, 1, 2, 2, 3, 3, 3, 3, 3);
        new GraphSegments(colours, 2, 5).Regions(k: 0.01, least: 2).Should().Equal(0, 0, 1, 2, 2, 1, 1, 1, 1, 1);
    }

    [Fact]
    public void Regions_are_connected_large_enough_and_numbered_as_they_are_met() => Cases.Sample(at =>
    {
        int[] labels = new GraphSegments(at.Colours, at.Rows, at.Columns).Regions(at.K, at.Least);
        labels.Distinct().Should().Equal(Enumerable.Range(0, labels.Max() + 1));
        foreach (int region in labels.Distinct())
        {
            int[] all = [.. Enumerable.Range(0, labels.Length).Where(i => labels[i] == region)];
            Reached(labels, at.Columns, all[0]).Should().Be(all.Length);
            if (labels.Max() > 0) all.Length.Should().BeGreaterThanOrEqualTo(at.Least);
        }
    }, iter: 200);

    [Fact]
    public void A_larger_k_never_starts_from_more_regions_than_pixels_and_ends_in_one()
    {
        var random = new Random(3);
        float[] colours = [.. Enumerable.Range(0, 20 * 20).Select(_ => (float)random.NextDouble())];
        new GraphSegments(colours, 20, 20).Regions(k: 0, least: 1).Max().Should().BeGreaterThan(100);
        new GraphSegments(colours, 20, 20).Regions(k: 1000, least: 1).Should().OnlyContain(label => label == 0);
    }

    // How many pixels of a region can be walked to from one of them.
    private static int Reached(int[] labels, int columns, int start)
    {
        var seen = new HashSet<int> { start };
        var open = new Queue<int>([start]);
        while (open.TryDequeue(out int at))
            for (int step = 0; step < 9; step++)
            {
                (int y, int x) = (at / columns + step / 3 - 1, at % columns + step % 3 - 1);
                int next = y * columns + x;
                if (x >= 0 && x < columns && y >= 0 && next < labels.Length && labels[next] == labels[start] && seen.Add(next)) open.Enqueue(next);
            }
        return seen.Count;
    }
}
