using System.Runtime.InteropServices;
using TorchSharp;

namespace Ucam.Libtorch;

/// <summary>Where an application's native libraries lie: the folders that .NET searches, and those beside its assemblies.</summary>
internal static class NativeFolders
{
    /// <summary>Whether TorchSharp runs out of a package folder, as scripts and notebooks run it: PACKAGE/lib/FRAMEWORK.</summary>
    public static bool IsPackageCache => Path.GetFileName(Path.GetDirectoryName(AssemblyFolder)) == "lib";

    private static string AssemblyFolder => Path.GetDirectoryName(AssemblyFile) is { Length: > 0 } folder ? folder : AppContext.BaseDirectory;

    // Empty in a single-file application.
    private static string AssemblyFile => AppContext.BaseDirectory is var folder && File.Exists(Path.Combine(folder, "TorchSharp.dll"))
        ? Path.Combine(folder, "TorchSharp.dll")
        : typeof(torch).Module.FullyQualifiedName;

    /// <summary>Whether one of the folders has the library.</summary>
    public static bool HaveLibrary(string name) => Find(name) is not null;

    /// <summary>The library's file in the first folder that has it; null if none has.</summary>
    public static string? Find(string name) => All().Select(folder => Path.Combine(folder, FileName(name))).FirstOrDefault(File.Exists);

    /// <summary>c10 as libc10.so, c10.dll or libc10.dylib.</summary>
    public static string FileName(string name) =>
        OperatingSystem.IsWindows() ? name + ".dll" : OperatingSystem.IsMacOS() ? $"lib{name}.dylib" : $"lib{name}.so";

    private static IEnumerable<string> All()
    {
        string searched = AppContext.GetData("NATIVE_DLL_SEARCH_DIRECTORIES") as string ?? "";
        string native = Path.Combine("runtimes", RuntimeInformation.RuntimeIdentifier, "native");
        string[] beside = [AppContext.BaseDirectory, AssemblyFolder];
        return searched.Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .Concat(beside.SelectMany(folder => new[] { folder, Path.Combine(folder, native), Path.Combine(folder, Portable(native)) }))
            .Distinct();
    }

    // debian.12-x64 has its natives under linux-x64.
    private static string Portable(string native)
    {
        string system = OperatingSystem.IsWindows() ? "win" : OperatingSystem.IsMacOS() ? "osx" : "linux";
        string processor = RuntimeInformation.ProcessArchitecture.ToString().ToLowerInvariant();
        return native.Replace(RuntimeInformation.RuntimeIdentifier, $"{system}-{processor}", StringComparison.Ordinal);
    }
}
