using System.Text.Json.Nodes;
using Ucam.Vqa;
using Ucam.Vqa.Features;
using static TorchSharp.torch;

namespace Ucam.Bench.Turns;

/// <summary>Random rows of a feature file, and the official evaluation of a submission.</summary>
internal static class FileTurns
{
    private const int Count = 512;

    public static IEnumerable<KeyValuePair<string, Func<Turn>>> All() =>
        [new("random rows", RandomRows), new("official VQA evaluation", Evaluation)];

    private static Turn RandomRows()
    {
        string path = BenchFolder.File("rows.safetensors");
        if (!File.Exists(path)) FeaturesCase.Write(path, Count, PaperHead.Grid, PaperHead.Channels);
        FeatureFile file = FeatureFile.Open(path);
        Tensor single = empty(PaperHead.Batch, PaperHead.Positions, PaperHead.Channels);
        var random = new Random(1);
        return new Turn(() => file.ReadInto([.. Enumerable.Range(0, PaperHead.Batch).Select(_ => random.Next(Count))], single), new JsonObject
        { ["rows"] = PaperHead.Batch });
    }

    private static Turn Evaluation()
    {
        (string results, string annotations) = (BenchFolder.File("results.json"), BenchFolder.File("annotations.json"));
        OfficialVqaEvaluation first = OfficialVqaEvaluation.Of(results, annotations);
        return new Turn(() => OfficialVqaEvaluation.Of(results, annotations), new JsonObject
        {
            ["overall"] = first.Overall,
            ["kinds"] = new JsonObject([.. first.AnswerTypes.Select(line => KeyValuePair.Create(line.Name, (JsonNode?)line.Accuracy))]),
        });
    }
}
