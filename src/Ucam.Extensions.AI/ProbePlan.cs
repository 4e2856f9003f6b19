using Microsoft.Extensions.AI;
using Ucam.Extensions.AI.Probing;

namespace Ucam.Extensions.AI;

/// <summary>One call that is to be made.</summary>
/// <param name="Kind">What it is for.</param>
/// <param name="Variation">What is different.</param>
/// <param name="Messages">The conversation.</param>
/// <param name="Options">As the caller's, with a temperature and a seed.</param>
internal sealed record PlannedProbe(ProbeKind Kind, string Variation, IReadOnlyList<ChatMessage> Messages, ChatOptions Options);

/// <summary>The calls around an answer, those first that tell most where the budget ends early: one of each kind, then the next of each.</summary>
internal static class ProbePlan
{
    private const float Greedy = 0;

    /// <summary>All calls but the answer's own; without a picture none that changes it.</summary>
    public static IReadOnlyList<PlannedProbe> Of(Conversation asked, Picture? picture, DoubtOptions how, ChatOptions? options)
    {
        string question = asked.Question;
        IReadOnlyList<string> words = how.Rewordings == 0 ? [] : how.Reword?.Invoke(question) ?? Rewordings.Of(question, how.Rewordings);
        List<PlannedProbe>[] kinds =
        [
            [.. Enumerable.Range(0, how.Samples).Select(i => Of(ProbeKind.Sample, $"seed {how.Seed + i}", asked.Messages, (how.Temperature, i)))],
            picture is null ? [] : [.. Enumerable.Range(0, how.BlindCalls)
                .Select(i => Of(ProbeKind.Blind, "blank", asked.Showing(PictureChanges.Blank(picture)), (i == 0 ? Greedy : how.Temperature, i)))],
            picture is null ? [] : [.. Enumerable.Range(0, how.PictureChanges).Select(i => PictureChanges.Of(picture, i, how.Seed))
                .Select(change => Of(ProbeKind.PictureChange, change.Name, asked.Showing(change.Changed), (Greedy, 0)))],
            [.. words.Take(how.Rewordings).Select(reworded => Of(ProbeKind.Rewording, reworded, asked.Asking(reworded), (Greedy, 0)))],
        ];
        return [.. Enumerable.Range(0, kinds.Max(kind => kind.Count)).SelectMany(i => kinds.Where(kind => i < kind.Count).Select(kind => kind[i]))];

        PlannedProbe Of(ProbeKind kind, string variation, IReadOnlyList<ChatMessage> messages, (float Temperature, int Offset) draw) =>
            new(kind, variation, messages, With(options, how, draw.Temperature, draw.Offset));
    }

    /// <summary>The caller's options, prepared, at a temperature and with a seed of its own.</summary>
    public static ChatOptions With(ChatOptions? options, DoubtOptions how, float temperature, int offset)
    {
        ChatOptions own = options?.Clone() ?? new ChatOptions();
        (own.Temperature, own.Seed) = (temperature, how.Seed + offset);
        how.Prepare?.Invoke(own);
        return own;
    }
}
