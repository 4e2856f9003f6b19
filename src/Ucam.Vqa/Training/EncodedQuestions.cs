using Ucam.Numbers;
using Ucam.Vqa.Models.Heads;
using Ucam.Vqa.Text;
using Ucam.Vqa.Training.Recipes;
using static TorchSharp.torch;

namespace Ucam.Vqa.Training;

/// <summary>A set's questions as word ids and sparse soft targets, so that thousands of answers cost no memory.</summary>
internal sealed class EncodedQuestions
{
    private const int UnknownEvery = 100;
    private readonly int[][] _ids;
    private readonly (int Answer, float Weight)[][] _targets;
    private readonly int _answers;

    private EncodedQuestions(int[][] ids, (int, float)[][] targets, int[] pictures, int answers)
    {
        _ids = ids;
        _targets = targets;
        _answers = answers;
        Pictures = pictures;
    }

    /// <summary>Index of each question's picture in its set.</summary>
    public int[] Pictures { get; }

    public int Count => _ids.Length;

    public static EncodedQuestions From(IVqaSet set, QuestionVocabulary words, AnswerVocabulary answers)
    {
        int count = set.Items.Count;
        var ids = new int[count][];
        var targets = new (int, float)[count][];
        var pictures = new int[count];
        ParallelLoop.For(count, i =>
        {
            VqaItem item = set.Items[i];
            ids[i] = Encode(words, item, set.Name);
            pictures[i] = item.Picture;
            targets[i] = [.. item.Answers.Select(a => answers.IndexOf(AnswerNormalizer.Normalize(a))).Where(k => k >= 0)
                .GroupBy(k => k).OrderBy(g => g.Key).Select(g => (g.Key, (float)g.Count() / item.Answers.Count))];
        });
        return new EncodedQuestions(ids, targets, pictures, answers.Count);
    }

    private static int[] Encode(QuestionVocabulary words, VqaItem item, string set)
    {
        try
        {
            return words.Encode(item.Question).Ids;
        }
        catch (UcamException e)
        {
            throw new UcamException($"{set}: question {item.QuestionId}: {e.Message}", e) { Field = $"question_id {item.QuestionId}" };
        }
    }

    /// <summary>A seeded order in which the questions of a picture stand together, so that a batch reads each picture once.</summary>
    public int[] GroupedOrder(int seed, int epoch)
    {
        ILookup<int, int> byPicture = Enumerable.Range(0, Count).ToLookup(i => Pictures[i]);
        int[] pictures = [.. byPicture.Select(g => g.Key)];
        return [.. Shuffle.Order(pictures.Length, seed, epoch).SelectMany(p => byPicture[pictures[p]])];
    }

    /// <summary>The questions of an epoch in the order that a recipe asks for, in batches that share pictures as they best can.</summary>
    public int[][] Batches(QuestionOrder order, int seed, int epoch, int size) => order == QuestionOrder.Shuffled
        ? [.. Shuffle.Order(Count, seed, epoch).Chunk(size)]
        : [.. GroupedOrder(seed, epoch).Chunk(size).Select(items => PictureRows.Arrange(Pictures, items))];

    /// <summary>All questions, those of a picture together and else as they come, in batches that share pictures as they best can.</summary>
    public IEnumerable<int[]> InTurn(int size) => Enumerable.Range(0, Count).ToLookup(i => Pictures[i]).SelectMany(g => g).Chunk(size)
        .Select(items => PictureRows.Arrange(Pictures, items));

    /// <summary>The pictures of some questions, one for each run of questions about it; in shuffled order, as published, one a question.</summary>
    public PictureRows RowsOf(ReadOnlySpan<int> items, QuestionOrder order = QuestionOrder.Grouped) =>
        PictureRows.Of(Pictures, items, order == QuestionOrder.Shuffled);

    /// <summary>Words of the longest of some questions, ≥ 1: the width of their batch.</summary>
    public int Longest(ReadOnlySpan<int> items)
    {
        int longest = 1;
        foreach (int i in items) longest = Math.Max(longest, _ids[i].Length);
        return longest;
    }

    /// <summary>
    /// Gathers questions into tensors on the CPU. With a random state, a word in a hundred becomes the unknown word, so that the model
    /// learns what to make of words it never saw.
    /// </summary>
    public QuestionBatch Batch(ReadOnlySpan<int> items, Random? unknown = null)
    {
        int longest = Longest(items);
        var ids = new long[items.Length * longest];
        var lengths = new long[items.Length];
        var targets = new float[items.Length * _answers];
        for (int b = 0; b < items.Length; b++)
        {
            int[] words = _ids[items[b]];
            for (int w = 0; w < words.Length; w++)
                ids[b * longest + w] = unknown is not null && unknown.Next(UnknownEvery) == 0 ? QuestionVocabulary.UnknownId : words[w];
            lengths[b] = words.Length;
            foreach ((int answer, float weight) in _targets[items[b]]) targets[b * _answers + answer] = weight;
        }
        return new QuestionBatch(tensor(ids, [items.Length, longest]), tensor(lengths), tensor(targets, [items.Length, _answers]));
    }

    /// <summary>A part of a batch, with the unknown words that it has in the whole, after which the random state is as after the whole.</summary>
    public QuestionBatch Batch(ReadOnlySpan<int> items, Random unknown, BatchPart part)
    {
        int end = part.Start + part.Count;
        PassOver(items[..part.Start], unknown);
        QuestionBatch batch = Batch(items[part.Start..end], unknown);
        PassOver(items[end..], unknown);
        return batch;
    }

    private void PassOver(ReadOnlySpan<int> items, Random unknown)
    {
        foreach (int i in items)
            for (int w = 0; w < _ids[i].Length; w++)
                _ = unknown.Next(UnknownEvery);
    }
}
