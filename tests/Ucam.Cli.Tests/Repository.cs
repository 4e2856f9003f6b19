using System.Runtime.CompilerServices;

namespace Ucam.Cli.Tests;

/// <summary>The files these tests were built from.</summary>
internal static class Repository
{
    /// <summary>The folder with README.md and docs.</summary>
    public static string Root([CallerFilePath] string source = "") => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(source)!, "..", ".."));
}
