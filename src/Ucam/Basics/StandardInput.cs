using System.Runtime.InteropServices;

namespace Ucam;

/// <summary>What the process was started with to read from.</summary>
internal static partial class StandardInput
{
    private const int Descriptor = 0, ClosedOnStart = 1;

    /// <summary>Whether the process was started without one, so that reading would wait for something of the runtime's own.</summary>
    public static bool IsClosed()
    {
        if (OperatingSystem.IsWindows()) return false;
        try
        {
            // What is inherited is never marked to be closed when a program starts; what the runtime opens in its place is.
            return DescriptorFlags(Descriptor) is var flags && (flags < 0 || (flags & ClosedOnStart) != 0);
        }
        catch (Exception e) when (e is EntryPointNotFoundException or DllNotFoundException)
        {
            return false;
        }
    }

    [LibraryImport("libSystem.Native", EntryPoint = "SystemNative_FcntlGetFD")]
    private static partial int DescriptorFlags(nint descriptor);
}
