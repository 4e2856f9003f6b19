using System.CommandLine;
using Ucam.Cli.Usage;
using Ucam.Vqa.Training.Ranks;

namespace Ucam.Cli.Train;

/// <summary>
/// The option and the frame of a command that several processes share: mpirun and srun start it several times, and its processes find each other.
/// Without them no MPI is looked for.
/// </summary>
internal sealed class RankJob
{
    private const string Auto = "auto", Mpi = "mpi", None = "none", Name = "--distributed";

    // Where all processes fail alike, the first is to say so, and ends the others before they do.
    private static readonly TimeSpan FirstSpeaks = TimeSpan.FromSeconds(2);

    private readonly Option<string> _mode = new(Name)
    {
        Description = $"{Auto}: several processes where mpirun, or srun with PMIx, started them, else one. {Mpi}: the same, and an error where "
            + $"there is but one. {None}: each process on its own (docs/scale.md).",
        DefaultValueFactory = _ => Auto,
    };

    public void AddTo(Command command) => command.Add(_mode);

    /// <summary>Runs the work as one of the job's processes; where it fails, all end.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="work">What is to be done.</param>
    /// <exception cref="UsageException">The option has another value, or there are no others.</exception>
    /// <exception cref="UcamException">There are others, and Open MPI is not there.</exception>
    public int Run(ParseResult parsed, Func<IRanks, int> work)
    {
        string mode = parsed.GetRequiredValue(_mode);
        if (mode is not (Auto or Mpi or None)) throw new UsageException($"{Name} is '{mode}'; it must be {Auto}, {Mpi} or {None}.");
        var job = new RankEnvironment();
        if (mode == None) return work(OneRank.Only);
        if (job.Strangers > 1)
            throw new UsageException($"srun started {job.Strangers} processes that cannot find each other; give srun --mpi=pmix, or one task.");
        if (job.Count > 1) return Together(parsed, work, job);
        return mode == Auto ? work(OneRank.Only)
            : throw new UsageException($"{Name} {Mpi}: there is one process; start several with mpirun -n 2 ucam train, or srun --mpi=pmix.");
    }

    private static int Together(ParseResult parsed, Func<IRanks, int> work, RankEnvironment job)
    {
        Native.Require();
        var ranks = new MpiRanks(job.Local);
        try
        {
            if (ranks.Count != job.Count)
                throw new UcamException($"Open MPI knows of {Processes(ranks.Count)}, and what started them of {job.Count}; start them with the "
                    + $"mpirun of the Open MPI that is installed, or give {Name} {None} for one process.");
            int code = work(ranks);
            ranks.Meet().Wait();
            ranks.Dispose();
            return code;
        }
        catch (Exception e)
        {
            return Fail(parsed, ranks, e);
        }
    }

    private static string Processes(int count) => count == 1 ? "1 process" : $"{count} processes";

    private static int Fail(ParseResult parsed, MpiRanks ranks, Exception e)
    {
        (int code, string line) = Failures.Describe(e, ExampleCommand.ContinuationOf(parsed.CommandResult.Command));
        if (code == ExitCode.Failure && WrongValue.Is(parsed, e)) code = ExitCode.Usage;
        if (!ranks.Leads()) Thread.Sleep(FirstSpeaks);
        Console.Error.WriteLine(ranks.Leads() ? $"ucam: {line}" : $"ucam: process {ranks.Rank} of {ranks.Count}: {line}");
        if (Environment.GetEnvironmentVariable("UCAM_TRACE") == "1") Console.Error.WriteLine(e.ToString());
        ranks.Abort(code);
        return code;
    }
}
