using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.RegularExpressions;

namespace Ucam.Bench.Load;

/// <summary>One run of a command.</summary>
/// <param name="Seconds">From start to end.</param>
/// <param name="Processor">Seconds of processor time, those of spinning threads included.</param>
/// <param name="Rate">Median over the head's epochs of questions trained on a second; NaN where nothing is trained.</param>
internal sealed partial record Timed(double Seconds, double Processor, double Rate)
{
    public static Timed Run(string tool, IEnumerable<string> arguments)
    {
        double before = ChildSeconds();
        long start = Stopwatch.GetTimestamp();
        using Process process = Start(tool, arguments);
        Task<string> output = process.StandardOutput.ReadToEndAsync(), errors = process.StandardError.ReadToEndAsync();
        process.WaitForExit();
        double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        if (process.ExitCode != 0)
            throw new UcamException($"{tool} {string.Join(' ', arguments)} ended with {process.ExitCode}: {errors.Result.Trim()}");
        MatchCollection rates = Rates().Matches(output.Result + errors.Result);
        double rate = Median([.. rates.Select(m => double.Parse(m.Groups[1].Value, CultureInfo.InvariantCulture))]);
        return new Timed(seconds, ChildSeconds() - before, rate);
    }

    /// <summary>Starts a .NET program with its output captured; the caller ends and disposes it.</summary>
    public static Process Start(string program, IEnumerable<string> arguments) =>
        Process.Start(new ProcessStartInfo("dotnet", [program, .. arguments])
        { RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true })!;

    public static double Median(double[] values)
    {
        if (values.Length == 0) return double.NaN;
        Array.Sort(values);
        return (values[(values.Length - 1) / 2] + values[values.Length / 2]) / 2;
    }

    [GeneratedRegex(@"head epoch .*\(([\d.]+) questions/s\)")]
    private static partial Regex Rates();

    /// <summary>Processor time of all children that have ended; 0 where the system does not tell.</summary>
    private static double ChildSeconds()
    {
        const int children = -1;
        if (!OperatingSystem.IsLinux()) return 0;
        // Begins with user and system time as seconds and microseconds; the rest is not needed.
        long[] usage = new long[32];
        return GetUsage(children, usage) == 0 ? usage[0] + usage[2] + (usage[1] + usage[3]) / 1e6 : 0;
    }

    [LibraryImport("libc", EntryPoint = "getrusage")]
    private static partial int GetUsage(int who, [Out] long[] usage);
}
