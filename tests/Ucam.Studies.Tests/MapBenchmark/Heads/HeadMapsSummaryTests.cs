using Ucam.Metrics;
using Ucam.Studies.MapBenchmark;
using Ucam.Studies.MapBenchmark.Doubt;
using Ucam.Studies.MapBenchmark.Heads;

namespace Ucam.Studies.Tests.MapBenchmark.Heads;

public class HeadMapsSummaryTests
{
    private static readonly HeadMapsCell One = new("saaa", DoubtSource.Single, 1), Two = new("saaa", DoubtSource.Single, 2);

    private static HeadMapsRow Row(HeadMapsCell cell, string map, string question, double rank, double fall = 0, double whole = 1) =>
        new(cell, new MapRow(map, question, new Dictionary<string, double>
        { [DoubtMetrics.RankAccuracy] = rank, [DoubtMetrics.Fall] = fall, [DoubtMetrics.Repairable] = whole }));

    [Fact]
    public void A_question_counts_once_however_many_networks_were_asked_it()
    {
        HeadMapsRow[] rows = [Row(One, "a", "1", 0.2), Row(Two, "a", "1", 0.4), Row(One, "a", "2", 0.9), Row(Two, "a", "3", double.NaN)];
        HeadMapsSummary.Mean(rows, DoubtMetrics.RankAccuracy, 1).Mean.Should().BeApproximately((0.3 + 0.9) / 2, 1e-12);
    }

    [Fact]
    public void Differences_are_of_the_same_network_and_question()
    {
        HeadMapsRow[] rows = [Row(One, "a", "1", 0.5), Row(Two, "a", "1", 0.7), Row(One, "a", "2", 0.4), Row(One, "a", "9", 1)];
        HeadMapsRow[] others = [Row(One, "b", "2", 0.3), Row(Two, "b", "1", 0.1), Row(One, "b", "1", 0.5), Row(Two, "b", "9", 0)];
        // Question 1: 0.0 and 0.6; question 2: 0.1; question 9 was asked of one network each.
        MeanInterval less = HeadMapsSummary.Less(rows, others, DoubtMetrics.RankAccuracy, 1);
        less.Mean.Should().BeApproximately((0.3 + 0.1) / 2, 1e-12);
        less.Low.Should().BeApproximately(0.1, 1e-12);
        less.High.Should().BeApproximately(0.3, 1e-12);
    }

    [Fact]
    public void What_is_taken_away_is_a_ratio_of_sums_over_questions()
    {
        HeadMapsRow[] rows = [Row(One, "a", "1", 0, 0.5, 1), Row(Two, "a", "1", 0, 1.5, 3), Row(One, "a", "2", 0, 0.3, 0.5)];
        HeadMapsSummary.TakenAway(rows, 1).Mean.Should().BeApproximately((1.0 + 0.3) / (2.0 + 0.5), 1e-12);
        HeadMapsRow[] others = [Row(One, "b", "1", 0, 0.25, 1), Row(Two, "b", "1", 0, 0.75, 3), Row(One, "b", "2", 0, 0.1, 0.5)];
        HeadMapsSummary.TakenAwayLess(rows, others, 1).Mean.Should().BeApproximately((0.5 + 0.2) / 2.5, 1e-12);
    }
}
