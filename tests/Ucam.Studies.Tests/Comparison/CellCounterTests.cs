using Ucam.Studies.Comparison;

namespace Ucam.Studies.Tests.Comparison;

public class CellCounterTests
{
    [Fact]
    public void What_is_left_is_reckoned_from_what_was_done_since_it_was_made()
    {
        var clock = new FakeClock();
        var counter = new CellCounter("start", done: 4, total: 10, workers: 2, clock);
        clock.Now += TimeSpan.FromMinutes(2);
        counter.Add($"mlb seed 1: {0.5:P1}").Should().Be("start 5/10: mlb seed 1: 50.0 %; 00:10:00 left with 2 at once");
        clock.Now += TimeSpan.FromMinutes(4);
        counter.Add($"san").Should().Be("start 6/10: san; 00:12:00 left with 2 at once");
    }

    [Fact]
    public void What_comes_afterwards_is_left_too()
    {
        var clock = new FakeClock();
        var counter = new CellCounter("start", done: 0, total: 2, workers: 1, clock, later: 7.5);
        clock.Now += TimeSpan.FromMinutes(2);
        counter.Add($"san").Should().Be("start 1/2: san; 00:17:00 left with 1 at once");
    }

    [Fact]
    public void A_cell_is_told_with_its_accuracy_and_time()
    {
        var row = Cells.Row("scenes", "saaa", "pul", 3, ("accuracy", 0.721), ("auroc", 0.7338), ("train_seconds", 85.6));
        new CellCounter("cell", 0, 1, 1, new FakeClock()).Add(row)
            .Should().Be("cell 1/1: saaa pul seed 3: accuracy 72.1 %, AUROC 0.734, trained in 86 s; 00:00:00 left with 1 at once");
    }

    [Fact]
    public void An_order_of_mistakes_that_there_is_none_of_is_not_told()
    {
        var row = Cells.Row("scenes", "saaa", "pul", 3, ("accuracy", 0), ("auroc", double.NaN), ("train_seconds", 2));
        new CellCounter("cell", 0, 1, 1, new FakeClock()).Add(row)
            .Should().Be("cell 1/1: saaa pul seed 3: accuracy 0.0 %, trained in 2 s; 00:00:00 left with 1 at once");
    }

    [Theory]
    [InlineData(59, "00:00:59 left")]
    [InlineData(93_784, "26:03:04 left")]
    public void Hours_go_on_past_a_day(int seconds, string words) => TimeLeft.InWords(TimeSpan.FromSeconds(seconds)).Should().Be(words);
}
