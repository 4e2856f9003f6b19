using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace Ucam.Vqa;

/// <summary>An answer with its probability in [0,1] (mean over the dropout passes).</summary>
public sealed record AnswerCandidate(string Text, double Probability);

/// <summary>What the model says about a picture: plain data, nothing to dispose. As JSON it has no maps.</summary>
[JsonConverter(typeof(AnswerConverter))]
public sealed record Answer
{
    /// <summary>The name of the model that answered; empty where it is not known.</summary>
    public string Model { get; init; } = "";

    /// <summary>The question as asked.</summary>
    public required string Question { get; init; }

    /// <summary>The most probable answer.</summary>
    public required string Text { get; init; }

    /// <summary>Its probability, in [0,1].</summary>
    public required double Probability { get; init; }

    /// <summary>The most probable answers, best first.</summary>
    public required IReadOnlyList<AnswerCandidate> Candidates { get; init; }

    /// <summary>How likely the answer is right, and why; <see cref="AnswerCertainty.IsKnown"/> says whether the model can tell.</summary>
    public AnswerCertainty Certainty { get; init; } = AnswerCertainty.Unknown("it was not asked for");

    /// <summary>How unsure, and why.</summary>
    public required UncertaintyEstimate Uncertainty { get; init; }

    /// <summary>
    /// What gave and what took the doubt, in nats, if it was asked for: "before" with neither picture nor question, "question" and "picture" what
    /// they change, mostly below 0, and "model" the epistemic part, which is left out without dropout. They add up to
    /// <see cref="UncertaintyEstimate.Predictive"/>. None where the picture or a word is outside what the model learned.
    /// </summary>
    public IReadOnlyDictionary<string, double> DoubtShares { get; init; } = new Dictionary<string, double>();

    /// <summary>
    /// What each word of the question changes of the doubt, in nats, in their order; they add up to "question" of <see cref="DoubtShares"/>. Of
    /// more than 30 words one entry, the whole question.
    /// </summary>
    public IReadOnlyList<KeyValuePair<string, double>> WordDoubt { get; init; } = [];

    /// <summary>How far from the training data.</summary>
    public required Familiarity Familiarity { get; init; }

    /// <summary>The maps that were asked for.</summary>
    public required IReadOnlyList<ActivationMap> Maps { get; init; }

    /// <summary>The map of a kind.</summary>
    /// <exception cref="ArgumentException">That map was not asked for.</exception>
    public ActivationMap Map(MapKind kind) => TryMap(kind, out ActivationMap? map)
        ? map : throw new ArgumentException($"No {kind} map was asked for; add it to AskOptions.Maps.", nameof(kind));

    /// <summary>The map of a kind, if it was asked for.</summary>
    /// <param name="kind">What it shows.</param>
    /// <param name="map">The map; null where it was not asked for.</param>
    public bool TryMap(MapKind kind, [NotNullWhen(true)] out ActivationMap? map) => (map = Maps.FirstOrDefault(m => m.Kind == kind)) is not null;

    /// <summary>How answers become JSON without reflection, for trimmed and AOT-compiled programs; its options name no picture.</summary>
    public static JsonTypeInfo<Answer> JsonType => AnswerJson.Default.Answer;

    /// <summary>The answer as one line of JSON, as <c>ucam ask --json</c> prints it; a number that is not known is null.</summary>
    /// <param name="picture">What the picture is called in it; null for no name.</param>
    public string ToJson(string? picture = null) => AnswerShape.Of(this, picture).ToJson();
}
