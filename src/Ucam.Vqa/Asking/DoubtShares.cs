using Ucam.Numbers;
using Ucam.Vqa.Models;
using Ucam.Vqa.Text;
using static TorchSharp.torch;

namespace Ucam.Vqa.Asking;

/// <summary>
/// What gave and what took the doubt of an answer, in nats, so that it adds up to H[p̄] (docs/method.md §4b): the doubt with neither picture nor
/// question, what each word and the picture change, and the mutual information, which is the model's. Words and picture are players of a game
/// whose value is the mean entropy of the passes; the words are one side of it and the picture the other (Owen 1977).
/// </summary>
/// <param name="Before">With neither.</param>
/// <param name="Words">What each word changes, mostly below 0.</param>
/// <param name="Picture">What the picture changes, mostly below 0.</param>
/// <param name="Model">The mutual information, ≥ 0; NaN without dropout.</param>
internal sealed record DoubtShares(double Before, IReadOnlyList<double> Words, double Picture, double Model)
{
    /// <summary>More words than these are told as one.</summary>
    public const int MostWords = 30;

    /// <summary>What all words together change.</summary>
    public double Question => Words.Sum();

    /// <summary>The parts and the words by name, as an answer has them.</summary>
    public (IReadOnlyDictionary<string, double> Parts, IReadOnlyList<KeyValuePair<string, double>> Words) Named(string question)
    {
        var parts = new OrderedDictionary<string, double> { ["before"] = Before, ["question"] = Question, ["picture"] = Picture };
        if (!double.IsNaN(Model)) parts["model"] = Model;
        string[] words = [.. QuestionTokenizer.Tokenize(question)];
        if (words.Length != Words.Count) words = [question];
        return (parts, [.. words.Zip(Words, KeyValuePair.Create)]);
    }

    /// <summary>Of one question about one picture.</summary>
    /// <param name="network">Frozen.</param>
    /// <param name="features">(1,P,C).</param>
    /// <param name="ids">The words of the question.</param>
    /// <param name="dropout">How it was answered.</param>
    /// <param name="cancel">Ends it between two runs.</param>
    public static DoubtShares Of(VqaNetwork network, Tensor features, int[] ids, (int Passes, McMode Mode, int Seed) dropout,
        CancellationToken cancel)
    {
        using var quiet = no_grad();
        using var scope = NewDisposeScope();
        Tensor nothing = AnswerSignals.NoPicture(network);
        double model = double.NaN;
        double Doubt(long words, bool seen)
        {
            cancel.ThrowIfCancellationRequested();
            using var run = NewDisposeScope();
            bool whole = ids.Length > MostWords;
            long[] asked = [.. ids.Select((id, i) => (words >> (whole ? 0 : i) & 1) == 1 ? (long)id : QuestionVocabulary.UnknownId)];
            // The same dropout masks every time, which are those of the answer.
            using var masks = new Generator((ulong)dropout.Seed);
            McResult passes = HeadPasses.Run(network.Head, seen ? features : nothing,
                (tensor(asked, [1, asked.Length]), tensor(new long[] { asked.Length })), dropout.Passes, dropout.Mode, masks);
            double expected = passes.Expected.item<float>();
            if (seen && asked.SequenceEqual(ids.Select(id => (long)id))) model = passes.Predictive.item<float>() - expected;
            return expected;
        }
        return Of(ids.Length > MostWords ? 1 : ids.Length, Doubt, dropout.Seed) with { Model = dropout.Passes > 0 ? model : double.NaN };
    }

    /// <summary>From the doubt of some words, a bit each, with or without the picture; the model's share is left open.</summary>
    internal static DoubtShares Of(int words, Func<long, bool, double> doubt, int seed)
    {
        double[] with = ShapleyValues.Of(words, coalition => doubt(coalition, true), seed),
            without = ShapleyValues.Of(words, coalition => doubt(coalition, false), seed);
        long all = (1L << words) - 1;
        double before = doubt(0, false);
        double picture = (doubt(0, true) - before + doubt(all, true) - doubt(all, false)) / 2;
        return new DoubtShares(before, [.. with.Zip(without, (a, b) => (a + b) / 2)], picture, double.NaN);
    }
}
