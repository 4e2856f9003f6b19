using System.Diagnostics;

namespace Ucam.Cli.Tests;

/// <summary>A small disk of its own, for whoever may mount one.</summary>
internal sealed class Mount : IDisposable
{
    private readonly string _path;

    private Mount(string path) => _path = path;

    public static Mount Try(string path, string options)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && Environment.IsPrivilegedProcess, "only root can mount a small disk");
        Directory.CreateDirectory(path);
        Assert.SkipUnless(Run("mount", "-t", "tmpfs", "-o", options, "tmpfs", path) == 0, "mounting is not allowed here");
        return new Mount(path);
    }

    public void Dispose() => Run("umount", _path);

    private static int Run(string program, params string[] args)
    {
        using Process process = Process.Start(program, args);
        process.WaitForExit();
        return process.ExitCode;
    }
}
