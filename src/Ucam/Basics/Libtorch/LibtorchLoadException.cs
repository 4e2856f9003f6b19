using System.Runtime.InteropServices;

namespace Ucam.Libtorch;

/// <summary>A native library is there and does not load; the message is its name and the loader's own reason.</summary>
internal sealed class LibtorchLoadException(string path, Exception inner)
    : Exception($"{Path.GetFileName(path)}: {Reason(path, inner.Message)}", inner)
{
    /// <summary>Loads a library by its path.</summary>
    /// <exception cref="LibtorchLoadException">It does not load.</exception>
    public static nint Load(string path)
    {
        try
        {
            return NativeLibrary.Load(path);
        }
        catch (Exception e) when (e is DllNotFoundException or BadImageFormatException)
        {
            throw new LibtorchLoadException(path, e);
        }
    }

    // .NET puts advice on several lines before the loader's words, which begin with the path.
    internal static string Reason(string path, string message)
    {
        string[] lines = message.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        string last = lines.Length == 0 ? message : lines[^1];
        return last.StartsWith(path + ": ", StringComparison.Ordinal) ? last[(path.Length + 2)..] : last;
    }
}
