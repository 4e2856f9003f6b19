using System.CommandLine;
using Ucam.Cli.Usage;

namespace Ucam.Cli.Options;

/// <summary>The option that says how many threads to compute with, shared by all commands that compute.</summary>
internal static class ThreadsOption
{
    private const string Name = "--threads";

    /// <summary>The commands with the option.</summary>
    public static Command With(Command command)
    {
        const string about =
            "Threads to compute with, 1 to 1024. Default: by the size of the work, at most one a core, or OMP_NUM_THREADS (docs/performance.md).";
        command.Add(new Option<int?>(Name) { Description = about });
        return command;
    }

    /// <summary>Lets threads sleep while they wait, and takes as many as the command line asks for; to be called before anything computes.</summary>
    public static void Apply(ParseResult parsed)
    {
        ComputeThreads.WaitPassively();
        Option? given = parsed.CommandResult.Command.Options.FirstOrDefault(o => o.Name == Name);
        if (given is not Option<int?> option || parsed.GetValue(option) is not { } threads) return;
        if (threads is < 1 or > 1024) throw new UsageException($"{Name} must be from 1 to 1024.");
        ComputeThreads.Use(threads);
    }
}
