using Ucam.Cli.Terminal;
using Ucam.Explanations.Running;

namespace Ucam.Cli.Tests.Terminal;

public class ProgressTests
{
    private readonly FakeClock _clock = new();
    private readonly RecordedProgress _sink = new();

    private void Wait(double seconds) => _clock.Now += TimeSpan.FromSeconds(seconds);

    [Fact]
    public void A_line_says_of_what_it_counts_and_that_the_time_left_is_the_most()
    {
        var told = new RunProgress("head", 3, 30, 40, 100, 1.25, 0.512, 1650, TimeSpan.FromSeconds(754)) { Unit = "questions", AtMost = true };
        ConsoleProgress.Line(told).Should().Be("head epoch 3 of 30, 8 %, loss 1.2500, accuracy 51.2 %, 1650 questions/s, at most 00:12:34 left");
        ConsoleProgress.Line(told with { AtMost = false, Loss = double.NaN, Accuracy = double.NaN, Rate = 1.5, Unit = null })
            .Should().Be("head epoch 3 of 30, 8 %, 1.5/s, 00:12:34 left");
        ConsoleProgress.Line(told with { Epoch = 1, Epochs = 1, Loss = double.NaN, Accuracy = double.NaN, Stage = "features", Unit = "pictures" })
            .Should().Be("features 40 %, 1650 pictures/s, at most 00:12:34 left");
        ConsoleProgress.Line(told with { Epoch = 123, Epochs = 200, Done = 100 }).Should().StartWith("head epoch 123 of 200, 61 %, ")
            .And.NotContain("100 %");
    }

    [Fact]
    public void Counts_from_several_threads_are_told_at_the_recent_rate()
    {
        var count = new CountProgress("export", "pictures", _sink, _clock);
        Wait(60);
        count.Report(10, 100);
        Wait(1);
        count.Report(30, 100);
        count.Report(20, 100);
        RunProgress last = _sink.Reports[^1];
        (last.Done, last.Total, last.Rate, last.Unit).Should().Be((30L, 100L, 20.0, "pictures"));
        last.Remaining.Should().Be(TimeSpan.FromSeconds(3.5));
    }

    [Fact]
    public void The_time_left_of_maps_covers_the_spreads_to_come()
    {
        // Two maps with a spread of three passes each: eight equal pieces.
        var whole = new SlowProgress(_sink, _clock);
        Wait(10);
        new ShareOf(whole, 0, 8, 2).Report(1);
        _sink.Reports[^1].Remaining.Should().BeCloseTo(TimeSpan.FromSeconds(30), TimeSpan.FromMilliseconds(1));
        Wait(20);
        new ShareOf(whole, 2, 8, 3).Report(4 / 3.0);
        _sink.Reports[^1].Remaining.Should().BeCloseTo(TimeSpan.FromSeconds(10), TimeSpan.FromMilliseconds(1));
    }

    [Fact]
    public void At_first_the_time_left_is_what_was_expected()
    {
        var whole = new SlowProgress(_sink, _clock);
        Wait(100);
        whole.Begin(expected: 50);
        Wait(5);
        whole.Report(0.01);
        _sink.Reports[^1].Remaining.Should().BeCloseTo(TimeSpan.FromSeconds(49.5), TimeSpan.FromMilliseconds(1));
        Wait(5);
        whole.Report(0.1);
        _sink.Reports[^1].Remaining.Should().BeCloseTo(TimeSpan.FromSeconds(90), TimeSpan.FromMilliseconds(1));
    }
}
