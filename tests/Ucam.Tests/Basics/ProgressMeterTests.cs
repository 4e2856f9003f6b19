namespace Ucam.Tests.Basics;

public class ProgressMeterTests
{
    private readonly FakeClock _clock = new();
    private readonly RecordedProgress _sink = new();

    private RunProgress Last => _sink.Reports[^1];

    private ProgressMeter Meter(long samples, int epochs = 1) => new(_sink, "head", "questions", samples, epochs, _clock);

    private void Wait(double seconds) => _clock.Now += TimeSpan.FromSeconds(seconds);

    [Fact]
    public void The_first_and_the_last_step_are_told_and_those_in_between_twice_a_second()
    {
        ProgressMeter meter = Meter(1000, epochs: 2);
        for (int epoch = 1; epoch <= 2; epoch++)
        {
            for (int done = 1; done <= 1000; done++)
            {
                Wait(0.001);
                meter.Add(epoch, done, 1, 2, 0.5);
            }
        }
        _sink.Reports.Should().HaveCount(5);
        (Last.Stage, Last.Unit, Last.Epoch, Last.Epochs, Last.Done, Last.Total).Should().Be(("head", "questions", 2, 2, 1000L, 1000L));
        (Last.Loss, Last.Accuracy).Should().Be((2, 0.5));
        Last.Remaining.Should().Be(TimeSpan.Zero);
    }

    [Fact]
    public void Loss_and_accuracy_are_the_means_over_the_questions_of_the_epoch_so_far()
    {
        ProgressMeter meter = Meter(8, epochs: 2);
        meter.Add(1, 4, 4, 9, 0.1);
        Wait(1);
        meter.Add(1, 8, 4, 9, 0.1);
        Wait(1);
        meter.Add(2, 6, 6, 1, 0.5);
        Wait(1);
        meter.Add(2, 8, 2, 3, 0.9);
        Last.Loss.Should().BeApproximately(1.5, 1e-12);
        Last.Accuracy.Should().BeApproximately(0.6, 1e-12);
    }

    [Fact]
    public void A_missing_loss_changes_nothing()
    {
        ProgressMeter meter = Meter(3);
        meter.Add(1, 1, 1, 1);
        meter.Add(1, 2, 1);
        meter.Add(1, 3, 1, 2);
        (Last.Loss, Last.Accuracy).Should().Be((1.5, double.NaN));
    }

    [Fact]
    public void The_rate_is_that_of_late_and_warming_up_does_not_spoil_it()
    {
        ProgressMeter meter = Meter(1_000_000);
        Wait(30);
        meter.Add(1, 100, 100);
        Last.Rate.Should().BeApproximately(100 / 30.0, 1e-9);
        for (int step = 2; step <= 11; step++)
        {
            Wait(1);
            meter.Add(1, step * 100, 100);
        }
        Last.Rate.Should().BeApproximately(100, 1e-9);
        for (int step = 12; step <= 41; step++)
        {
            Wait(1);
            meter.Add(1, step * 100, 50);
        }
        Last.Rate.Should().BeApproximately(50, 1e-9);
    }

    [Fact]
    public void Time_between_epochs_counts_for_the_time_left_but_not_for_the_rate()
    {
        ProgressMeter meter = Meter(200, epochs: 3);
        for (int epoch = 1; epoch <= 2; epoch++)
        {
            for (int done = 20; done <= 200; done += 20)
            {
                Wait(1);
                meter.Add(epoch, done, 20);
            }
            Wait(epoch == 1 ? 10 : 0);
        }
        Last.Rate.Should().BeApproximately(20, 1e-9);
        Last.Remaining.TotalSeconds.Should().BeApproximately(200 * 29 / 380.0, 1e-6);
    }

    [Fact]
    public void A_resumed_run_has_only_its_own_epochs_left()
    {
        ProgressMeter meter = Meter(100, epochs: 10);
        Wait(1);
        meter.Add(10, 50, 50);
        (Last.Remaining.TotalSeconds * Last.Rate).Should().BeApproximately(50, 0.5);
    }

    [Fact]
    public void What_an_earlier_run_did_is_not_left_again()
    {
        ProgressMeter meter = Meter(1000);
        Wait(1);
        meter.Add(1, 990, 10);
        Last.Remaining.Should().Be(TimeSpan.FromSeconds(1));
    }

    [Fact]
    public void A_plan_that_is_cut_short_leaves_less()
    {
        ProgressMeter meter = Meter(100, epochs: 50);
        meter.Plan(50, atMost: true);
        Wait(1);
        meter.Add(1, 100, 100);
        (Last.Remaining, Last.AtMost).Should().Be((TimeSpan.FromSeconds(49), true));
        meter.Plan(3, atMost: false);
        Wait(1);
        meter.Add(2, 100, 100);
        (Last.Remaining, Last.AtMost, Last.Epochs).Should().Be((TimeSpan.FromSeconds(1), false, 3));
    }

    [Fact]
    public void Nobody_need_listen()
    {
        var add = () => new ProgressMeter(null, "head", "questions", 1).Add(1, 1, 1);
        add.Should().NotThrow();
    }
}
