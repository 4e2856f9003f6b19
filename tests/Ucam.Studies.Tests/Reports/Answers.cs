using Ucam.Vqa;

namespace Ucam.Studies.Tests.Reports;

/// <summary>Made-up answers for cards and reports.</summary>
internal static class Answers
{
    public static Answer Make(string question = "What colour is the ball?", double data = 0.2, double model = 0.05, bool maps = true) => new()
    {
        Question = question,
        Text = "red",
        Probability = 0.9,
        Candidates = [new("red", 0.9), new("orange", 0.07), new("brown", 0.0004)],
        Uncertainty = new UncertaintyEstimate(data + model, data, model, 0.3, 50),
        Familiarity = new Familiarity(0.4, 1.1, false, [], null),
        Maps = maps ? [Map(MapKind.Attention), Map(MapKind.Certainty)] : [],
    };

    /// <summary>One that is right with 94 %, with any reason for it.</summary>
    public static Answer Certain(string reason = "the second-best answer is far behind", double probability = 0.94, string words = "sure") =>
        Make() with { Certainty = TinyCertainty.Of(probability, words, new CertaintyReason("margin", 0.83, 1.2, reason)) };

    public static Answer Unfamiliar(params string[] words) =>
        Make() with { Familiarity = new Familiarity(0.99, 7, true, words, "This picture is unusual.") };

    private static ActivationMap Map(MapKind kind) => ActivationMap.FromRaw(kind, new float[,] { { 0, 1 }, { 2, 9 } });
}
