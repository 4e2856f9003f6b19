using System.Globalization;
using TorchSharp;
using static TorchSharp.torch;

namespace Ucam.Vqa.Runs;

/// <summary>The device of a run by its name: cpu, cuda or cuda:N.</summary>
internal static class RunDevice
{
    public const string Cpu = "cpu", Known = "it must be cpu, cuda, or cuda:N for the GPU of number N";
    private const string Cuda = "cuda";

    /// <summary>Whether a text is the name of a device, be it there or not.</summary>
    public static bool IsName(string name) => name == Cpu || Index(name) is not null;

    /// <summary>The device.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="local">Which of several processes on this machine asks; they share its GPUs out where the name says no number.</param>
    /// <exception cref="UcamException">The name is none, or the device is not there.</exception>
    public static Device Open(string name, int local = 0)
    {
        if (name == Cpu) return CPU;
        if (Index(name) is not { } index) throw Problem($"The device is '{name}'; {Known}.");
        int there = Count();
        if (there == 0)
            throw Problem($"{name} is not there: CUDA needs an NVIDIA GPU with its driver and a build of Ucam with -p:Cuda=true "
            + "(docs/paper-recipes.md); use --device cpu.");
        if (index >= there)
            throw Problem($"{name} is not there: this machine has {there} {(there == 1 ? "GPU" : "GPUs")}, cuda:0 to cuda:{there - 1}.");
        return new Device(DeviceType.CUDA, name == Cuda ? local % there : index);
    }

    private static int? Index(string name)
    {
        if (name == Cuda) return 0;
        return name.StartsWith(Cuda + ":", StringComparison.Ordinal)
            && int.TryParse(name.AsSpan(Cuda.Length + 1), NumberStyles.None, CultureInfo.InvariantCulture, out int index) ? index : null;
    }

    private static int Count()
    {
        try
        {
            return cuda.is_available() ? cuda.device_count() : 0;
        }
        catch (Exception e) when (e is NotSupportedException or DllNotFoundException or EntryPointNotFoundException or TypeInitializationException)
        {
            // TorchSharp looks for the CUDA packages and says so by an exception where there are none.
            return 0;
        }
    }

    private static UcamException Problem(string message) => new(message) { Field = "device" };
}
