using CsCheck;
using Ucam.Metrics;

namespace Ucam.Tests.Metrics;

public class ConformalScoreTests
{
    private static readonly double[] Row = [0.2, 0.5, 0.05, 0.25];

    private static readonly IConformalScore[] Scores = [new LacScore(), new ApsScore(), new RapsScore(0.1, 1), new SapsScore(0.2)];

    private static readonly Gen<double[]> Rows =
        Gen.Int[0, 6].Array[1, 8].Select(counts => (double[])[.. counts.Select(c => (c + 0.25) / counts.Sum(x => x + 0.25))]);

    [Fact]
    public void Worked_examples()
    {
        // The order of labels is 1, 3, 0, 2.
        Expect(new LacScore(), 0.4, [0.8, 0.5, 0.95, 0.75]);
        Expect(new ApsScore(), 0.4, [0.75 + 0.08, 0.2, 0.95 + 0.02, 0.5 + 0.1]);
        Expect(new ApsScore(), 1, [0.95, 0.5, 1, 0.75]);
        // λ = 0.1 past the first: 0, 0.1, 0.2, 0.3 in that order.
        Expect(new RapsScore(0.1, 1), 0.4, [0.83 + 0.2, 0.2, 0.97 + 0.3, 0.6 + 0.1]);
        // u·0.5, then 0.5 + (rank − 2 + u)·0.2.
        Expect(new SapsScore(0.2), 0.4, [0.5 + 1.4 * 0.2, 0.2, 0.5 + 2.4 * 0.2, 0.5 + 0.4 * 0.2]);
        Expect(new SapsScore(0.2), 1, [0.5 + 2 * 0.2, 0.5, 0.5 + 3 * 0.2, 0.5 + 0.2]);
    }

    [Fact]
    public void Equal_probabilities_are_taken_by_their_number()
    {
        RankedLabels.Of([0.25, 0.5, 0.25]).Should().Equal(1, 0, 2);
        RankedLabels.Of([.. Enumerable.Range(0, 100).Select(i => i % 2 / 50.0)])
            .Should().Equal([.. Enumerable.Range(0, 50).Select(i => 2 * i + 1), .. Enumerable.Range(0, 50).Select(i => 2 * i)]);
        IConformalScore aps = new ApsScore();
        aps.Score([0.25, 0.5, 0.25], 0, 1).Should().Be(0.75);
        aps.Score([0.25, 0.5, 0.25], 2, 1).Should().Be(1);
    }

    [Fact]
    public void A_less_probable_label_never_fits_better() =>
        Gen.Select(Rows, Gen.Double[0, 1]).Sample((row, u) =>
        {
            int[] order = RankedLabels.Of(row);
            return Scores.All(score => order.Zip(order.Skip(1)).All(pair =>
                score.Score(row, pair.First, u) <= score.Score(row, pair.Second, u) + 1e-12));
        });

    [Fact]
    public void Without_chance_scores_are_the_largest() =>
        Gen.Select(Rows, Gen.Double[0, 1]).Sample((row, u) => Scores.All(score =>
            Enumerable.Range(0, row.Length).All(label => score.Score(row, label, u) <= score.Score(row, label, 1))));

    [Fact]
    public void No_penalty_makes_regularised_sets_plain_ones() =>
        Gen.Select(Rows, Gen.Double[0, 1]).Sample((row, u) => Enumerable.Range(0, row.Length).All(label =>
            ((IConformalScore)new RapsScore(0, 0)).Score(row, label, u) == ((IConformalScore)new ApsScore()).Score(row, label, u)));

    [Fact]
    public void One_class_and_what_is_out_of_range()
    {
        foreach (IConformalScore score in Scores) ConformalSets.Of(score, [1], 0.3, 0.2).Should().Equal(0);
        Action[] wrong =
        [
            () => _ = new RapsScore(-1), () => _ = new RapsScore(double.NaN), () => _ = new RapsScore(1, -1), () => _ = new SapsScore(0),
            () => _ = new RapsScore(double.PositiveInfinity), () => _ = new SapsScore(double.PositiveInfinity),
            () => Scores[0].Score(Row, 4, 0), () => Scores[0].Score(Row, -1, 0), () => Scores[0].Score(Row, 0, 1.1), () => Scores[0].Score([2], 0, 1),
        ];
        foreach (var action in wrong) action.Should().Throw<ArgumentException>();
    }

    private static void Expect(IConformalScore score, double u, double[] expected)
    {
        for (int label = 0; label < Row.Length; label++)
            score.Score(Row, label, u).Should().BeApproximately(expected[label], 1e-15, $"{score.Name} {label}");
    }
}
