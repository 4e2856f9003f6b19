using System.Runtime.InteropServices;

namespace Ucam.Vqa.Training.Steps;

/// <summary>
/// Lets the C library keep the large blocks that a training step frees and asks for again: by default glibc gives each back to the
/// system and takes it anew, page by page, which cost a quarter of the time of the photographs' backbone. The heap grows in large steps:
/// in small ones it was so cut up by blocks of a few megabytes that thousands of dropout passes in a row took gigabytes.
/// </summary>
internal static partial class NativeBlocks
{
    // M_TRIM_THRESHOLD, M_TOP_PAD and M_MMAP_THRESHOLD of glibc's malloc.h.
    private const int TrimThreshold = -1, TopPad = -2, MmapThreshold = -3;
    private static readonly Lazy<bool> Kept = new(Set);

    /// <summary>
    /// Sets the thresholds of this process once. Returns whether the C library took them; elsewhere than with glibc it does nothing.
    /// </summary>
    public static bool KeepLarge() => Kept.Value;

    /// <summary>
    /// Gives what the C library keeps back to the system, so that the memory of what follows can be seen; elsewhere than with glibc it does nothing.
    /// </summary>
    public static void Release()
    {
        if (!OperatingSystem.IsLinux()) return;
        try
        {
            _ = Trim(0);
        }
        catch (Exception e) when (e is DllNotFoundException or EntryPointNotFoundException)
        {
            // Another C library, which keeps nothing back.
        }
    }

    private static bool Set()
    {
        if (!OperatingSystem.IsLinux()) return false;
        try
        {
            return Option(MmapThreshold, 1 << 30) == 1 && Option(TrimThreshold, int.MaxValue) == 1 && Option(TopPad, 100 << 20) == 1;
        }
        catch (Exception e) when (e is DllNotFoundException or EntryPointNotFoundException)
        {
            return false;
        }
    }

    [LibraryImport("libc", EntryPoint = "mallopt")]
    private static partial int Option(int parameter, int value);

    [LibraryImport("libc", EntryPoint = "malloc_trim")]
    private static partial int Trim(nuint pad);
}
