namespace Ucam.Cli.Tests;

public class DescribeTests
{
    [Fact]
    public void A_missing_libtorch_is_a_failure_in_one_line()
    {
        (int code, string line) = Failures.Describe(Native.Explain(new DllNotFoundException("libtorch_cpu.so")));
        code.Should().Be(ExitCode.Failure);
        line.Should().StartWith("libtorch is missing").And.Contain("Add the package").And.NotContain("\n");
    }

    [Fact]
    public void The_first_of_several_failures_is_told()
    {
        var many = new AggregateException(new UcamException("a.png is damaged."), new InvalidOperationException("other"));
        Failures.Describe(many).Should().Be((ExitCode.Failure, "a.png is damaged."));
    }

    [Fact]
    public void What_nobody_foresaw_is_told_in_one_line_with_the_way_to_see_more()
    {
        (int code, string line) = Failures.Describe(new InvalidOperationException("first\nsecond"));
        code.Should().Be(ExitCode.Failure);
        line.Should().Be("unexpected problem (InvalidOperationException: first second); UCAM_TRACE=1 shows where.");
    }

    [Theory]
    [InlineData("", "interrupted; every file already written is whole, the same command starts again.")]
    [InlineData("with --resume it goes on.", "interrupted; with --resume it goes on.")]
    public void An_interruption_says_how_to_go_on(string continuation, string line) =>
        (continuation.Length == 0 ? Failures.Describe(new OperationCanceledException()) : Failures.Describe(new OperationCanceledException(), continuation))
            .Should().Be((ExitCode.Interrupted, line));
}
