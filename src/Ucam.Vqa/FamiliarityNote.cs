using System.Globalization;
using Ucam.Vqa.Models;
using Ucam.Vqa.Text;
using static TorchSharp.torch;

namespace Ucam.Vqa;

/// <summary>Says in one sentence why an answer should not be trusted, where picture or question are unlike the training data.</summary>
internal static class FamiliarityNote
{
    /// <summary>Multiple of the 99 % distance beyond which a picture is of another kind altogether.</summary>
    private const double FarAway = 2;

    /// <summary>
    /// A picture so many times as long as wide, or more, is of another kind too: a network sees squares, in which nothing of it can be made out.
    /// </summary>
    private const double LongestShape = 8;

    private const int MostListed = 10;

    public static Familiarity Describe(VqaNetwork network, Tensor features, EncodedQuestion question)
    {
        using var scope = NewDisposeScope();
        return Describe(network, network.Familiarity?.DistancesOf(features).item<float>(), question);
    }

    /// <summary>The same where the picture's distance from the usual was measured before.</summary>
    /// <param name="network">The network.</param>
    /// <param name="measured">The distance; null where the network measures none.</param>
    /// <param name="question">The question.</param>
    /// <param name="shape">The picture's longer side over its shorter.</param>
    public static Familiarity Describe(VqaNetwork network, float? measured, EncodedQuestion question, double shape = 1)
    {
        double distance = measured ?? double.NaN, score = double.NaN, limit = double.PositiveInfinity;
        if (network.Familiarity is { } detector) (score, limit) = (detector.Score(distance), detector.Limit);
        bool isLong = shape >= LongestShape, isFar = isLong || distance > FarAway * limit;
        bool strange = isLong || distance > limit, allUnknown = question.UnknownWords.Count == question.Ids.Length;
        string? picture = isLong ? Long(shape, network)
            : distance > FarAway * limit ? $"the picture is unlike anything '{network.Config.Name}' was trained on"
            : strange ? $"the picture is more unusual than 99 % of those '{network.Config.Name}' was tested with" : null;
        string[] unknown = [.. question.UnknownWords.Distinct()];
        string listed = string.Join(", ", unknown.Take(MostListed)) + (unknown.Length > MostListed ? ", …" : "");
        string? words = allUnknown ? $"none of the question's words is known ({listed})"
            : unknown.Length > 0 ? $"unknown {(unknown.Length == 1 ? "word" : "words")}: {listed}" : null;
        string[] parts = [.. new[] { picture, words }.OfType<string>()];
        string? note = parts.Length == 0
            ? null : char.ToUpperInvariant(parts[0][0]) + string.Join("; ", parts)[1..] + ". Treat the answer with caution.";
        return new Familiarity(score, distance, strange || allUnknown, question.UnknownWords, note) { IsFar = isFar };
    }

    private static string Long(double shape, VqaNetwork network) => string.Create(CultureInfo.InvariantCulture,
        $"the picture is {shape:0} times as long as it is wide, and '{network.Config.Name}' sees squares");
}
