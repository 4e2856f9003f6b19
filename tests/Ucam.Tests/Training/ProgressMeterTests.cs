using Ucam.Training;

namespace Ucam.Tests.Training;

public class ProgressMeterTests
{
    [Fact]
    public void The_first_and_the_last_step_are_told_and_those_in_between_seldom()
    {
        var sink = new RecordedProgress();
        var meter = new ProgressMeter(sink, "head", 2, 1000);
        for (int epoch = 1; epoch <= 2; epoch++)
            for (int done = 1; done <= 1000; done++) meter.Add(epoch, done, 1, 2, 0.5);
        sink.Reports.Count.Should().BeInRange(2, 10);
        TrainingProgress last = sink.Reports[^1];
        (last.Stage, last.Epoch, last.Epochs, last.Done, last.Total).Should().Be(("head", 2, 2, 1000L, 1000L));
        (last.Loss, last.Accuracy).Should().Be((2, 0.5));
        last.Remaining.Should().Be(TimeSpan.Zero);
        last.Rate.Should().BePositive();
    }

    [Fact]
    public void A_loss_is_a_running_mean_and_a_missing_one_changes_nothing()
    {
        var sink = new RecordedProgress();
        var meter = new ProgressMeter(sink, "head", 1, 3);
        meter.Add(1, 1, 1, 1);
        meter.Add(1, 2, 1);
        meter.Add(1, 3, 1, 2);
        sink.Reports[^1].Loss.Should().BeApproximately(1.02, 1e-12);
        sink.Reports[^1].Accuracy.Should().Be(double.NaN);
    }

    [Fact]
    public void A_resumed_run_has_only_its_own_epochs_left()
    {
        var sink = new RecordedProgress();
        new ProgressMeter(sink, "head", 10, 100, firstEpoch: 10).Add(10, 50, 50);
        TrainingProgress told = sink.Reports.Should().ContainSingle().Which;
        (told.Remaining.TotalSeconds * told.Rate).Should().BeApproximately(50, 0.5);
    }

    [Fact]
    public void Nobody_need_listen()
    {
        var add = () => new ProgressMeter(null, "head", 1, 1).Add(1, 1, 1);
        add.Should().NotThrow();
    }
}
