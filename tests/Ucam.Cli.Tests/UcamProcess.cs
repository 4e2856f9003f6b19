using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Ucam.Cli.Tests;

/// <summary>Runs the built program as a process of its own, as a user does.</summary>
internal static class UcamProcess
{
    private const int HangUpSignal = 1, Interrupt = 2;

    /// <summary>The program beside the tests.</summary>
    public static string Program { get; } = Path.Combine(AppContext.BaseDirectory, OperatingSystem.IsWindows() ? "Ucam.Cli.exe" : "Ucam.Cli");

    public static CliResult Run(params string[] args) => Finish(Start(Program, args));

    public static Process Start(string file, params string[] args)
    {
        var start = new ProcessStartInfo(file, args) { RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true };
        return Process.Start(start)!;
    }

    public static CliResult Finish(Process process)
    {
        using (process)
        {
            process.StandardInput.Close();
            Task<string> written = process.StandardOutput.ReadToEndAsync(), errors = process.StandardError.ReadToEndAsync();
            if (!process.WaitForExit(TimeSpan.FromMinutes(2)))
            {
                process.Kill(entireProcessTree: true);
                throw new TimeoutException("The program did not end within two minutes.");
            }
            return new CliResult(process.ExitCode, written.Result, errors.Result);
        }
    }

    /// <summary>What Ctrl-C sends.</summary>
    public static void PressCtrlC(Process process)
    {
        SkipWhereIgnored(process, Interrupt);
        Send(process, Interrupt);
    }

    /// <summary>What a terminal sends when it is closed.</summary>
    public static void HangUp(Process process)
    {
        SkipWhereIgnored(process, HangUpSignal);
        Send(process, HangUpSignal);
    }

    /// <summary>Ends a process and skips the test where a closed terminal would not reach it, as nohup starts what runs in the background.</summary>
    public static void SkipWhereHangUpIsIgnored(Process process) => SkipWhereIgnored(process, HangUpSignal);

    private static void SkipWhereIgnored(Process process, int signal)
    {
        if (!IsIgnored(signal)) return;
        process.Kill(entireProcessTree: true);
        Assert.Skip("This process was started with that signal ignored, and so are those that it starts.");
    }

    private static bool IsIgnored(int signal)
    {
        if (!OperatingSystem.IsLinux()) return false;
        string ignored = File.ReadLines("/proc/self/status").First(line => line.StartsWith("SigIgn:", StringComparison.Ordinal)).Split('\t')[1];
        return (Convert.ToUInt64(ignored, 16) >> (signal - 1) & 1) == 1;
    }

    private static void Send(Process process, int signal) => kill(process.Id, signal).Should().Be(0);

    [DllImport("libc", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int kill(int process, int signal);
}
