using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Loader;
using TorchSharp;

namespace Ucam.Libtorch;

/// <summary>
/// Loads libtorch before TorchSharp does, and where TorchSharp's own native library asks for a newer libstdc++ than there is, a copy of
/// it that does not. An application that is built with Ucam's package has such a copy already; scripts, notebooks and applications that
/// keep build steps out have not.
/// </summary>
internal static class LibtorchLoading
{
    /// <summary>The version of libstdc++ that TorchSharp 0.107 asks for and uses nothing of.</summary>
    internal const string UnusedVersion = "GLIBCXX_3.4.32";

    private const string Shim = "LibTorchSharp";

    // Each needs those before it.
    private static readonly string[] Parts = ["c10", "torch_cpu", "torch"];

    private static readonly Lazy<nint> Mended = new(LoadMended);

    /// <summary>Stands by for TorchSharp's own search, for a caller that uses TorchSharp before anything of Ucam that computes.</summary>
    [ModuleInitializer]
    [SuppressMessage("Usage", "CA2255", Justification = "A class library whose native part would not load without it; it only registers a handler.")]
    internal static void StandBy()
    {
        if (OperatingSystem.IsLinux()) Context.ResolvingUnmanagedDll += (_, name) => name == Shim ? Mended.Value : 0;
    }

    /// <summary>Loads what TorchSharp needs, so that a failure is told here and not by TorchSharp's trace.</summary>
    /// <exception cref="DllNotFoundException">A library is not there: the message is its name alone.</exception>
    /// <exception cref="LibtorchLoadException">A library is there and does not load; the message is the loader's reason.</exception>
    public static void Load()
    {
        // Scripts and notebooks run TorchSharp out of the package cache, where it finds its natives in the packages beside.
        if (!NativeFolders.HaveLibrary(Parts[1]) && NativeFolders.IsPackageCache) return;
        foreach (string part in Parts) LoadPart(part);
        LoadShim();
    }

    private static AssemblyLoadContext Context => AssemblyLoadContext.GetLoadContext(typeof(LibtorchLoading).Assembly) ?? AssemblyLoadContext.Default;

    private static void LoadPart(string name)
    {
        if (NativeLibrary.TryLoad(name, typeof(torch).Assembly, null, out _)) return;
        string path = NativeFolders.Find(name) ?? throw new DllNotFoundException(NativeFolders.FileName(name));
        LibtorchLoadException.Load(path);
    }

    private static void LoadShim()
    {
        string? path = NativeFolders.Find(Shim);
        if (path is null || NativeLibrary.TryLoad(path, out _) || (OperatingSystem.IsLinux() && Mended.Value != 0)) return;
        LibtorchLoadException.Load(path);
    }

    private static nint LoadMended()
    {
        if (NativeFolders.Find(Shim) is not { } path) return 0;
        byte[] library = File.ReadAllBytes(path);
        if (!Build.VersionNeed.Weaken(library, UnusedVersion)) return 0;
        // What it needs has no folder to be found in beside the copy: it must be there already.
        foreach (string part in Parts)
        {
            if (NativeFolders.Find(part) is { } needed) NativeLibrary.TryLoad(needed, out _);
        }
        return MendedCopy.Load(library, Path.GetFileName(path));
    }
}
