using static TorchSharp.torch;

namespace Ucam.Models;

/// <summary>
/// How the questions of a batch share its pictures: groups of successive pictures with equally many successive questions each. What is
/// made of a picture is made once, however many questions are about it; a group is computed at once.
/// </summary>
public sealed class QuestionGroups
{
    private readonly List<(int Pictures, int Each)> _groups = [];

    /// <summary>Groups of pictures by how many questions each has, ≥ 1, in the order of the pictures.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A picture has no question.</exception>
    public QuestionGroups(IEnumerable<int> questions)
    {
        ArgumentNullException.ThrowIfNull(questions);
        foreach (int each in questions)
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(each, 1, nameof(questions));
            if (_groups.Count > 0 && _groups[^1].Each == each) _groups[^1] = (_groups[^1].Pictures + 1, each);
            else _groups.Add((1, each));
            Pictures++;
            Questions += each;
        }
    }

    /// <summary>N, the pictures.</summary>
    public int Pictures { get; }

    /// <summary>B, the questions.</summary>
    public int Questions { get; }

    /// <summary>Groups of pictures.</summary>
    public int Count => _groups.Count;

    /// <summary>(B,…): a row of pictures (N,…) for each of their questions.</summary>
    public Tensor Repeat(Tensor pictures)
    {
        ArgumentNullException.ThrowIfNull(pictures);
        using var scope = NewDisposeScope();
        return pictures.index_select(0, tensor(Rows(), device: pictures.device)).MoveToOuterDisposeScope();
    }

    /// <summary>The same pictures and questions so many times over.</summary>
    internal QuestionGroups Times(int count) => new(Enumerable.Repeat(Each().ToArray(), count).SelectMany(each => each));

    /// <summary>(B,…): what is made of pictures (n,…) and their n·m questions (n·m,…), a group at a time, in the questions' order.</summary>
    internal Tensor JoinEach(Tensor pictures, Tensor questions, Func<Tensor, Tensor, Tensor> body)
    {
        if (pictures.shape[0] != Pictures || questions.shape[0] != Questions)
        {
            string given = $"{pictures.shape[0]} and {questions.shape[0]}";
            throw new ArgumentException($"The groups are of {Pictures} pictures and {Questions} questions, not of {given}.", nameof(pictures));
        }
        if (_groups.Count == 1) return body(pictures, questions);
        // Split, not narrowed: backward, that is one block put together in place of a sum of blocks that are mostly zero.
        Tensor[] some = pictures.split([.. _groups.Select(g => (long)g.Pictures)]);
        Tensor[] theirs = questions.split([.. _groups.Select(g => (long)g.Pictures * g.Each)]);
        return cat([.. some.Zip(theirs, body)]);
    }

    private IEnumerable<int> Each() => _groups.SelectMany(g => Enumerable.Repeat(g.Each, g.Pictures));

    private long[] Rows() => [.. Each().SelectMany((each, row) => Enumerable.Repeat((long)row, each))];
}

internal static class SharedPictures
{
    /// <summary><see cref="QuestionGroups.JoinEach"/>; without groups every picture has as many questions as any other.</summary>
    public static Tensor Join(this QuestionGroups? groups, Tensor pictures, Tensor questions, Func<Tensor, Tensor, Tensor> body) =>
        groups is null ? body(pictures, questions) : groups.JoinEach(pictures, questions, body);
}
