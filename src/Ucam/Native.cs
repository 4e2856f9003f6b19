using TorchSharp;

namespace Ucam;

/// <summary>Turns a failure to load libtorch into one line that says what to do.</summary>
internal static class Native
{
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

    internal static UcamException Explain(Exception e) => new(
        $"libtorch cannot be loaded on {System.Runtime.InteropServices.RuntimeInformation.RuntimeIdentifier}: add the package libtorch-cpu-<platform> of TorchSharp's version "
        + $"(Linux x64, Windows x64 and macOS arm64 exist) to the application ({(e.InnerException ?? e).Message.ReplaceLineEndings(" ").Split('.')[0]}).", e);
}
