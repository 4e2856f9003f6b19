namespace Ucam;

/// <summary>Says in words why a file cannot be written, and what to do.</summary>
internal static class FileProblem
{
    private const int UnixNoSpace = 28;
    private const int UnixReadOnly = 30;
    private const int WindowsNoSpace = unchecked((int)0x80070070);
    private const int UnixInputOutput = 5;

    // A lock of the runtime's that another process holds, by its numbers on Linux, macOS and Windows.
    private const int LinuxLocked = 11, MacLocked = 35, WindowsLocked = unchecked((int)0x80070020);

    /// <summary>The field of a problem with a file that stands where a folder is meant.</summary>
    public const string NoFolder = "folder";

    /// <summary>Whether an exception is about the file system and not about the program.</summary>
    public static bool Is(Exception problem) => problem is IOException or UnauthorizedAccessException;

    /// <summary>Whether another process, or another part of this one, keeps the file to itself.</summary>
    public static bool IsLocked(Exception problem) => problem is IOException { HResult: LinuxLocked or MacLocked or WindowsLocked };

    /// <summary>Why, in a few words.</summary>
    /// <param name="problem">What the system threw.</param>
    /// <param name="folder">The folder of the file, which may be what is missing.</param>
    public static string Reason(Exception? problem, string? folder = null) => problem switch
    {
        UnauthorizedAccessException => "no permission",
        DirectoryNotFoundException when folder is not null && !Directory.Exists(folder) => $"the folder '{folder}' does not exist",
        DirectoryNotFoundException => "no files can be made there",
        { HResult: UnixNoSpace or WindowsNoSpace } => "the disk is full",
        { HResult: UnixReadOnly } => "the disk is read-only",
        FileNotFoundException => "there is no such file",
        EndOfStreamException => "it ends too early",
        PathTooLongException => "the name is too long",
        not null when IsLocked(problem) => "another process has it open",
        { HResult: UnixInputOutput } => "the disk has an error there",
        _ => problem?.Message.ReplaceLineEndings(" ").TrimEnd('.') ?? "unknown reason",
    };

    /// <summary>Why a file cannot be read, in a few words without the system's own.</summary>
    public static string Reading(string path, Exception problem) => problem switch
    {
        ArgumentException => "it is no file name",
        UnauthorizedAccessException or IOException when Directory.Exists(path) => "it is a folder",
        DirectoryNotFoundException => "there is no such file",
        NotSupportedException or OverflowException => "it is too large",
        _ => Reason(problem),
    };

    /// <summary>The exception that tells a user why a file cannot be read.</summary>
    public static UcamException CannotRead(string path, Exception problem) =>
        new($"{path} cannot be read: {Reading(path, problem)}; check the path and its permissions.", problem) { File = path };

    /// <summary>Refuses to read a pipe, which might be waited for without end, or a device.</summary>
    /// <exception cref="UcamException">The path leads to one.</exception>
    public static void RefuseSpecial(string path)
    {
        if (FileIdentity.IsSpecial(path)) throw new UcamException($"{path} cannot be read: it is a device or a pipe; give a file.") { File = path };
    }

    /// <summary>The exception that tells a user of a problem with a file.</summary>
    public static UcamException CannotWrite(string path, Exception problem)
    {
        string? folder = Path.GetDirectoryName(Path.GetFullPath(path));
        string advice = problem switch
        {
            UnauthorizedAccessException => "choose another folder or change its access rights",
            DirectoryNotFoundException when !Directory.Exists(folder) => "create it first",
            { HResult: UnixNoSpace or WindowsNoSpace } => "free some space or choose another folder",
            { HResult: UnixReadOnly } or DirectoryNotFoundException => "choose another folder",
            _ => "choose another file name or folder",
        };
        return CannotWrite(path, $"{Reason(problem, folder)}; {advice}", problem);
    }

    /// <summary>The exception that tells a user why a file cannot be written.</summary>
    public static UcamException CannotWrite(string path, string why, Exception? inner = null) =>
        new($"Cannot write '{path}': {why}.", inner) { File = path };
}
