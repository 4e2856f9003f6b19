using TorchSharp.Modules;
using Ucam.Numbers;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Ucam.Vqa.Models.Heads;

/// <summary>
/// MUTAN, multimodal Tucker fusion (Ben-younes, Cadene, Cord and Thome, ICCV 2017; docs/method.md, Methods): tanh projections of picture
/// and question meet in a core tensor of bounded rank, first at each position for the attention, then once more, pooled, for the answer.
/// Uses Embedding, Lstm, Attention (width of the projections), Joint (width of what the core gives), Rank, Glimpses.
/// </summary>
internal sealed class Mutan : VqaHead
{
    /// <summary>What the catalogue says of it.</summary>
    internal static VqaMethod Entry =>
        new("mutan", "MUTAN", "Ben-younes et al., ICCV 2017, Multimodal Tucker Fusion",
            Paper, Small, (options, shape) => new Mutan(options, shape))
        { Shapes = Shapes };

    /// <summary>The published sizes: 2048 channels at 14×14, 2,000 answers.</summary>
    internal static HeadOptions Paper { get; } = new()
    {
        Method = "mutan",
        Embedding = 620,
        Lstm = 2400,
        Attention = 310,
        Joint = 510,
        Rank = 5,
        Glimpses = 2,
        Positions = false,
        ImageDropout = 0.5,
        QuestionDropout = 0.5,
        AttentionDropout = 0.5,
        ClassifierDropout = 0.5,
    };

    /// <summary>About as large as small SAAA.</summary>
    internal static HeadOptions Small { get; } = new() { Method = "mutan", Attention = 48, Joint = 128 };

    /// <summary>The tensors of its layers behind the question's encoder; as the constructor makes them.</summary>
    internal static IEnumerable<TensorShape> Shapes(HeadOptions options, HeadShape shape) =>
    [
        .. TensorShape.Linear("imageProjection", shape.Width(options), options.Attention),
        .. TensorShape.Linear("questionProjection", options.Lstm, options.Attention),
        .. TuckerFusion.Shapes("attentionFusion", options.Attention, options.Attention, options.Joint, options.Rank),
        .. TensorShape.Linear("scores", options.Joint, options.Glimpses, hasBias: false),
        .. TensorShape.Linears("pooledProjection.layers", options.Glimpses, shape.Width(options), options.Attention),
        .. TensorShape.Linear("pooledQuestion", options.Lstm, options.Attention),
        .. TuckerFusion.Shapes("answerFusion", (long)options.Glimpses * options.Attention, options.Attention, options.Joint, options.Rank),
        .. TensorShape.Linear("answers", options.Joint, shape.Answers),
    ];

    /// <summary>Creates an untrained model; the weights come from the global random state.</summary>
    /// <exception cref="UcamException">A size is out of range.</exception>
    public Mutan(HeadOptions options, HeadShape shape) : base(nameof(Mutan), options, shape)
    {
        int width = options.Attention;
        _imageProjection = Linear(Width, width);
        _questionProjection = Linear(options.Lstm, width);
        _attentionFusion = new TuckerFusion(width, width, options.Joint, options.Rank);
        // The softmax does not see a bias of the scores.
        _scores = Linear(options.Joint, options.Glimpses, hasBias: false);
        _pooledProjection = new GlimpseProjection(options.Glimpses, Width, width);
        _pooledQuestion = Linear(options.Lstm, width);
        _answerFusion = new TuckerFusion(options.Glimpses * width, width, options.Joint, options.Rank);
        _answers = Linear(options.Joint, shape.Answers);
        Complete();
    }

    private readonly Linear _imageProjection;
    private readonly Linear _questionProjection;
    private readonly TuckerFusion _attentionFusion;
    private readonly Linear _scores;
    private readonly GlimpseProjection _pooledProjection;
    private readonly Linear _pooledQuestion;
    private readonly TuckerFusion _answerFusion;
    private readonly Linear _answers;

    protected internal override Linear AnswerLayer => _answers;

    /// <inheritdoc/>
    /// <remarks>Attention (B,P,G), a softmax over positions for each glimpse; Question is q (B,Lstm), the final hidden state.</remarks>
    public override Glimpse Look(Tensor features, Tensor ids, Tensor lengths, Generator? dropout = null, QuestionGroups? groups = null) =>
        LookBy((v, q) => groups.Meet(_imageProjection.call(v).tanh(), _questionProjection.call(q).tanh(), (seen, asked, spread) =>
            _scores.call(SeededDropout.Apply(_attentionFusion.Fuse(seen, asked, spread), Options.AttentionDropout, dropout))),
            features, ids, lengths, dropout, groups);

    /// <inheritdoc/>
    public override Tensor Classify(Tensor gathered, Generator? dropout = null) =>
        ClassifyJoined((pooled, q) => _answerFusion.call(_pooledProjection.call(pooled), _pooledQuestion.call(q).tanh()), gathered, dropout);
}
