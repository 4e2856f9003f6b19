using Ucam.Vqa.Models;
using Ucam.Vqa.Text;
using static TorchSharp.torch;

namespace Ucam.Vqa;

/// <summary>Says in one sentence why an answer should not be trusted, where picture or question are unlike the training data.</summary>
internal static class FamiliarityNote
{
    /// <summary>Multiple of the 99 % distance beyond which a picture is of another kind altogether.</summary>
    private const double FarAway = 2;

    private const int MostListed = 10;

    public static Familiarity Describe(VqaNetwork network, Tensor features, EncodedQuestion question)
    {
        double distance = double.NaN, score = double.NaN, limit = double.PositiveInfinity;
        if (network.Familiarity is { } detector)
        {
            using var scope = NewDisposeScope();
            distance = detector.Distances(FamiliarityDetector.Describe(features)).item<float>();
            score = detector.Score(distance);
            limit = detector.Limit;
        }
        bool strange = distance > limit, allUnknown = question.UnknownWords.Count == question.Ids.Length;
        string? picture = distance > FarAway * limit ? $"the picture is unlike anything '{network.Config.Name}' was trained on"
            : strange ? $"the picture is more unusual than 99 % of those '{network.Config.Name}' was tested with" : null;
        string[] unknown = [.. question.UnknownWords.Distinct()];
        string listed = string.Join(", ", unknown.Take(MostListed)) + (unknown.Length > MostListed ? ", …" : "");
        string? words = allUnknown ? $"none of the question's words is known ({listed})"
            : unknown.Length > 0 ? $"unknown {(unknown.Length == 1 ? "word" : "words")}: {listed}" : null;
        string[] parts = [.. new[] { picture, words }.OfType<string>()];
        string? note = parts.Length == 0
            ? null : char.ToUpperInvariant(parts[0][0]) + string.Join("; ", parts)[1..] + ". Treat the answer with caution.";
        return new Familiarity(score, distance, strange || allUnknown, question.UnknownWords, note) { IsFar = distance > FarAway * limit };
    }
}
