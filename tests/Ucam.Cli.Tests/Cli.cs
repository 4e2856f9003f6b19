[assembly: Xunit.v3.Parallelization(Mode = Xunit.Sdk.ParallelMode.None)]

namespace Ucam.Cli.Tests;

/// <summary>What a command line came to.</summary>
internal sealed record CliResult(int Code, string Out, string Error)
{
    /// <summary>The lines of standard output.</summary>
    public string[] Lines => Out.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}

/// <summary>Runs the command line in this process with its output captured. The console is shared, so tests run one after another.</summary>
internal static class Cli
{
    public static CliResult Run(params string[] args) => Run(args, "", TestContext.Current.CancellationToken);

    public static CliResult Run(string[] args, string input, CancellationToken cancel)
    {
        using var errors = new StringWriter();
        return Run(args, input, errors, cancel);
    }

    public static CliResult Run(string[] args, string input, StringWriter errors, CancellationToken cancel)
    {
        (TextReader stdin, TextWriter stdout, TextWriter stderr) = (Console.In, Console.Out, Console.Error);
        using var written = new StringWriter();
        try
        {
            Console.SetIn(new StringReader(input));
            Console.SetOut(written);
            Console.SetError(errors);
            int code = App.RunAsync(args, cancel).GetAwaiter().GetResult();
            return new CliResult(code, written.ToString(), errors.ToString());
        }
        finally
        {
            Console.SetIn(stdin);
            Console.SetOut(stdout);
            Console.SetError(stderr);
        }
    }
}
