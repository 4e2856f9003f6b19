using System.Text;

namespace Ucam.Testing;

/// <summary>A folder of its own for a test, gone when the test ends.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("ucam-test-").FullName;

    /// <summary>Every file below the folder, by its path from there.</summary>
    public string[] Files =>
        [.. Directory.EnumerateFiles(Path, "*", SearchOption.AllDirectories).Select(f => System.IO.Path.GetRelativePath(Path, f))
        .Order(StringComparer.Ordinal)];

    /// <summary>The path of a file or folder in it.</summary>
    public string this[string name] => File(name);

    /// <summary>The path of a file or folder in it, by the names on the way.</summary>
    public string File(params string[] parts) => System.IO.Path.Combine([Path, .. parts]);

    public string Write(string name, byte[] bytes)
    {
        System.IO.File.WriteAllBytes(this[name], bytes);
        return this[name];
    }

    public string Write(string name, string text) => Write(name, Encoding.UTF8.GetBytes(text));

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
