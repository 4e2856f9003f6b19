using System.Security.Cryptography;

namespace Ucam.Libtorch;

/// <summary>A mended library as a file of this user's alone, since only a file can be loaded; kept and used again.</summary>
internal static class MendedCopy
{
    /// <summary>Loads a library of these bytes.</summary>
    /// <param name="library">Its contents.</param>
    /// <param name="fileName">What its file is called.</param>
    /// <param name="home">Where the user's programs keep their files; that of the system where null, a temporary folder where empty.</param>
    /// <exception cref="LibtorchLoadException">It does not load.</exception>
    public static nint Load(byte[] library, string fileName, string? home = null)
    {
        home ??= Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify);
        if (home.Length > 0)
        {
            try
            {
                string contents = Convert.ToHexStringLower(SHA256.HashData(library))[..16];
                return LibtorchLoadException.Load(Place(Path.Combine(home, "ucam", "native", contents), library, fileName));
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // A home that cannot be written to: a folder of this process's own does as well.
            }
        }
        DirectoryInfo folder = Directory.CreateTempSubdirectory("ucam-native-");
        try
        {
            return LibtorchLoadException.Load(Place(folder.FullName, library, fileName));
        }
        finally
        {
            // What is loaded stays loaded without its name.
            folder.Delete(recursive: true);
        }
    }

    private static string Place(string folder, byte[] library, string fileName)
    {
        string path = Path.Combine(folder, fileName);
        // What is loaded runs: the bytes are compared, not the name trusted.
        if (File.Exists(path) && File.ReadAllBytes(path).AsSpan().SequenceEqual(library)) return path;
        if (OperatingSystem.IsWindows()) Directory.CreateDirectory(folder);
        else Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        string temporary = Path.Combine(folder, Path.GetRandomFileName());
        File.WriteAllBytes(temporary, library);
        File.Move(temporary, path, overwrite: true);
        return path;
    }
}
