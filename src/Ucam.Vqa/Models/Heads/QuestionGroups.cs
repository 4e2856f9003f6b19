using Ucam.Vqa.Models.Heads;
using static TorchSharp.torch;

namespace Ucam.Vqa;

/// <summary>
/// How the questions of a batch share its pictures: groups of successive pictures with equally many successive questions each. What is
/// made of a picture is made once, however many questions are about it. A group is computed at once; where groups are many, all of them
/// are, as their small steps cost more to hand over to threads than they save.
/// </summary>
public sealed class QuestionGroups
{
    // As many as a set with equally many questions a picture has, where batches begin and end in the middle of a picture's.
    private const int Few = 3;

    // Padding costs less than groups up to so many numbers a question, and up to so many times the rows.
    private const int LightRow = 1024, MostPadding = 4;

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

    /// <summary>Whether there are so many that all pictures are computed at once.</summary>
    internal bool AreMany => _groups.Count > Few;

    /// <summary>(B,…): a row of pictures (N,…) for each of their questions.</summary>
    public Tensor Repeat(Tensor pictures)
    {
        ArgumentNullException.ThrowIfNull(pictures);
        using var scope = NewDisposeScope();
        return pictures.index_select(0, tensor(Rows(), device: pictures.device)).MoveToOuterDisposeScope();
    }

    /// <summary>The same pictures and questions so many times over.</summary>
    internal QuestionGroups Times(int count) => new(Enumerable.Repeat(Each().ToArray(), count).SelectMany(each => each));

    /// <summary>(B,…): what is made of pictures (n,…) and their n·m questions (n·m,…), in the questions' order; nothing random.</summary>
    internal Tensor JoinEach(Tensor pictures, Tensor questions, Func<Tensor, Tensor, Tensor> body)
    {
        Check(pictures, questions);
        long most = _groups.Max(g => g.Each);
        bool light = questions.numel() <= (long)LightRow * Questions && most * Pictures <= (long)MostPadding * Questions;
        return AreMany && light ? Padded(pictures, questions, (int)most, body) : InGroups(pictures, questions, body);
    }

    /// <summary>
    /// (B,P,…): what is made, number by number, of pictures (n,1,P,X) and their questions (n,m,1,Y), in the questions' order. The body
    /// calls its third argument on what it made of the pictures alone, before the questions meet it.
    /// </summary>
    internal Tensor MeetEach(Tensor pictures, Tensor questions, Func<Tensor, Tensor, Func<Tensor, Tensor>, Tensor> body)
    {
        Check(pictures, questions);
        return AreMany ? SharedPictures.Meet(pictures, questions, questions.shape[0], body, Repeat)
            : InGroups(pictures, questions, (seen, asked) => SharedPictures.Meet(seen, asked, seen.shape[0], body, made => made));
    }

    private void Check(Tensor pictures, Tensor questions)
    {
        if (pictures.shape[0] != Pictures || questions.shape[0] != Questions)
        {
            string given = $"{pictures.shape[0]} and {questions.shape[0]}";
            throw new ArgumentException($"The groups are of {Pictures} pictures and {Questions} questions, not of {given}.", nameof(pictures));
        }
    }

    private Tensor InGroups(Tensor pictures, Tensor questions, Func<Tensor, Tensor, Tensor> body)
    {
        if (_groups.Count == 1) return body(pictures, questions);
        // Split, not narrowed: backward, that is one block put together in place of a sum of blocks that are mostly zero.
        Tensor[] some = pictures.split([.. _groups.Select(g => (long)g.Pictures)]);
        Tensor[] theirs = questions.split([.. _groups.Select(g => (long)g.Pictures * g.Each)]);
        return cat([.. some.Zip(theirs, body)]);
    }

    // Every picture with as many rows as the one with most questions, its last question again where it has fewer.
    private Tensor Padded(Tensor pictures, Tensor questions, int most, Func<Tensor, Tensor, Tensor> body)
    {
        var padded = new long[Pictures * most];
        var kept = new long[Questions];
        int picture = 0, question = 0;
        foreach (int each in Each())
        {
            for (int k = 0; k < most; k++) padded[picture * most + k] = question + Math.Min(k, each - 1);
            for (int k = 0; k < each; k++) kept[question + k] = picture * most + k;
            picture++;
            question += each;
        }
        Tensor rows = questions.index_select(0, tensor(padded, device: questions.device));
        return body(pictures, rows).index_select(0, tensor(kept, device: questions.device));
    }

    private IEnumerable<int> Each() => _groups.SelectMany(g => Enumerable.Repeat(g.Each, g.Pictures));

    private long[] Rows() => [.. Each().SelectMany((each, row) => Enumerable.Repeat((long)row, each))];
}
