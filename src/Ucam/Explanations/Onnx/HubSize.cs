using System.Text.Json;

namespace Ucam.Explanations.Onnx;

/// <summary>The sides in a hub's file of pictures, in the forms that they are written in.</summary>
/// <param name="Square">Both sides; null where it says another form.</param>
/// <param name="Shorter">The shorter side; null where it says another form.</param>
/// <param name="Number">A bare number, whose meaning is the processor's; null where it says another form.</param>
internal sealed record HubSize(int? Square, int? Shorter, int? Number)
{
    private const int Least = 8, Most = 2048;

    /// <summary>A side that counts for both, whatever the form.</summary>
    public int Side => Square ?? Shorter ?? Number!.Value;

    /// <summary>That side as one of pictures that are made.</summary>
    /// <exception cref="UcamException">Pictures of it are not made.</exception>
    public int Taken(HubJson file, string key) => Taken(file, key, Side);

    /// <summary>A side of pictures that are made.</summary>
    /// <exception cref="UcamException">Pictures of it are not made.</exception>
    public static int Taken(HubJson file, string key, int side) => side is >= Least and <= Most ? side
        : throw file.Wrong(key, $"makes pictures of {side} pixels; from {Least} to {Most} are taken");

    /// <summary>Reads a key; null where it is missing.</summary>
    /// <exception cref="UcamException">It is of another form, or not square.</exception>
    public static HubSize? Read(HubJson file, string key)
    {
        if (file.Value(key) is not { } value) return null;
        if (value.ValueKind == JsonValueKind.Number) return new HubSize(null, null, Whole(value));
        if (value.ValueKind == JsonValueKind.Array)
        {
            int[] sides = [.. value.EnumerateArray().Select(Whole)];
            return sides.Length == 2 ? Squared(sides[0], sides[1]) : throw file.Wrong(key, $"has {sides.Length} numbers, not two");
        }
        if (value.ValueKind != JsonValueKind.Object) throw file.Wrong(key, "is no size");
        if (value.TryGetProperty("height", out JsonElement height) && value.TryGetProperty("width", out JsonElement width))
            return Squared(Whole(height), Whole(width));
        // With a longest edge beside it the picture would be of any shape.
        if (value.TryGetProperty("shortest_edge", out JsonElement shorter) && !value.TryGetProperty("longest_edge", out _))
            return new HubSize(null, Whole(shorter), null);
        throw file.Wrong(key, $"is {value.GetRawText().ReplaceLineEndings(" ")}; a number, height and width, or shortest_edge is taken");

        int Whole(JsonElement side) => side.ValueKind == JsonValueKind.Number && side.TryGetInt32(out int whole) && whole > 0 ? whole
            : throw file.Wrong(key, "has a side that is no whole number above 0");
        HubSize Squared(int rows, int columns) => rows == columns ? new HubSize(rows, null, null)
            : throw file.Wrong(key, $"is {rows}×{columns}; only square pictures are made");
    }
}
