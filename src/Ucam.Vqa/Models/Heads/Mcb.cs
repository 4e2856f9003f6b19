using TorchSharp.Modules;
using Ucam.Numbers;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Ucam.Vqa.Models.Heads;

/// <summary>
/// MCB, multimodal compact bilinear pooling with attention (Fukui, Park, Yang, Rohrbach, Darrell and Rohrbach, EMNLP 2016, section 3;
/// docs/method.md, Methods): picture and question are fused at each position for the attention, then once more, pooled, for the answer.
/// Uses Embedding, Lstm, Attention (the hidden layer of the scores), Joint (d, the size of the sketch), JointScale, Glimpses.
/// </summary>
internal sealed class Mcb : VqaHead
{
    /// <summary>What the catalogue says of it.</summary>
    internal static VqaMethod Entry =>
        new("mcb", "MCB", "Fukui et al., EMNLP 2016, Multimodal Compact Bilinear Pooling",
            Paper, Small, (options, shape) => new Mcb(options, shape))
        { Shapes = Shapes };

    /// <summary>The published sizes: 2048 channels at 14×14, 3,000 answers.</summary>
    internal static HeadOptions Paper { get; } = new()
    {
        Method = "mcb",
        Embedding = 300,
        Lstm = 2048,
        Attention = 512,
        Joint = 16_000,
        Glimpses = 2,
        Positions = false,
        QuestionDropout = 0.3,
        AttentionDropout = 0.1,
        ClassifierDropout = 0.1,
    };

    /// <summary>As near to small SAAA as a sketch of this size allows; a larger one costs time, not only weights.</summary>
    internal static HeadOptions Small { get; } = new() { Method = "mcb", Attention = 192, Joint = 256 };

    /// <summary>The tensors of its layers behind the question's encoder; as the constructor makes them.</summary>
    internal static IEnumerable<TensorShape> Shapes(HeadOptions options, HeadShape shape) =>
    [
        .. CompactBilinear.Shapes("attentionPooling", shape.Width(options), options.Lstm),
        .. TensorShape.Linear("hidden", options.Joint, options.Attention),
        .. TensorShape.Linear("scores", options.Attention, options.Glimpses, hasBias: false),
        .. CompactBilinear.Shapes("answerPooling", (long)options.Glimpses * shape.Width(options), options.Lstm),
        .. TensorShape.Linear("answers", options.Joint, shape.Answers),
    ];

    /// <summary>Creates an untrained model; the weights come from the global random state, the hashes from a fixed seed.</summary>
    /// <exception cref="UcamException">A size is out of range.</exception>
    public Mcb(HeadOptions options, HeadShape shape) : base(nameof(Mcb), options, shape)
    {
        _attentionPooling = new CompactBilinear(Width, options.Lstm, options.Joint, seed: 1, options.JointScale);
        _hidden = Linear(options.Joint, options.Attention);
        // The softmax does not see a bias of the scores.
        _scores = Linear(options.Attention, options.Glimpses, hasBias: false);
        _answerPooling = new CompactBilinear(options.Glimpses * Width, options.Lstm, options.Joint, seed: 2, options.JointScale);
        _answers = Linear(options.Joint, shape.Answers);
        Complete();
    }

    private readonly CompactBilinear _attentionPooling;
    private readonly Linear _hidden;
    private readonly Linear _scores;
    private readonly CompactBilinear _answerPooling;
    private readonly Linear _answers;

    protected internal override Linear AnswerLayer => _answers;

    /// <inheritdoc/>
    /// <remarks>Attention (B,P,G), a softmax over positions for each glimpse; Question is q (B,Lstm), the final hidden state.</remarks>
    public override Glimpse Look(Tensor features, Tensor ids, Tensor lengths, Generator? dropout = null, QuestionGroups? groups = null) =>
        LookBy((v, q) => groups.Meet(v, q, (seen, asked, spread) =>
        {
            Tensor joint = SeededDropout.Apply(_attentionPooling.Fuse(seen, asked, spread), Options.AttentionDropout, dropout);
            return _scores.call(_hidden.call(joint).relu());
        }), features, ids, lengths, dropout, groups);

    /// <summary>f (B,Joint): the pooled glimpses fused with q.</summary>
    public override Tensor Gather(Glimpse glimpse)
    {
        ArgumentNullException.ThrowIfNull(glimpse);
        using var scope = NewDisposeScope();
        return _answerPooling.call(Pool(glimpse.Values, glimpse.Attention, glimpse.Groups), glimpse.Question).MoveToOuterDisposeScope();
    }

    /// <inheritdoc/>
    public override Tensor Classify(Tensor gathered, Generator? dropout = null) => ClassifyLast(gathered, dropout);
}
