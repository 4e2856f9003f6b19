using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Ucam;

/// <summary>
/// Which file or folder a path leads to, whatever it is called: two paths are one file by links, hard links or another way to write them.
/// </summary>
/// <param name="Volume">The device or volume.</param>
/// <param name="Number">The number of the file on it.</param>
/// <param name="Name">The full path, where the system gives no numbers.</param>
internal readonly partial record struct FileIdentity(long Volume, long Number, string? Name)
{
    /// <summary>The identity of what a path leads to, links followed; null where nothing is there.</summary>
    public static FileIdentity? Of(string path)
    {
        string full = Path.GetFullPath(path);
        if (!File.Exists(full) && !Directory.Exists(full)) return null;
        try
        {
            return OperatingSystem.IsWindows() ? OnWindows(full) : OnUnix(full);
        }
        catch (Exception e) when (e is EntryPointNotFoundException or DllNotFoundException || FileProblem.Is(e))
        {
            return ByName(full);
        }
    }

    /// <summary>Whether both paths lead to one file or folder that is there.</summary>
    public static bool Same(string one, string other) => Of(one) is { } first && Of(other) == first;

    /// <summary>
    /// Whether a path leads to something that is neither a file nor a folder: a device, a pipe or a socket. Such a thing is never replaced.
    /// </summary>
    public static bool IsSpecial(string path) => IsAmongDevices(path)
        || (StatusOf(path) is { } status && (status.Mode & TypeOfFile) is not (RegularFile or Folder));

    // /dev/stdout is a file where it was sent to one, and a rename would take its place.
    private static bool IsAmongDevices(string path) => !OperatingSystem.IsWindows() && Path.GetDirectoryName(Path.GetFullPath(path)) is { } folder
        && (folder == Devices + "/fd" || (Of(folder) is { } there && Of(Devices) == there));

    /// <summary>
    /// When a file's contents or what is noted of it last changed, in nanoseconds, which no program can set back; 0 where the system does not tell.
    /// </summary>
    public static long ChangedOf(string path) => StatusOf(path) is { } status ? status.Changed * 1_000_000_000 + status.ChangedNanoseconds : 0;

    private static FileStatus? StatusOf(string path)
    {
        try
        {
            return !OperatingSystem.IsWindows() && Stat(Path.GetFullPath(path), out FileStatus status) == 0 ? status : null;
        }
        catch (Exception e) when (e is EntryPointNotFoundException or DllNotFoundException)
        {
            return null;
        }
    }

    private static FileIdentity ByName(string full) =>
        new(0, 0, (new FileInfo(full).ResolveLinkTarget(returnFinalTarget: true) ?? new FileInfo(full)).FullName);

    private static FileIdentity OnUnix(string full) => Stat(full, out FileStatus status) == 0 ? new(status.Device, status.Inode, null) : ByName(full);

    private static FileIdentity OnWindows(string full)
    {
        using SafeFileHandle handle = CreateFile(full, 0, FileShare.ReadWrite | FileShare.Delete, 0, FileMode.Open, OpenFolders, 0);
        return !handle.IsInvalid && GetFileInformationByHandle(handle, out WindowsFile file)
            ? new(file.Volume, ((long)file.IndexHigh << 32) | file.IndexLow, null) : ByName(full);
    }

    private const string Devices = "/dev";

    // S_IFMT, S_IFREG and S_IFDIR of POSIX.
    private const int TypeOfFile = 0xF000, RegularFile = 0x8000, Folder = 0x4000;

    // Folders are opened only with this flag (FILE_FLAG_BACKUP_SEMANTICS).
    private const uint OpenFolders = 0x02000000;

    // What the runtime's own stat answers with, the same on every Unix.
    [StructLayout(LayoutKind.Sequential)]
    private struct FileStatus
    {
        public int Flags, Mode;
        public uint User, Group;
        public long Size, Read, ReadNanoseconds, Written, WrittenNanoseconds, Changed, ChangedNanoseconds, Born, BornNanoseconds;
        public long Device, SpecialDevice, Inode;
        public uint UserFlags;
    }

    // BY_HANDLE_FILE_INFORMATION.
    [StructLayout(LayoutKind.Sequential)]
    private struct WindowsFile
    {
        public uint Attributes, CreatedLow, CreatedHigh, ReadLow, ReadHigh, WrittenLow, WrittenHigh, Volume, SizeHigh, SizeLow, Links, IndexHigh,
            IndexLow;
    }

    [LibraryImport("libSystem.Native", EntryPoint = "SystemNative_Stat", StringMarshalling = StringMarshalling.Utf8, SetLastError = true)]
    private static partial int Stat(string path, out FileStatus status);

    [LibraryImport("kernel32", EntryPoint = "CreateFileW", StringMarshalling = StringMarshalling.Utf16, SetLastError = true)]
    private static partial SafeFileHandle CreateFile(string path, uint access, FileShare share, nint security, FileMode mode, uint flags,
        nint template);

    [LibraryImport("kernel32", SetLastError = true)]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static partial bool GetFileInformationByHandle(SafeFileHandle handle, out WindowsFile file);
}
