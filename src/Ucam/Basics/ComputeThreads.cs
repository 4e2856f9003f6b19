using System.Runtime.InteropServices;
using Microsoft.ML.OnnxRuntime;
using static TorchSharp.torch;

namespace Ucam;

/// <summary>
/// With how many threads libtorch and ONNX Runtime compute, and how these wait for each other. By default they wait by spinning, so that
/// beside other processes each burns the time that the one it waits for needs. How many there are hangs on the size of the work and on the
/// processors alone, never on what else runs: sums over other parts are rounded otherwise, and the same seed must give the same numbers.
/// </summary>
internal static partial class ComputeThreads
{
    /// <summary>Multiply-adds of a step that are worth a thread, about a millisecond: below, handing over costs more than it saves.</summary>
    internal const long WorthAThread = 16_000_000;

    private static readonly string[] Counts = ["OMP_NUM_THREADS", "MKL_NUM_THREADS"];
    private static readonly string[] Waits = ["OMP_WAIT_POLICY", "GOMP_SPINCOUNT", "KMP_BLOCKTIME"];

    /// <summary>How many were asked for by <see cref="Use"/>; null where they are chosen.</summary>
    public static int? Asked { get; private set; }

    /// <summary>Whether the user has said how many, so that nothing else is chosen.</summary>
    public static bool Fixed { get; private set; } = Counts.Any(IsSet);

    /// <summary>
    /// Lets OpenMP's threads sleep while they wait, unless the user's environment says otherwise. OpenMP reads this once, when libtorch
    /// is loaded; later it has no effect.
    /// </summary>
    public static void WaitPassively()
    {
        if (Waits.Any(IsSet)) return;
        if (OperatingSystem.IsWindows())
        {
            Environment.SetEnvironmentVariable(Waits[0], "passive");
            return;
        }
        try
        {
            // What .NET sets is its own copy of the environment, which native code does not see.
            _ = SetVariable(Waits[0], "passive", 0);
        }
        catch (Exception e) when (e is DllNotFoundException or EntryPointNotFoundException)
        {
            // Threads then wait as they did; the results are the same.
        }
    }

    /// <summary>Never more threads than processors that this process may use; libtorch counts the machine's, not the container's.</summary>
    public static void Limit()
    {
        if (!Fixed && get_num_threads() > Environment.ProcessorCount) set_num_threads(Environment.ProcessorCount);
    }

    /// <summary>So many threads from now on, whatever the work and the environment.</summary>
    /// <exception cref="UcamException">libtorch cannot be loaded.</exception>
    public static void Use(int threads)
    {
        Native.Require();
        (Fixed, Asked) = (true, threads);
        set_num_threads(threads);
    }

    /// <summary>As many threads as steps of so many multiply-adds are worth, for what this thread computes, until it is disposed.</summary>
    public static IDisposable For(long work) => new Scope(work);

    /// <summary>Gives a session of ONNX Runtime as many threads, which are not bound to processors and sleep while they wait.</summary>
    public static void Apply(SessionOptions options)
    {
        options.AddSessionConfigEntry("session.intra_op.allow_spinning", "0");
        options.AddSessionConfigEntry("session.inter_op.allow_spinning", "0");
        options.IntraOpNumThreads = get_num_threads();
    }

    private static bool IsSet(string variable) => Environment.GetEnvironmentVariable(variable) is { Length: > 0 };

    [LibraryImport("libc", EntryPoint = "setenv", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int SetVariable(string name, string value, int overwrite);

    private sealed class Scope : IDisposable
    {
        private readonly int _before = get_num_threads();

        public Scope(long work)
        {
            int worth = (int)Math.Clamp(work / WorthAThread, 1, _before);
            if (!Fixed && worth != _before) set_num_threads(worth);
        }

        public void Dispose()
        {
            if (get_num_threads() != _before) set_num_threads(_before);
        }
    }
}
