using System.Reflection;
using System.Runtime.InteropServices;
using TorchSharp;
using Ucam.Libtorch;

namespace Ucam;

/// <summary>Turns failures of libtorch, to load and to find room, into one line that says what to do.</summary>
internal static class Native
{
    // libtorch on a CPU and on a GPU, the C++ library, ONNX Runtime.
    private static readonly string[] OutOfMemoryWords =
        ["can't allocate memory", "not enough memory: you tried to allocate", "out of memory", "std::bad_alloc", "bad allocation",
        "Failed to allocate memory"];

    private static readonly Lazy<Exception?> Failure = new(() =>
    {
        try
        {
            ComputeThreads.WaitPassively();
            LibtorchLoading.Load();
            using var probe = torch.zeros(1);
            ComputeThreads.Limit();
            return null;
        }
        catch (Exception e) when (e is TypeInitializationException or DllNotFoundException or NotSupportedException or LibtorchLoadException
            or BadImageFormatException or EntryPointNotFoundException)
        {
            return e;
        }
    });

    /// <summary>Checks that libtorch loads on this platform.</summary>
    /// <exception cref="UcamException">It does not.</exception>
    public static void Require()
    {
        if (Failure.Value is { } e) throw Explain(e);
    }

    /// <summary>Whether a native library found no room: their exceptions tell it in words only.</summary>
    public static bool IsOutOfMemory(Exception e) =>
        e is OutOfMemoryException || OutOfMemoryWords.Any(words => e.Message.Contains(words, StringComparison.OrdinalIgnoreCase));

    internal static UcamException Explain(Exception e) => e switch
    {
        DllNotFoundException missing when !missing.Message.Contains(' ') => new UcamException(
            $"libtorch is missing: {missing.Message} is not among the application's files. Add the "
                + $"package TorchSharp-cpu {Version("TorchSharp")} to the application, "
            + $"or of its parts only libtorch-cpu-<platform> {Version("Libtorch")} (linux-x64, win-x64 or osx-arm64).", e),
        LibtorchLoadException there => new UcamException($"libtorch does not load on {RuntimeInformation.RuntimeIdentifier}: {there.Message}", e),
        _ => new UcamException($"libtorch cannot be loaded on {RuntimeInformation.RuntimeIdentifier}: {FirstSentence(e.InnerException ?? e)}.", e),
    };

    private static string FirstSentence(Exception e) => e.Message.ReplaceLineEndings(" ").Split(". ")[0].TrimEnd('.');

    private static string Version(string of) =>
        typeof(Native).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().First(data => data.Key == of + "Version").Value!;
}
