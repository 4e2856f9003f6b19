using Ucam.Vqa.Runs;

namespace Ucam.Vqa.Tests.Runs;

public class RunPlanTests
{
    private readonly FakeClock _clock = new();
    private readonly RecordedProgress _sink = new();

    private RunPlan Plan(params PlannedStage[] stages) => new(_sink, stages, _clock);

    private static RunProgress Told(int epoch, long done, long total, double seconds, bool atMost = false) =>
        new("x", epoch, 10, done, total, double.NaN, double.NaN, 1, TimeSpan.FromSeconds(seconds)) { AtMost = atMost };

    private double After(double seconds, IProgress<RunProgress> stage, RunProgress told)
    {
        _clock.Now += TimeSpan.FromSeconds(seconds);
        stage.Report(told);
        return _sink.Reports[^1].Remaining.TotalSeconds;
    }

    [Fact]
    public void The_time_left_covers_the_stages_to_come()
    {
        IProgress<RunProgress> first = Plan(new("first", StageKind.Head, 1000), new("second", StageKind.Head, 400)).Begin("first");
        first.Report(Told(1, 100, 1000, 90));
        After(10, first, Told(1, 200, 1000, 80)).Should().BeApproximately(80 + 40, 1e-9);
    }

    [Fact]
    public void A_kind_that_was_timed_keeps_its_own_pace_and_warming_up_is_no_part_of_it()
    {
        RunPlan plan = Plan(new("features", StageKind.Features, 100), new("head", StageKind.Head, 1000), new("more", StageKind.Features, 50));
        IProgress<RunProgress> features = plan.Begin("features");
        After(60, features, Told(1, 10, 100, 0));
        After(90, features, Told(1, 100, 100, 0));
        IProgress<RunProgress> head = plan.Begin("head");
        After(5, head, Told(1, 500, 1000, 20)).Should().BeApproximately(20 + 50, 1e-9);
    }

    [Fact]
    public void A_kind_that_was_not_timed_takes_the_usual_multiple_of_one_that_was()
    {
        RunPlan plan = Plan(new("head", StageKind.Head, 1000), new("together", StageKind.Joint, 100));
        IProgress<RunProgress> head = plan.Begin("head");
        After(1, head, Told(1, 100, 1000, 9));
        After(1, head, Told(1, 200, 1000, 8)).Should().BeApproximately(8 + 100 * 0.01 * 2, 1e-9);
    }

    [Fact]
    public void Stages_before_the_one_that_goes_on_are_over_and_what_an_earlier_run_did_is_not_timed()
    {
        RunPlan plan = Plan(new("a", StageKind.Head, 1_000_000), new("b", StageKind.Head, 1000), new("c", StageKind.Head, 100));
        IProgress<RunProgress> stage = plan.Begin("b");
        After(1, stage, Told(10, 20, 100, 2));
        After(1, stage, Told(10, 60, 100, 1)).Should().BeApproximately(1 + 100 / 40.0, 1e-9);
    }

    [Theory]
    [InlineData(false, false, false)]
    [InlineData(true, false, true)]
    [InlineData(false, true, true)]
    public void The_time_left_is_the_most_where_this_stage_or_a_later_one_may_end_early(bool now, bool later, bool expected)
    {
        Plan(new("a", StageKind.Head, 10), new("b", StageKind.Head, 10, later)).Begin("a").Report(Told(1, 1, 10, 1, now));
        _sink.Reports[^1].AtMost.Should().Be(expected);
    }
}
