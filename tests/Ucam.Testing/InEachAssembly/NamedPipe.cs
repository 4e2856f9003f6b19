using System.Diagnostics;

namespace Ucam.Testing;

/// <summary>A pipe that has a name, into which nobody writes: whoever opens it waits.</summary>
internal static class NamedPipe
{
    private const string Program = "/usr/bin/mkfifo";

    /// <summary>Makes one; the test is skipped where that cannot be.</summary>
    /// <returns>Its path.</returns>
    public static string Make(string path)
    {
        Assert.SkipUnless(File.Exists(Program), "There is no mkfifo here.");
        using Process made = Process.Start(Program, [path]);
        made.WaitForExit();
        return path;
    }
}
