using System.Diagnostics;

namespace Ucam.Bench.Serve;

/// <summary>What a process holds at a moment.</summary>
/// <param name="Tensors">Live tensors of libtorch, of all threads.</param>
/// <param name="Handles">Open files, sockets and the like.</param>
/// <param name="Resident">Bytes of memory in use.</param>
internal sealed record Held(long Tensors, long Handles, long Resident)
{
    private const string Descriptors = "/proc/self/fd";

    public static Held Now()
    {
        using var process = Process.GetCurrentProcess();
        return new Held(TorchSharp.torch.Tensor.TotalCount,
            Directory.Exists(Descriptors) ? Directory.GetFileSystemEntries(Descriptors).Length : process.HandleCount, process.WorkingSet64);
    }
}
