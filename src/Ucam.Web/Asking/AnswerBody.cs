using System.Text.Json;
using System.Text.Json.Nodes;
using Ucam.Studies.Reports;
using Ucam.Studies.Reports.Table;

namespace Ucam.Web.Asking;

/// <summary>
/// An answer as JSON: the line of <c>ucam ask --json</c>, then its numbers in words, the picture's id and the maps as small arrays.
/// </summary>
internal static class AnswerBody
{
    private const int ShareDigits = 4;

    /// <summary>The object.</summary>
    public static JsonObject Of(Asked asked)
    {
        JsonObject body = JsonNode.Parse(asked.Answer.ToJson(asked.Name))!.AsObject();
        body["said"] = AnswerSaid.Of(asked.Answer, asked.Shares).ToJson();
        body["picture_id"] = asked.PictureId;
        body["maps"] = new JsonArray([.. MapLabel.Shown(asked.Answer).Select(map => (JsonNode)Map(map, KindOf(map), MapLabel.Title(map.Kind)))]);
        return body;
    }

    // Row by row from the upper left, each the share of the map in that third of the picture.
    private static JsonArray Thirds(ActivationMap map) =>
        [.. MapWords.Thirds(map).Cast<double>().Select(share => (JsonNode)Math.Round(share, ShareDigits))];

    private static string KindOf(ActivationMap map) => JsonNamingPolicy.SnakeCaseLower.ConvertName(map.Kind.ToString());

    /// <summary>A map, by what it is asked for and what it is called.</summary>
    public static JsonObject Map(ActivationMap map, string kind, string title) => new()
    {
        ["kind"] = kind,
        ["title"] = title,
        ["words"] = MapWords.Describe(map, title),
        ["thirds"] = map.IsNothing ? null : Thirds(map),
        ["nothing"] = map.IsNothing,
        ["sum"] = double.IsFinite(map.RawSum) ? map.RawSum : null,
        ["rows"] = map.Rows,
        ["columns"] = map.Columns,
        ["values"] = Convert.ToBase64String(SmallMap.Quantised(map)),
    };
}
