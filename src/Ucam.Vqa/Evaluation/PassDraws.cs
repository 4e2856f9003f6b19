using Ucam.Numbers;
using Ucam.Vqa.Models;
using Ucam.Vqa.Models.Heads;
using static TorchSharp.torch;

namespace Ucam.Vqa.Evaluation;

/// <summary>
/// How many random numbers a dropout pass draws for a batch: found by asking the network, whatever its method, so that a part of an
/// evaluation can pass over the numbers of the parts before it.
/// </summary>
/// <param name="EachQuestion">For each question.</param>
/// <param name="EachPicture">For each picture.</param>
/// <param name="EachPlace">For each question's place for a word; a batch has as many places a question as its longest has words.</param>
internal sealed record PassDraws(long EachQuestion, long EachPicture, long EachPlace)
{
    // As many as a pass over one question may draw; beyond, something else than masks is drawn.
    private const long Most = 1L << 30;

    /// <summary>The numbers of one pass over a batch.</summary>
    /// <param name="questions">Its questions.</param>
    /// <param name="pictures">Their pictures.</param>
    /// <param name="longest">Words of its longest question.</param>
    public long Numbers(int questions, int pictures, int longest) =>
        EachQuestion * questions + EachPicture * pictures + EachPlace * questions * longest;

    /// <summary>Of a network on the CPU.</summary>
    /// <exception cref="UcamException">What its method draws does not grow with the batch alone.</exception>
    public static PassDraws Of(VqaNetwork network, McMode mode)
    {
        long one = Drawn(network, mode, 1, [1], 1);
        long place = Drawn(network, mode, 1, [1], 2) - one;
        long question = Drawn(network, mode, 1, [2], 1) - one - place;
        var draws = new PassDraws(question, one - place - question, place);
        return Drawn(network, mode, 2, [2, 1, 3], 4) == 2 * draws.Numbers(6, 3, 4) ? draws : throw Odd(network);
    }

    private static long Drawn(VqaNetwork network, McMode mode, int passes, int[] each, int words)
    {
        using var quiet = no_grad();
        using var scope = NewDisposeScope();
        using Generator before = new(1), after = new(1);
        HeadShape shape = network.Head.Shape;
        int questions = each.Sum();
        Tensor ids = ones(questions, words, dtype: ScalarType.Int64), lengths = full(questions, words, dtype: ScalarType.Int64);
        var batch = new QuestionBatch(ids, lengths, ids) { Groups = new QuestionGroups(each) };
        var options = new EvaluationOptions { Passes = passes, Mode = mode };
        EnsembleAnswer.Of([network], ones(each.Length, shape.Positions, shape.Channels), batch, options, after);
        return MersenneTwister.Between(before, after, Most) ?? throw Odd(network);
    }

    private static UcamException Odd(VqaNetwork network) => new($"The method '{network.Head.Options.Method}' draws its dropout in a way that "
        + "parts of an evaluation cannot pass over; leave out --shard, or give --passes 0.");
}
