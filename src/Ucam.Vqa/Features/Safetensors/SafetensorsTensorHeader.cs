using System.Text.Json;
using static TorchSharp.torch;

namespace Ucam.Vqa.Features.Safetensors;

/// <summary>Parses what a safetensors header says of one tensor: dtype, shape and data_offsets.</summary>
internal static class SafetensorsTensorHeader
{
    /// <summary>Reads one tensor's line; offsets become positions in the file.</summary>
    public static SafetensorsEntry Read(string name, JsonElement value, long dataStart, long dataLength, string path)
    {
        if (value.ValueKind != JsonValueKind.Object) throw SafetensorsHeader.Broken(path, name, "it is not an object");
        string? type = null;
        long[]? shape = null, offsets = null;
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var field in value.EnumerateObject())
        {
            if (!seen.Add(field.Name)) throw SafetensorsHeader.Broken(path, name, $"the field \"{field.Name}\" appears twice");
            switch (field.Name)
            {
                case "dtype": type = Type(field.Value, name, path); break;
                case "shape": shape = Numbers(field.Value, name, "shape", path); break;
                case "data_offsets": offsets = Numbers(field.Value, name, "data_offsets", path); break;
                // Others are there for others to read.
                default: break;
            }
        }
        if (type is null || shape is null || offsets is null) throw SafetensorsHeader.Broken(path, name, "dtype, shape or data_offsets is missing");
        if (offsets.Length != 2 || offsets[0] > offsets[1]) throw SafetensorsHeader.Broken(path, name, "data_offsets is not a begin and an end");
        if (offsets[1] > dataLength) throw SafetensorsHeader.Broken(path, name, "its bytes lie behind the end of the file");
        // A type that is newer than this library may have any size.
        if (SafetensorsTypes.BitsOf(type) is { } bits && ByteCount(shape, bits) != offsets[1] - offsets[0])
            throw SafetensorsHeader.Broken(path, name, "its shape does not fit its number of bytes");
        ScalarType? known = SafetensorsTypes.Parse(type);
        return new SafetensorsEntry(name, known ?? ScalarType.Byte, shape, dataStart + offsets[0], offsets[1] - offsets[0])
        { Unreadable = known is null ? type : null };
    }

    private static string Type(JsonElement value, string name, string path) =>
        value.ValueKind == JsonValueKind.String ? value.GetString()! : throw SafetensorsHeader.Broken(path, name, "its dtype is not a string");

    private static long[] Numbers(JsonElement value, string name, string field, string path)
    {
        if (value.ValueKind != JsonValueKind.Array) throw SafetensorsHeader.Broken(path, name, $"{field} is not a list");
        var numbers = new long[value.GetArrayLength()];
        int i = 0;
        foreach (var element in value.EnumerateArray())
        {
            if (element.ValueKind != JsonValueKind.Number || !element.TryGetInt64(out long number) || number < 0)
                throw SafetensorsHeader.Broken(path, name, $"{field} holds something else than whole numbers from 0 up");
            numbers[i++] = number;
        }
        return numbers;
    }

    private static long ByteCount(long[] shape, int bits)
    {
        UInt128 product = (UInt128)bits;
        foreach (long length in shape)
        {
            product *= (UInt128)length;
            // Also where a length of 0 follows, as the format's own reader has it.
            if (product > long.MaxValue) return -1;
        }
        return product % 8 == 0 ? (long)(product / 8) : -1;
    }
}
