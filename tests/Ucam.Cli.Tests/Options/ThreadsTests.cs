using System.Diagnostics;

namespace Ucam.Cli.Tests.Options;

/// <summary>How OpenMP's threads wait and how many there are, by what its own report says.</summary>
public sealed class ThreadsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private static CliResult Run(string[] arguments, params (string Name, string Value)[] environment)
    {
        var start = new ProcessStartInfo(UcamProcess.Program, arguments)
        { RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true };
        foreach (string name in new[] { "OMP_NUM_THREADS", "MKL_NUM_THREADS", "OMP_WAIT_POLICY", "GOMP_SPINCOUNT" }) start.Environment.Remove(name);
        start.Environment["OMP_DISPLAY_ENV"] = "verbose";
        foreach ((string name, string value) in environment) start.Environment[name] = value;
        return UcamProcess.Finish(Process.Start(start)!);
    }

    private string[] Ask(params string[] more) =>
        ["ask", TinyInputs.Picture(_folder), TinyInputs.Question, "--model", TinyInputs.Model(_folder), "--passes", "2", .. more];

    [Fact]
    public void Threads_sleep_while_they_wait_unless_the_user_says_otherwise()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "the report is that of libgomp");
        CliResult usual = Run(Ask());
        usual.Code.Should().Be(ExitCode.Success);
        usual.Error.Should().Contain("OMP_WAIT_POLICY = 'PASSIVE'").And.Contain("GOMP_SPINCOUNT = '0'");
        CliResult own = Run(Ask(), ("OMP_WAIT_POLICY", "active"), ("OMP_NUM_THREADS", "1"));
        own.Error.Should().Contain("OMP_WAIT_POLICY = 'ACTIVE'").And.Contain("OMP_NUM_THREADS = '1'");
    }

    [Fact]
    public void A_number_of_threads_changes_an_answer_by_rounding_at_most()
    {
        string one = Run(Ask("--threads", "1")).Out;
        one.Should().NotBeEmpty();
        Run(Ask("--threads", "2")).Out.Should().Be(one);
    }

    [Theory]
    [InlineData("0")]
    [InlineData("1025")]
    public void A_number_of_threads_out_of_range_is_refused(string threads)
    {
        CliResult result = Cli.Run("train", "--recipe", "none.yaml", "--threads", threads);
        (result.Code, result.Error.Trim()).Should().Be((ExitCode.Usage, "ucam: --threads must be from 1 to 1024."));
    }

    [Theory]
    [InlineData("ask")]
    [InlineData("demo")]
    [InlineData("eval")]
    [InlineData("train")]
    [InlineData("compare")]
    [InlineData("explain")]
    [InlineData("features", "extract")]
    public void Every_command_that_computes_says_how_many_threads_it_takes(params string[] command) =>
        Cli.Run([.. command, "--help"]).Out.Should().Contain("--threads").And.Contain("OMP_NUM_THREADS");
}
