using System.Text.Json;
using Ucam.Metrics;

namespace Ucam.Datasets.Vqa;

/// <summary>Reads and writes the file of true answer distributions that lies beside a questions file.</summary>
internal static class VqaTruthFile
{
    /// <summary>The truth file that belongs to a questions file, by its name.</summary>
    public static string? Beside(string questionsPath)
    {
        const string Suffix = "_questions.json";
        return questionsPath.EndsWith(Suffix, StringComparison.Ordinal) ? questionsPath[..^Suffix.Length] + "_truth.json" : null;
    }

    public static Dictionary<long, IReadOnlyDictionary<string, double>> Read(string path, Dictionary<string, string> shared)
    {
        var reader = new VqaJsonReader(path, shared);
        Dictionary<long, IReadOnlyDictionary<string, double>> truth = [];
        reader.Open(JsonTokenType.StartObject);
        while (reader.Property(out string name))
        {
            if (!long.TryParse(name, out long id)) throw reader.Wrong($"\"{name}\" is not a question_id");
            reader.Where = name;
            reader.Open(JsonTokenType.StartObject);
            truth[id] = ReadOne(ref reader);
        }
        reader.End();
        return truth;
    }

    public static void WriteOne(Utf8JsonWriter json, VqaItem item)
    {
        if (item.TrueDistribution is not { } truth) return;
        json.WriteStartObject(item.QuestionId.ToString());
        json.WriteStartObject("distribution");
        foreach (var (answer, p) in truth) json.WriteNumber(answer, p);
        json.WriteEndObject();
        json.WriteNumber("entropy", -truth.Values.Where(p => p > 0).Sum(p => p * Math.Log(p)));
        json.WriteNumber("best_accuracy", VqaAccuracy.BestAttainable(truth));
        json.WriteEndObject();
    }

    private static Dictionary<string, double> ReadOne(ref VqaJsonReader reader)
    {
        Dictionary<string, double>? distribution = null;
        while (reader.Property(out string name))
        {
            if (name != "distribution")
            {
                reader.Skip();
                continue;
            }
            distribution = [];
            reader.Open(JsonTokenType.StartObject);
            while (reader.Property(out string answer)) distribution[answer] = reader.Number(answer);
        }
        if (distribution is null) throw reader.Wrong("\"distribution\" is missing", "distribution");
        double sum = distribution.Values.Sum();
        if (!(distribution.Values.All(p => p >= 0) && Math.Abs(sum - 1) < 1e-3))
            throw reader.Wrong($"the probabilities must be 0 or more and sum to 1, not {sum}", "distribution");
        // Rounded figures miss 1 by a little; whoever uses them may rely on it.
        foreach (string answer in distribution.Keys) distribution[answer] /= sum;
        return distribution;
    }
}
