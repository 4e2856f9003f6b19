using Ucam.Numbers;
using Ucam.Vqa.Models.Backbones;
using Ucam.Vqa.Text;
using static Ucam.Numbers.TensorShape;

namespace Ucam.Vqa.Models;

/// <summary>The tensors that a network of a configuration has, told without building it.</summary>
internal static class NetworkShapes
{
    /// <summary>All of them, by the names of a checkpoint. The configuration is one that was checked.</summary>
    public static IEnumerable<TensorShape> Of(VqaConfig config)
    {
        int grid = config.Backbone.Grid, words = config.Words.Count + QuestionVocabulary.UnknownId + 1, answers = config.Answers.Count;
        var shape = new HeadShape(config.Backbone.Channels[^1], grid, grid, words, answers);
        return [.. OfBackbone(config.Backbone).Select(t => t.Below("backbone")), .. OfHead(config.Model, shape).Select(t => t.Below("head")),
            .. Linear("variance.linear", answers, 1)];
    }

    /// <summary>A backbone's tensors, without a prefix.</summary>
    public static IEnumerable<TensorShape> OfBackbone(BackboneOptions options)
    {
        if (options.External is not null) yield break;
        int stage = 0, channels = 3;
        for (int s = 0; s < options.Channels.Count; s++)
        {
            foreach (TensorShape tensor in Unit($"stages.{stage++}", channels, options.Channels[s])) yield return tensor;
            channels = options.Channels[s];
            for (int b = 0; b < options.Blocks[s]; b++, stage++)
            {
                foreach (TensorShape tensor in Unit($"stages.{stage}.first", channels, channels)) yield return tensor;
                yield return Convolution($"stages.{stage}.second", channels, channels);
                foreach (TensorShape tensor in Norm($"stages.{stage}.norm", channels)) yield return tensor;
            }
        }
    }

    /// <summary>A head's tensors, without a prefix.</summary>
    public static IEnumerable<TensorShape> OfHead(HeadOptions options, HeadShape shape) =>
    [
        new("embedding.weight", [shape.Words, options.Embedding]),
        new("lstm.weight_ih_l0", [4L * options.Lstm, options.Embedding]), new("lstm.weight_hh_l0", [4L * options.Lstm, options.Lstm]),
        new("lstm.bias_ih_l0", [4L * options.Lstm]), new("lstm.bias_hh_l0", [4L * options.Lstm]),
        .. VqaMethods.Find(options.Method).Shapes(options, shape),
    ];

    private static IEnumerable<TensorShape> Unit(string name, int from, int to) =>
        [Convolution(name + ".conv", from, to), .. Norm(name + ".norm", to)];
}
