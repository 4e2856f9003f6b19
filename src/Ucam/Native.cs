using TorchSharp;

namespace Ucam;

/// <summary>Turns failures of libtorch, to load and to find room, into one line that says what to do.</summary>
internal static class Native
{
    // libtorch on a CPU and on a GPU, the C++ library, ONNX Runtime.
    private static readonly string[] OutOfMemoryWords = ["can't allocate memory", "not enough memory: you tried to allocate", "out of memory", "std::bad_alloc", "bad allocation", "Failed to allocate memory"];

    private static readonly Lazy<Exception?> Failure = new(() =>
    {
        try
        {
            ComputeThreads.WaitPassively();
            using var probe = torch.zeros(1);
            ComputeThreads.Limit();
            return null;
        }
        catch (Exception e) when (e is TypeInitializationException or DllNotFoundException or NotSupportedException or BadImageFormatException or EntryPointNotFoundException)
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

    internal static UcamException Explain(Exception e) => new(
        $"libtorch cannot be loaded on {System.Runtime.InteropServices.RuntimeInformation.RuntimeIdentifier}: add the package libtorch-cpu-<platform> of TorchSharp's version "
        + $"(Linux x64, Windows x64 and macOS arm64 exist) to the application ({(e.InnerException ?? e).Message.ReplaceLineEndings(" ").Split('.')[0]}).", e);
}
