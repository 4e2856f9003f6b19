using System.Runtime.CompilerServices;

namespace Ucam.Cli.Tests;

/// <summary>The small files of other programs that tests read.</summary>
internal static class Fixtures
{
    public static string Path(string kind, string name, [CallerFilePath] string source = "") =>
        System.IO.Path.GetFullPath(System.IO.Path.Combine(System.IO.Path.GetDirectoryName(source)!, "..", "fixtures", kind, name));
}
