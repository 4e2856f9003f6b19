using Microsoft.Extensions.AI;
using Ucam.Extensions.AI.Calls;

namespace Ucam.Extensions.AI;

/// <summary>How the doubt of a chat model is found; each number is of calls beside the answer's own.</summary>
public sealed record DoubtOptions : ICrossChecked
{
    /// <summary>Answers drawn at <see cref="Temperature"/>, 0 to 100: their meanings make the semantic entropy.</summary>
    [From(0, 100)]
    public int Samples { get; init; } = 5;

    /// <summary>Temperature of those, above 0, at most 2.</summary>
    [Above(0, AtMost = 2)]
    public float Temperature { get; init; } = 1;

    /// <summary>The question in other words, 0 to 20.</summary>
    [From(0, 20)]
    public int Rewordings { get; init; } = 2;

    /// <summary>Makes those words, at least as many as <see cref="Rewordings"/>; five general ones where null.</summary>
    public Func<string, IReadOnlyList<string>>? Reword { get; init; }

    /// <summary>Small changes of the picture, 0 to 50; seven kinds, then noise of other seeds.</summary>
    [From(0, 50)]
    public int PictureChanges { get; init; } = 3;

    /// <summary>A blank picture in place of the picture, 0 to 20; the first at the temperature 0, the others drawn.</summary>
    [From(0, 20)]
    public int BlindCalls { get; init; } = 1;

    /// <summary>A map of where in the picture the answer hangs; null for none.</summary>
    public DoubtMapOptions? Map { get; init; }

    /// <summary>Which answers mean the same.</summary>
    public AnswerMeaning Meaning { get; init; } = AnswerMeaning.Normalised;

    /// <summary>Makes P(right) of the signals; <see cref="ChatCertainty"/> fits one. Null where it is not known.</summary>
    public CertaintyEstimator? Estimator { get; init; }

    /// <summary>The most calls of one answer, those of a map among them; null for any number.</summary>
    [AtLeast(1)]
    public int? MostCalls { get; init; }

    /// <summary>A budget for all answers of the client together; null for none.</summary>
    public CallBudget? Budget { get; init; }

    /// <summary>Calls at once, 1 to 256.</summary>
    [From(1, 256)]
    public int Concurrency { get; init; } = 4;

    /// <summary>Times that a call which the model told to come again does so, 0 to 100; each of them is a call.</summary>
    [From(0, 100)]
    public int MostRetries { get; init; } = 5;

    /// <summary>Seconds that one call may take, above 0, at most 3,600.</summary>
    [Above(0, AtMost = 3600)]
    public double CallSeconds { get; init; } = 60;

    /// <summary>
    /// After how long a failure says to come again; null where it does not. Where this is null: status 429 and 503 of
    /// <see cref="HttpRequestException"/>, and the seconds under "Retry-After" of <see cref="Exception.Data"/>.
    /// </summary>
    public Func<Exception, TimeSpan?>? RetryAfter { get; init; }

    /// <summary>Changes the options of each call, the answer's own too: to ask the client for token probabilities.</summary>
    public Action<ChatOptions>? Prepare { get; init; }

    /// <summary>Reads token probabilities from what the client returned; null where they are not to be had.</summary>
    public Func<ChatResponse, AnswerLikelihood?>? Likelihood { get; init; }

    /// <summary>Drives samples, noise and masks: the first sample has this seed.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>Told of calls as they end.</summary>
    public IProgress<RunProgress>? Progress { get; init; }

    /// <summary>The clock.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>The most calls of one answer by this, come what may.</summary>
    public int CallsPerAnswer => Math.Min(MostCalls ?? int.MaxValue, 1 + Samples + Rewordings + PictureChanges + BlindCalls + (Map?.Calls ?? 0));

    internal CallManners Manners => new(Concurrency, MostRetries, TimeSpan.FromSeconds(CallSeconds), RetryAfter ?? RateLimits.After, Time);

    void ICrossChecked.Check(SettingsPlace at)
    {
        ArgumentNullException.ThrowIfNull(Meaning);
        if (Reword is null && Rewordings > Probing.Rewordings.Count)
            throw at.Wrong(nameof(Rewordings), $"is {Rewordings}; without Reword there are {Probing.Rewordings.Count}.");
    }
}
