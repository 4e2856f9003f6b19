using CsCheck;
using Ucam.Metrics;

namespace Ucam.Tests.Metrics;

public class HolmTests
{
    private static readonly Gen<double[]> P = Gen.Int[0, 20].Select(i => i / 20.0).Array[0, 10];

    [Fact]
    public void A_worked_example()
    {
        double[] adjusted = Holm.Adjust([0.01, 0.04, 0.03, 0.005]), expected = [0.03, 0.06, 0.06, 0.02];
        for (int i = 0; i < expected.Length; i++) adjusted[i].Should().BeApproximately(expected[i], 1e-15);
        Holm.Adjust([0.4, 0.6, 1]).Should().Equal(1, 1, 1);
        Holm.Adjust([0.2]).Should().Equal(0.2);
        Holm.Adjust([]).Should().BeEmpty();
    }

    [Fact]
    public void Rejection_is_that_of_the_step_down_procedure() =>
        Gen.Select(P, Gen.Int[1, 9].Select(i => i / 10.0 + 0.003)).Sample((p, alpha) =>
        {
            // From the smallest on, reject while p ≤ α / (hypotheses left).
            var rejected = p.Select((value, i) => (value, i)).OrderBy(x => x.value).TakeWhile((x, step) => x.value <= alpha / (p.Length - step))
                .Select(x => x.i).ToHashSet();
            double[] adjusted = Holm.Adjust(p);
            return Enumerable.Range(0, p.Length).All(i => adjusted[i] <= alpha == rejected.Contains(i));
        });

    [Fact]
    public void What_is_no_p_value_is_refused()
    {
        foreach (double wrong in new[] { -0.1, 1.1, double.NaN })
        {
            var adjust = () => Holm.Adjust([0.5, wrong]);
            adjust.Should().Throw<ArgumentException>();
        }
    }
}
