using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Ucam.Certainty;
using Ucam.Metrics;
using Ucam.Vqa;
using Ucam.Vqa.Evaluation;

namespace Ucam.Cli.Ask;

/// <summary>How an answer is told that a promise withholds.</summary>
internal static class Withheld
{
    /// <summary>Why nothing is answered.</summary>
    public static string Words(Answer answer, GuaranteedRisk promise)
    {
        if (!answer.Certainty.IsKnown) return $"no answer: not known how likely it is right: {answer.Certainty.Because}";
        (string right, string threshold) = ShareWords.Below(answer.Certainty.Probability, promise.Threshold!.Value);
        return $"no answer: right with {right}, below {threshold}, the threshold for a promised risk of {100 * promise.Limit:0.####} %";
    }

    /// <summary>The answer as JSON, with whether it is withheld and the threshold; a withheld one is not in it.</summary>
    public static string Json(Answer answer, string picture, GuaranteedRisk promise)
    {
        bool answers = Abstention.Answers(promise, answer.Certainty);
        JsonObject json = JsonNode.Parse(answer.ToJson(picture))!.AsObject();
        if (!answers)
        {
            json["answer"] = null;
            json["probability"] = null;
            json["candidates"] = new JsonArray();
        }
        json["abstained"] = !answers;
        json["threshold"] = promise.Threshold;
        json["promised_risk"] = promise.Limit;
        return json.ToJsonString(new JsonSerializerOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
    }
}
