using CsCheck;
using Ucam.Vqa.Datasets;

namespace Ucam.Vqa.Tests.Datasets;

public class IndependentEventsTests
{
    private static readonly Gen<double[]> Chances = Gen.Double[0, 1].Array[0, 7];

    [Fact]
    public void A_count_sums_the_chances_of_every_outcome() => Chances.Sample(chances =>
    {
        var expected = new double[chances.Length + 1];
        for (int outcome = 0; outcome < 1 << chances.Length; outcome++)
            expected[int.PopCount(outcome)] += chances.Select((p, i) => (outcome >> i & 1) != 0 ? p : 1 - p).Aggregate(1.0, (a, b) => a * b);
        Equal(IndependentEvents.Count(chances), expected);
    });

    [Fact]
    public void A_difference_sums_the_chances_of_every_outcome() => Gen.Select(Gen.Double[0, 1], Gen.Double[0, 1]).Array[0, 5].Sample(pairs =>
    {
        double[] up = [.. pairs.Select(p => p.Item1)], down = [.. pairs.Select(p => (1 - p.Item1) * p.Item2)];
        int n = up.Length;
        var expected = new double[2 * n + 1];
        for (int outcome = 0; outcome < (int)Math.Pow(3, n); outcome++)
        {
            double chance = 1;
            int difference = 0;
            for (int k = 0, rest = outcome; k < n; k++, rest /= 3)
            {
                chance *= rest % 3 == 0 ? up[k] : rest % 3 == 1 ? down[k] : 1 - up[k] - down[k];
                difference += rest % 3 == 0 ? 1 : rest % 3 == 1 ? -1 : 0;
            }
            expected[n + difference] += chance;
        }
        Equal(IndependentEvents.Difference(up, down), expected);
    });

    private static void Equal(double[] actual, double[] expected)
    {
        actual.Should().HaveSameCount(expected);
        for (int i = 0; i < actual.Length; i++) actual[i].Should().BeApproximately(expected[i], 1e-12);
    }
}
