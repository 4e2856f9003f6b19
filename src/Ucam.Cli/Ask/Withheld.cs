using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Ucam.Metrics;
using Ucam.Vqa;
using Ucam.Vqa.Evaluation;

namespace Ucam.Cli.Ask;

/// <summary>How an answer is told that a promise withholds, and which others go with one.</summary>
internal static class Withheld
{
    private const int ListedAnswers = 4, MostDecimals = 9;

    /// <summary>Why nothing is answered.</summary>
    public static string Words(Answer answer, GuaranteedRisk promise)
    {
        if (!answer.Certainty.IsKnown) return $"no answer: not known how likely it is right: {answer.Certainty.Because}";
        (double right, double threshold) = (answer.Certainty.Probability, promise.Threshold!.Value);
        int decimals = 0;
        while (decimals < MostDecimals && Percent(right, decimals) == Percent(threshold, decimals)) decimals++;
        return $"no answer: right with {Percent(right, decimals)}, below {Percent(threshold, decimals)}, "
            + $"the threshold for a promised risk of {100 * promise.Limit:0.####} %";
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
        json["p_right"] = answer.Certainty.IsKnown ? answer.Certainty.Probability : null;
        json["threshold"] = promise.Threshold;
        json["promised_risk"] = promise.Limit;
        return json.ToJsonString(new JsonSerializerOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
    }

    /// <summary>The answers of a set of several, such as "red or orange (90 %)"; null for fewer.</summary>
    public static string? Set(Answer answer)
    {
        IReadOnlyList<string> set = answer.Certainty.Set;
        if (set.Count < 2) return null;
        string words = string.Join(" or ", set.Take(ListedAnswers));
        return $"{words}{(set.Count > ListedAnswers ? $" or {set.Count - ListedAnswers} others" : "")} ({Percent(answer.Certainty.SetCoverage)})";
    }

    // Rounded down, so that what is below a threshold is not told as being at it.
    private static string Percent(double share, int decimals = 0)
    {
        double scale = Math.Pow(10, decimals);
        return (Math.Floor(100 * share * scale + (decimals == 0 ? 1e-9 : 0)) / scale).ToString($"F{decimals}") + " %";
    }
}
