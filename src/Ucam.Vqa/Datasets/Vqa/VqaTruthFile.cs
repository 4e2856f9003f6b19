using System.Text.Json;
using Ucam.Vqa.Datasets.Files;
using Ucam.Vqa.Text;

namespace Ucam.Vqa.Datasets.Vqa;

/// <summary>Reads and writes the file of true answer distributions that lies beside a questions file.</summary>
internal static class VqaTruthFile
{
    public static Dictionary<long, IReadOnlyDictionary<string, double>> Read(string path, TextPool pool)
    {
        Dictionary<long, IReadOnlyDictionary<string, double>> truth = [];
        JsonLists.Keyed(path, pool, (reader, key) =>
        {
            if (!long.TryParse(key, out long id)) throw reader.Wrong($"\"{key}\" is not a question_id");
            reader.Object();
            truth[id] = ReadOne(reader);
        });
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

    private static Dictionary<string, double> ReadOne(JsonFileReader reader)
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
            reader.Object();
            while (reader.Property(out string answer)) distribution[answer] = reader.Number();
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
