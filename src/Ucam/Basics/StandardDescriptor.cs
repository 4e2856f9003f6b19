using System.Runtime.InteropServices;

namespace Ucam;

/// <summary>What the process was started with to read from and to write to.</summary>
internal static partial class StandardDescriptor
{
    /// <summary>The numbers of standard input, output and error.</summary>
    public const int Input = 0, Output = 1, Error = 2;

    private const int ClosedOnStart = 1;

    /// <summary>Whether the process was started without it, so that something of the runtime's own stands in its place.</summary>
    public static bool IsClosed(int descriptor)
    {
        if (OperatingSystem.IsWindows()) return false;
        try
        {
            // What is inherited is never marked to be closed when a program starts; what the runtime opens in its place is.
            return Flags(descriptor) is var flags && (flags < 0 || (flags & ClosedOnStart) != 0);
        }
        catch (Exception e) when (e is EntryPointNotFoundException or DllNotFoundException)
        {
            return false;
        }
    }

    [LibraryImport("libSystem.Native", EntryPoint = "SystemNative_FcntlGetFD")]
    private static partial int Flags(nint descriptor);
}
