using Ucam.Explanations.Running;
using Ucam.Uncertainty.Losses;
using Ucam.Vqa.Models;
using Ucam.Vqa.Models.Backbones;
using Ucam.Vqa.Text;
using static TorchSharp.torch;

namespace Ucam.Vqa.Asking;

/// <summary>Explainers of the library's own VQA networks. Their inputs are the picture or its features, word ids (B,L) and lengths (B).</summary>
internal static class VqaExplanation
{
    /// <summary>The layer whose output is the features that enter the head, where the published U-CAM is taken.</summary>
    public const string Features = "backbone";

    private const int NoiseSamples = 100;

    /// <summary>Explains answers from pictures (B,3,S,S) in [0,1]. Layers begin with "backbone", "head" or "variance".</summary>
    /// <param name="network">The network; it stays the caller's.</param>
    /// <param name="layer">For the class activation maps; the features where null.</param>
    /// <param name="options">Layouts, dropout passes, seed, memory; a dropout pass of these heads has a mask for each row.</param>
    /// <exception cref="UcamException">There is no such layer, or an option is out of range.</exception>
    public static Explainer FromPictures(VqaNetwork network, string? layer = null, ExplainerOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(network);
        var model = new ExplainedModel([.. network.Parts], (inputs, dropout) =>
            Answer(network, network.Backbone.call(inputs[0]), inputs, dropout), DrawsDropout: true)
        { Hold = () => network.Calls.Enter(network) };
        return new Explainer(model, layer ?? Features, options);
    }

    /// <summary>Explains answers from features (B,P,C), which are the explained input and, without another, the explained layer.</summary>
    /// <param name="network">The network; it stays the caller's. Without a layer no hook is set, and a frozen network may be in use
    /// elsewhere.</param>
    /// <param name="layer">A layer of the head or of the variance head; the features where null.</param>
    /// <param name="options">Layouts, dropout passes, seed, memory; a dropout pass of these heads has a mask for each row.</param>
    /// <exception cref="UcamException">There is no such layer, or an option is out of range.</exception>
    /// <param name="looked">Told where the head looked on the clean features, as long as what was opened lives.</param>
    public static Explainer FromFeatures(VqaNetwork network, string? layer = null, ExplainerOptions? options = null, Action<Glimpse>? looked = null)
    {
        ArgumentNullException.ThrowIfNull(network);
        HeadShape shape = network.Head.Shape;
        options = (options ?? new ExplainerOptions()) with { InputGrid = options?.InputGrid ?? (shape.Rows, shape.Columns) };
        var model = new ExplainedModel([.. network.Parts.Where(part => part.Module != network.Backbone)], (inputs, dropout) =>
            Answer(network, inputs[0], inputs, dropout, looked), DrawsDropout: true)
        { Hold = () => network.Calls.Enter(network), InputIsLayer = true };
        return new Explainer(model, layer, options);
    }

    /// <summary>L_y and the aleatoric L_u of a network (docs/method.md §2), for the U-CAM family; the same noise every time.</summary>
    /// <param name="network">The network.</param>
    /// <param name="seed">Drives the noise.</param>
    /// <param name="truth">Index of the answer that L_y is held against; the row's own first answer where null.</param>
    public static Func<Tensor, AnswerLosses> Losses(VqaNetwork network, int seed, int? truth = null)
    {
        ArgumentNullException.ThrowIfNull(network);
        return logits =>
        {
            using var scope = NewDisposeScope();
            using var noise = new Generator((ulong)seed);
            Tensor own = truth is { } index ? full([logits.shape[0]], index, dtype: ScalarType.Int64) : logits.detach().argmax(1);
            Tensor target = nn.functional.one_hot(own, logits.shape[1]).to(logits.dtype);
            AleatoricTerms terms =
                AleatoricLoss.Compute(logits, network.Variance.call(logits), target, new AleatoricLossOptions { Samples = NoiseSamples }, noise);
            return new AnswerLosses(terms.CrossEntropy.MoveToOuterDisposeScope(), terms.UncertaintyPerSample().MoveToOuterDisposeScope());
        };
    }

    /// <summary>What methods may need of a network beside it.</summary>
    /// <param name="network">The network.</param>
    /// <param name="seed">Drives the noise of the losses.</param>
    /// <param name="truth">As for <see cref="Losses"/>.</param>
    public static ExplanationSetup Setup(VqaNetwork network, int seed, int? truth = null) =>
        new() { Losses = Losses(network, seed, truth), Variance = logits => network.Variance.call(logits).squeeze(1) };

    /// <summary>σ² of the variance head as a target: where the noise in the data is seen.</summary>
    public static ExplanationTarget Variance(VqaNetwork network)
    {
        ArgumentNullException.ThrowIfNull(network);
        return ExplanationTarget.Of("σ²", logits => network.Variance.call(logits).squeeze(1));
    }

    /// <summary>
    /// The inputs of <see cref="FromPictures"/> for one question: the picture (1,3,S,S) in [0,1], word ids (1,L), lengths (1). The caller disposes
    /// them.
    /// </summary>
    /// <param name="network">The network.</param>
    /// <param name="picture">S×S pixels, S the network's input size.</param>
    /// <param name="question">The question, encoded by the network's vocabulary.</param>
    /// <exception cref="UcamException">The picture has another size.</exception>
    public static Tensor[] Inputs(VqaNetwork network, Picture picture, EncodedQuestion question)
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(picture);
        ArgumentNullException.ThrowIfNull(question);
        int size = network.Backbone.Options.InputSize;
        if (picture.Width != size || picture.Height != size)
            throw new UcamException($"The picture has {picture.Width}×{picture.Height} pixels; this network takes {size}×{size}: resize it.");
        return [Backbone.ToBatch([picture]), .. Asked(question)];
    }

    /// <summary>The inputs that are one question: word ids (1,L) and lengths (1). The caller disposes them.</summary>
    internal static Tensor[] Asked(EncodedQuestion question) =>
        [tensor(Array.ConvertAll(question.Ids, id => (long)id), [1, question.Ids.Length]), tensor(new long[] { question.Ids.Length })];

    /// <summary>The name of a kind of map among the methods.</summary>
    internal static string MethodOf(MapKind kind) => kind switch
    {
        MapKind.Attention => "attention",
        MapKind.Certainty => "evidence",
        MapKind.CounterEvidence => "counter-evidence",
        MapKind.Doubt => "doubt-layer-cam",
        MapKind.UCam => "u-cam",
        MapKind.UCamCertainty => "certainty",
        MapKind.UCamUncertainty => "uncertainty",
        MapKind.CertaintyWeighted => "certainty-weighted",
        _ => throw new UcamException($"{kind} is no map of a VQA model; give {string.Join(", ", Enum.GetNames<MapKind>().SkipLast(1))}.")
        { Field = nameof(kind) },
    };

    private static ModelOutput Answer(VqaNetwork network, Tensor features, Tensor[] inputs, Generator? dropout, Action<Glimpse>? looked = null) =>
        MeanAnswer.Of([network.Head], features, (inputs[1], inputs[2]), dropout, looked);
}
