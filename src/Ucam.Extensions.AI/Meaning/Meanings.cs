using System.Numerics.Tensors;
using Microsoft.Extensions.AI;

namespace Ucam.Extensions.AI.Meaning;

/// <summary>Answers mean the same where a key made of them is the same.</summary>
internal sealed class KeyedMeaning(Func<string, string> key) : AnswerMeaning
{
    public override Task<IReadOnlyList<int>> GroupAsync(string question, IReadOnlyList<string> answers, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(answers);
        var groups = new Dictionary<string, int>(StringComparer.Ordinal);
        return Task.FromResult<IReadOnlyList<int>>([.. answers.Select(answer =>
        {
            string own = key(answer);
            return groups.TryGetValue(own, out int group) ? group : groups[own] = groups.Count;
        })]);
    }
}

/// <summary>Answers mean the same as the first of a group to which they are equal.</summary>
internal sealed class EqualMeaning(Func<string, string, bool> same) : AnswerMeaning
{
    public override Task<IReadOnlyList<int>> GroupAsync(string question, IReadOnlyList<string> answers, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(answers);
        return Task.FromResult<IReadOnlyList<int>>(Groups.Of(answers.Count, (i, j) => same(answers[i], answers[j])));
    }
}

/// <summary>Answers mean the same where their embeddings point the same way.</summary>
internal sealed class EmbeddedMeaning(IEmbeddingGenerator<string, Embedding<float>> generator, double least) : AnswerMeaning
{
    public override async Task<IReadOnlyList<int>> GroupAsync(string question, IReadOnlyList<string> answers, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(answers);
        IReadOnlyList<int> alike = await Normalised.GroupAsync(question, answers, cancel).ConfigureAwait(false);
        string[] distinct = [.. answers.Where((_, i) => !alike.Take(i).Contains(alike[i]))];
        GeneratedEmbeddings<Embedding<float>> embedded = await generator.GenerateAsync(distinct, cancellationToken: cancel).ConfigureAwait(false);
        if (embedded.Count != distinct.Length)
            throw new UcamException($"The embedding generator gave {embedded.Count} embeddings of {distinct.Length} answers.");
        int[] groups = Groups.Of(distinct.Length,
            (i, j) => TensorPrimitives.CosineSimilarity(embedded[i].Vector.Span, embedded[j].Vector.Span) >= least);
        return [.. alike.Select(group => groups[group])];
    }
}

/// <summary>Groups by an equality that need not be transitive.</summary>
internal static class Groups
{
    /// <summary>Each of so many joins the first group whose first one is equal to it.</summary>
    public static int[] Of(int count, Func<int, int, bool> same)
    {
        var firsts = new List<int>();
        var groups = new int[count];
        for (int i = 0; i < count; i++)
        {
            int group = firsts.FindIndex(first => same(first, i));
            if (group < 0)
            {
                group = firsts.Count;
                firsts.Add(i);
            }
            groups[i] = group;
        }
        return groups;
    }
}
