using Ucam.Vqa.Models;
using Ucam.Vqa.Text;
using static TorchSharp.torch;

namespace Ucam.Vqa.Asking;

/// <summary>How much each word of a question speaks for the target, in the target's unit; the map's companion.</summary>
internal static class WordAttribution
{
    private const string Embedding = "head._embedding";

    /// <summary>Gradient × input at the word embeddings, summed over their width (Denil et al. 2014; Ancona et al., ICLR 2018).</summary>
    /// <param name="network">The network.</param>
    /// <param name="features">(1,P,C).</param>
    /// <param name="ids">(1,L), one id a word.</param>
    /// <param name="target">The model's own answer where null.</param>
    /// <returns>One number a word; below zero it speaks against.</returns>
    /// <exception cref="UcamException">The inputs do not fit the network.</exception>
    public static IReadOnlyList<double> GradientTimesInput(VqaNetwork network, Tensor features, Tensor ids, ExplanationTarget? target = null)
    {
        ArgumentNullException.ThrowIfNull(ids);
        using var scope = NewDisposeScope();
        var options = new ExplainerOptions { LayerGrid = (1, (int)ids.shape[^1]) };
        using Explainer explain = VqaExplanation.FromFeatures(network, Embedding, options);
        RawMap map = explain.Explain([new HiResCam()], [features, ids, Lengths(ids)], target)[0][0];
        return [.. map.Values.Cast<float>().Select(value => (double)value)];
    }

    /// <summary>How far the target falls when a word is replaced by the unknown word (Li, Monroe and Jurafsky 2016, erasure).</summary>
    /// <param name="network">The network.</param>
    /// <param name="features">(1,P,C).</param>
    /// <param name="ids">(1,L), one id a word.</param>
    /// <param name="target">The model's own answer where null.</param>
    /// <returns>One number a word; below zero it speaks against.</returns>
    /// <exception cref="UcamException">The inputs do not fit the network.</exception>
    public static IReadOnlyList<double> Occlusion(VqaNetwork network, Tensor features, Tensor ids, ExplanationTarget? target = null)
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(ids);
        using var quiet = no_grad();
        using var scope = NewDisposeScope();
        using Explainer explain = VqaExplanation.FromFeatures(network);
        using ExplanationContext clean = explain.Open([features, ids, Lengths(ids)], target);
        long words = ids.shape[1];
        Tensor without = where(eye(words).to(ScalarType.Bool), full([1], QuestionVocabulary.UnknownId, dtype: ScalarType.Int64), ids);
        // The words differ from row to row, so they are the batch here and not one of its inputs.
        Tensor many = features.expand([words, .. features.shape[1..]]).contiguous();
        using ExplanationContext changed = explain.Open([many, without, Lengths(without)], target);
        Tensor drops = clean.Bind()(clean.Outputs) - clean.Bind()(changed.Outputs);
        return [.. drops.to(ScalarType.Float64).data<double>()];
    }

    private static Tensor Lengths(Tensor ids) => full([ids.shape[0]], ids.shape[1], dtype: ScalarType.Int64);
}
