using System.Diagnostics;

namespace Ucam.Bench.Load;

/// <summary>Processes that keep a processor busy each, until they are disposed.</summary>
internal sealed class Beside : IDisposable
{
    public const string Command = "busy";
    private readonly Process[] _processes;

    public Beside(int count) => _processes = [.. Enumerable.Range(0, count).Select(_ => Timed.Start(typeof(Beside).Assembly.Location, [Command]))];

    /// <summary>What such a process does: it counts until its standard input is closed, so that none outlives the one that started it.</summary>
    public static int Work()
    {
        bool over = false;
        var worker = new Thread(() =>
        {
            for (ulong i = 0; !Volatile.Read(ref over); i++) GC.KeepAlive(i);
        });
        worker.Start();
        while (Console.Read() >= 0) { }
        Volatile.Write(ref over, true);
        worker.Join();
        return 0;
    }

    public void Dispose()
    {
        foreach (Process process in _processes)
        {
            process.StandardInput.Close();
            process.WaitForExit();
            process.Dispose();
        }
    }
}
