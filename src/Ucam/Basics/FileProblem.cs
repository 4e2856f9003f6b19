namespace Ucam;

/// <summary>Says in words why a file cannot be written, and what to do.</summary>
internal static class FileProblem
{
    private const int UnixNoSpace = 28;
    private const int UnixReadOnly = 30;
    private const int WindowsNoSpace = unchecked((int)0x80070070);

    /// <summary>Whether an exception is about the file system and not about the program.</summary>
    public static bool Is(Exception problem) => problem is IOException or UnauthorizedAccessException;

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
        _ => problem?.Message.ReplaceLineEndings(" ").TrimEnd('.') ?? "unknown reason",
    };

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
