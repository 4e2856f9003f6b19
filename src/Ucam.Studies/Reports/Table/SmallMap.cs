using System.Text.Json;

namespace Ucam.Studies.Reports.Table;

/// <summary>A map as a page needs it: small, to be painted over a picture that the page has already.</summary>
/// <param name="Kind">In small letters with underscores, "counter_evidence".</param>
/// <param name="Title">What a person is told it is.</param>
/// <param name="Words">Where it lies and how far it is spread, in words.</param>
/// <param name="Nothing">Whether there is next to nothing to see.</param>
/// <param name="Rows">Cells from top to bottom.</param>
/// <param name="Columns">Cells from left to right.</param>
/// <param name="Values">rows × columns bytes in base 64, row after row; 255 is the highest value.</param>
internal sealed record SmallMap(string Kind, string Title, string Words, bool Nothing, int Rows, int Columns, string Values)
{
    /// <summary>A map's values in 256 steps.</summary>
    public static SmallMap Of(ActivationMap map) => new(JsonNamingPolicy.SnakeCaseLower.ConvertName($"{map.Kind}"), MapLabel.Title(map.Kind),
        Told(map), map.IsNothing, map.Rows, map.Columns, Convert.ToBase64String(Quantised(map)));

    /// <summary>rows × columns bytes, row after row; a value of 1 is 255.</summary>
    public static byte[] Quantised(ActivationMap map) => [.. map.Values.Cast<float>().Select(value => (byte)MathF.Round(value * byte.MaxValue))];

    private static string Told(ActivationMap map) =>
        map.IsNothing ? MapWords.Describe(map) : $"{MapWords.Describe(map)} {RowDetails.Sentence(MapLabel.Note(map))}";
}
