using System.Security.Cryptography;

namespace Ucam;

/// <summary>The SHA-256 of a file's contents.</summary>
internal static class FileHash
{
    /// <summary>64 hexadecimal digits.</summary>
    /// <exception cref="UcamException">The file cannot be read.</exception>
    public static string Of(string path)
    {
        try
        {
            using FileStream file = OrdinaryFile.Open(path);
            return Convert.ToHexString(SHA256.HashData(file));
        }
        catch (Exception e) when (FileProblem.Is(e))
        {
            throw FileProblem.CannotRead(path, e);
        }
    }
}
