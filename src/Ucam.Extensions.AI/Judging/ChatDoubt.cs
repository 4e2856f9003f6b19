using Microsoft.Extensions.AI;
using Ucam.Vqa;

namespace Ucam.Extensions.AI;

/// <summary>What calls tell about a chat model's answer: plain data. Entropies in nats; NaN where nothing is known.</summary>
public sealed record ChatDoubt
{
    /// <summary>The key of <see cref="ChatResponse.AdditionalProperties"/> under which it is.</summary>
    public const string Key = "ucam.doubt";

    /// <summary>The question.</summary>
    public required string Question { get; init; }

    /// <summary>The answer.</summary>
    public required string Text { get; init; }

    /// <summary>How likely the answer is right, and why; <see cref="AnswerCertainty.IsKnown"/> says whether that is known.</summary>
    public required AnswerCertainty Certainty { get; init; }

    /// <summary>How unsure the model is by itself: the entropy of the meanings of its samples, from 0 to the logarithm of their number.</summary>
    public required double SemanticEntropy { get; init; }

    /// <summary>Doubt that is in the picture: how far answers to small changes of it lie apart (mutual information), from 0.</summary>
    public required double PictureDoubt { get; init; }

    /// <summary>Doubt that is in the words: the same of rewordings.</summary>
    public required double WordingDoubt { get; init; }

    /// <summary>How probable the answer is with a blank picture, in [0,1]: what the question alone suggests.</summary>
    public required double BlankProbability { get; init; }

    /// <summary>The probability of the answer's text as the client tells it, in [0,1].</summary>
    public required double AnswerProbability { get; init; }

    /// <summary>
    /// How probable each meaning is, the most probable first: as the client tells of the answer, else how often the answer and its samples mean
    /// it. An empty text is no answer.
    /// </summary>
    public required IReadOnlyList<AnswerCandidate> Meanings { get; init; }

    /// <summary>The certainty signals by name, for <see cref="ChatCertainty"/>.</summary>
    public required IReadOnlyDictionary<string, double> Signals { get; init; }

    /// <summary>Every call, in the order in which they were planned.</summary>
    public required IReadOnlyList<Probe> Probes { get; init; }

    /// <summary>Where in the picture the answer hangs; null where it was not asked for, or no covered picture was answered.</summary>
    public ActivationMap? Map { get; init; }

    /// <summary>What it cost, the answer and the map too.</summary>
    public required ChatCost Cost { get; init; }

    /// <summary>What is missing, in one line; null where nothing is.</summary>
    public string? Note { get; init; }

    /// <summary>The doubt that came with a response; null where there is none.</summary>
    public static ChatDoubt? Of(ChatResponse response)
    {
        ArgumentNullException.ThrowIfNull(response);
        return response.AdditionalProperties?.GetValueOrDefault(Key) as ChatDoubt;
    }

    /// <summary>In one line.</summary>
    public override string ToString() => $"{Text}: {Certainty}";
}
