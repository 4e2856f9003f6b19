using System.Text.Json;

namespace Ucam.Testing;

/// <summary>Values that scikit-learn and scipy computed (tests/fixtures/metrics/generate.py).</summary>
internal static class ScipyValues
{
    private static readonly JsonElement Root = Load("reference.json");

    public static double[] Scores => Numbers("scores");

    public static double[] Other => Numbers("other");

    public static double[] Confidence => Numbers("confidence");

    public static double[] Correct => Numbers("correct");

    public static double[][] Logits => Rows("logits");

    public static double[][] Soft => Rows("soft");

    public static double[][] Probabilities => Rows("probabilities");

    public static bool[] Positive => Root.GetProperty("positive").Deserialize<bool[]>()!;

    public static int[] Labels => Root.GetProperty("labels").Deserialize<int[]>()!;

    public static double Expected(string name) => Root.GetProperty("expected").GetProperty(name).GetDouble();

    public static double[] ExpectedList(string name) => Root.GetProperty("expected").GetProperty(name).Deserialize<double[]>()!;

    public static double[][] ExpectedRows(string name) => Root.GetProperty("expected").GetProperty(name).Deserialize<double[][]>()!;

    private static double[] Numbers(string name) => Root.GetProperty(name).Deserialize<double[]>()!;

    private static double[][] Rows(string name) => Root.GetProperty(name).Deserialize<double[][]>()!;

    /// <summary>A file of tests/fixtures/metrics.</summary>
    public static JsonElement Load(string name)
    {
        string path = Repository.Fixture("metrics", name);
        using var document = JsonDocument.Parse(File.ReadAllText(path));
        return document.RootElement.Clone();
    }
}
