namespace Ucam.Cli.Tests;

public class DescribeTests
{
    [Fact]
    public void A_missing_libtorch_is_a_failure_in_one_line()
    {
        (int code, string line) = App.Describe(Native.Explain(new DllNotFoundException("libtorch_cpu.so")));
        code.Should().Be(App.Failure);
        line.Should().StartWith("libtorch is missing").And.Contain("Add the package").And.NotContain("\n");
    }

    [Fact]
    public void The_first_of_several_failures_is_told()
    {
        var many = new AggregateException(new UcamException("a.png is damaged."), new InvalidOperationException("other"));
        App.Describe(many).Should().Be((App.Failure, "a.png is damaged."));
    }

    [Fact]
    public void What_nobody_foresaw_is_told_in_one_line_with_the_way_to_see_more()
    {
        (int code, string line) = App.Describe(new InvalidOperationException("first\nsecond"));
        code.Should().Be(App.Failure);
        line.Should().Be("unexpected problem (InvalidOperationException: first second); UCAM_TRACE=1 shows where.");
    }

    [Theory]
    [InlineData("", "interrupted; every file already written is whole, the same command starts again.")]
    [InlineData("with --resume it goes on.", "interrupted; with --resume it goes on.")]
    public void An_interruption_says_how_to_go_on(string continuation, string line) =>
        (continuation.Length == 0 ? App.Describe(new OperationCanceledException()) : App.Describe(new OperationCanceledException(), continuation))
            .Should().Be((App.Interrupted, line));
}
