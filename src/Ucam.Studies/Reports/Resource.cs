using System.Reflection;
using System.Text;

namespace Ucam.Studies.Reports;

/// <summary>Files that are built into the library.</summary>
internal static class Resource
{
    /// <summary>The bytes of a resource of this library.</summary>
    public static byte[] Bytes(string name) => Bytes(typeof(Resource).Assembly, name);

    /// <summary>The bytes of a resource.</summary>
    public static byte[] Bytes(Assembly library, string name)
    {
        using var stream = library.GetManifestResourceStream(name)
            ?? throw new InvalidOperationException($"The library was built without its resource {name}.");
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }

    /// <summary>The text of a UTF-8 resource.</summary>
    public static string Text(string name) => Encoding.UTF8.GetString(Bytes(name));
}
