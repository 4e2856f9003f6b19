using CsCheck;
using Ucam.Metrics;

namespace Ucam.Tests.Metrics;

public class WeightedKMeansTests
{
    private static readonly Gen<(int X, int Y, int Weight)[]> Points = Gen.Select(Gen.Int[0, 30], Gen.Int[0, 30], Gen.Int[1, 5]).Array[4, 30];

    [Fact]
    public void Knots_of_points_far_apart_are_the_clusters()
    {
        // Eight knots of five points each, in turn: a start that takes two points of a knot would leave two knots together.
        double[][] points = [.. Enumerable.Range(0, 40).Select(i => (double[])[100 * (i % 8) + i / 8 * 0.1, 0])];
        for (int seed = 0; seed < 5; seed++)
            WeightedKMeans.Assign(points, [.. points.Select(_ => 1.0)], 8, seed).Should().Equal(Enumerable.Range(0, 40).Select(i => i % 8));
    }

    [Fact]
    public void Each_point_is_in_the_cluster_whose_centre_of_mass_is_nearest() =>
        Gen.Select(Points, Gen.Int[1, 5]).Sample((points, clusters) =>
        {
            int[] assigned = Assign(points, clusters);
            (double X, double Y)[] centres = [.. Enumerable.Range(0, assigned.Max() + 1)
                .Select(c => Centre([.. points.Where((_, i) => assigned[i] == c)]))];
            return points.Zip(assigned).All(pair =>
                Distance(pair.First, centres[pair.Second]) <= centres.Min(centre => Distance(pair.First, centre)) + 1e-9);
        });

    [Fact]
    public void Of_all_starts_the_one_of_the_least_spread_is_taken()
    {
        var random = new Random(5);
        int[][] ways = [.. Enumerable.Range(0, 2187).Select(way => Enumerable.Range(0, 7).Select(i => way / (int)Math.Pow(3, i) % 3).ToArray())];
        int best = 0;
        for (int trial = 0; trial < 40; trial++)
        {
            (int X, int Y, int Weight)[] points =
                [.. Enumerable.Range(0, 7).Select(_ => (random.Next(30), random.Next(30), random.Next(1, 6)))];
            if (Spread(points, Assign(points, 3)) <= ways.Min(way => Spread(points, way)) + 1e-9) best++;
        }
        best.Should().BeGreaterThanOrEqualTo(35, "the best of all ways to part seven points in three is found nine times in ten");
    }

    private static int[] Assign((int X, int Y, int Weight)[] points, int clusters) => WeightedKMeans.Assign(
        [.. points.Select(p => (double[])[p.X, p.Y])], [.. points.Select(p => (double)p.Weight)], clusters, 1);

    private static (double X, double Y) Centre((int X, int Y, int Weight)[] points)
    {
        double mass = points.Sum(p => p.Weight);
        return (points.Sum(p => p.X * p.Weight) / mass, points.Sum(p => p.Y * p.Weight) / mass);
    }

    private static double Spread((int X, int Y, int Weight)[] points, int[] assigned) => assigned.Distinct().Sum(cluster =>
    {
        (int X, int Y, int Weight)[] members = [.. points.Where((_, i) => assigned[i] == cluster)];
        (double X, double Y) centre = Centre(members);
        return members.Sum(member => member.Weight * Distance(member, centre));
    });

    private static double Distance((int X, int Y, int Weight) point, (double X, double Y) centre) =>
        (point.X - centre.X) * (point.X - centre.X) + (point.Y - centre.Y) * (point.Y - centre.Y);
}
