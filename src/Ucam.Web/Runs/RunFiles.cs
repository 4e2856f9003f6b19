using Ucam.Vqa.Runs;

namespace Ucam.Web.Runs;

/// <summary>The files of a run that are shown.</summary>
internal static class RunFiles
{
    private const string Report = "report.html";

    // A killed run leaves its files as they are; what was not written to for so long is told as not under way.
    private static readonly TimeSpan Quiet = TimeSpan.FromMinutes(10);

    /// <summary>When a run was changed last, and a text that differs after each change.</summary>
    public static (DateTime Changed, string Tag) Stamp(RunEntry run)
    {
        FileInfo[] files = [.. Shown(run).Select(path => new FileInfo(path)).Where(file => file.Exists)];
        DateTime changed = files.Length == 0 ? default : files.Max(file => file.LastWriteTimeUtc);
        return (changed, $"{changed.Ticks}-{files.Length}-{files.Sum(file => file.Length)}");
    }

    /// <summary>Whether it is being worked on, as far as its files tell.</summary>
    public static bool IsUnderWay(RunEntry run)
    {
        bool isFinished = run.IsComparison ? ReportOf(run) is not null && !Cells(run).Any()
            : !File.Exists(Path.Combine(run.Path, RunFolder.LockFile));
        return !isFinished && DateTime.UtcNow - Stamp(run).Changed < Quiet;
    }

    /// <summary>The report of a comparison; null where there is none.</summary>
    public static string? ReportOf(RunEntry run) =>
        run.IsComparison && Path.Combine(run.Path, Report) is var path && UnlinkedFile.IsAt(path) ? path : null;

    /// <summary>The files of a comparison's curves, one a finished cell.</summary>
    public static IEnumerable<string> Curves(RunEntry run) => UnlinkedFile.In(Path.Combine(run.Path, "curves"), "*.json");

    /// <summary>The files of a comparison's numbers, one a finished cell.</summary>
    public static IEnumerable<string> Rows(RunEntry run) => UnlinkedFile.In(Path.Combine(run.Path, "rows"), "*.csv");

    /// <summary>The states of the cells that a comparison is training, by the folders in which that is done.</summary>
    public static IEnumerable<string> Cells(RunEntry run) => !run.IsComparison || !Directory.Exists(run.Path) ? []
        : new DirectoryInfo(run.Path).EnumerateDirectories("work-*").Where(work => work.LinkTarget is null)
            .SelectMany(work => UnlinkedFile.In(work.FullName, "*.state.json"));

    private static IEnumerable<string> Shown(RunEntry run) => run.IsComparison
        ? [Path.Combine(run.Path, RunEntry.Comparison), Path.Combine(run.Path, Report), .. Curves(run), .. Rows(run), .. Cells(run)]
        : [Path.Combine(run.Path, RunEntry.Training)];
}
