using static TorchSharp.torch;

namespace Ucam.Vqa.Features.Safetensors;

/// <summary>The element types of the safetensors format that libtorch also has.</summary>
internal static class SafetensorsTypes
{
    private static readonly (string Name, ScalarType Type, int Size)[] Known =
    [
        ("F64", ScalarType.Float64, 8), ("F32", ScalarType.Float32, 4), ("F16", ScalarType.Float16, 2), ("BF16", ScalarType.BFloat16, 2),
        ("I64", ScalarType.Int64, 8), ("I32", ScalarType.Int32, 4), ("I16", ScalarType.Int16, 2), ("I8", ScalarType.Int8, 1),
        ("U8", ScalarType.Byte, 1), ("BOOL", ScalarType.Bool, 1),
    ];

    // Those of the format that libtorch lacks, with their bits: a file may hold them beside what is read.
    private static readonly Dictionary<string, int> Foreign = new(StringComparer.Ordinal)
    {
        ["U64"] = 64,
        ["U32"] = 32,
        ["U16"] = 16,
        ["C64"] = 64,
        ["F8_E5M2"] = 8,
        ["F8_E4M3"] = 8,
        ["F8_E8M0"] = 8,
        ["F8_E5M2FNUZ"] = 8,
        ["F8_E4M3FNUZ"] = 8,
        ["F6_E2M3"] = 6,
        ["F6_E3M2"] = 6,
        ["F4"] = 4,
    };

    /// <summary>The type of a name in a header; null where libtorch has none.</summary>
    public static ScalarType? Parse(string name)
    {
        foreach (var known in Known)
            if (known.Name == name) return known.Type;
        return null;
    }

    /// <summary>Bits of an element of a type by its name; null where the name is none of the format's.</summary>
    public static int? BitsOf(string name) => Parse(name) is { } type ? 8 * SizeOf(type) : Foreign.TryGetValue(name, out int bits) ? bits : null;

    /// <summary>The name of a type in a header.</summary>
    /// <exception cref="ArgumentException">The format has no such type.</exception>
    public static string NameOf(ScalarType type) => Find(type).Name;

    /// <summary>Bytes of one element.</summary>
    public static int SizeOf(ScalarType type) => Find(type).Size;

    private static (string Name, ScalarType Type, int Size) Find(ScalarType type)
    {
        foreach (var known in Known)
            if (known.Type == type) return known;
        throw new ArgumentException($"A safetensors file cannot hold elements of type {type}.", nameof(type));
    }
}
