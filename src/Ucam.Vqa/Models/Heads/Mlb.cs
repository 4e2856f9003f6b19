using TorchSharp.Modules;
using Ucam.Numbers;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Ucam.Vqa.Models.Heads;

/// <summary>
/// MLB, multimodal low-rank bilinear attention networks (Kim, On, Lim, Kim, Ha and Zhang, ICLR 2017, section 4; docs/method.md,
/// Methods): picture and question meet as tanh(U v)∘tanh(V q), first at each position for the attention, then once more, pooled, for the
/// answer. Uses Embedding, Lstm, Attention, Joint (for each glimpse), Glimpses.
/// </summary>
internal sealed class Mlb : VqaHead
{
    /// <summary>What the catalogue says of it.</summary>
    internal static VqaMethod Entry =>
        new("mlb", "MLB", "Kim et al., ICLR 2017, Hadamard Product for Low-rank Bilinear Pooling",
            Paper, Small, (options, shape) => new Mlb(options, shape))
        { Shapes = Shapes };

    /// <summary>The published sizes: 2048 channels at 14×14, 2,000 answers.</summary>
    internal static HeadOptions Paper { get; } = new()
    {
        Method = "mlb",
        Embedding = 620,
        Lstm = 2400,
        Attention = 1200,
        Joint = 1200,
        Glimpses = 2,
        Positions = false,
        ImageDropout = 0.5,
        QuestionDropout = 0.5,
        ClassifierDropout = 0.5,
    };

    /// <summary>About as large as small SAAA.</summary>
    internal static HeadOptions Small { get; } = new() { Method = "mlb", Joint = 128 };

    /// <summary>The tensors of its layers behind the question's encoder; as the constructor makes them.</summary>
    internal static IEnumerable<TensorShape> Shapes(HeadOptions options, HeadShape shape) =>
    [
        .. TensorShape.Linear("imageProjection", shape.Width(options), options.Attention),
        .. TensorShape.Linear("questionProjection", options.Lstm, options.Attention),
        .. TensorShape.Linear("scores", options.Attention, options.Glimpses, hasBias: false),
        .. TensorShape.Linears("pooledProjection.layers", options.Glimpses, shape.Width(options), options.Joint),
        .. TensorShape.Linear("pooledQuestion", options.Lstm, (long)options.Glimpses * options.Joint),
        .. TensorShape.Linear("answers", (long)options.Glimpses * options.Joint, shape.Answers),
    ];

    /// <summary>Creates an untrained model; the weights come from the global random state.</summary>
    /// <exception cref="UcamException">A size is out of range.</exception>
    public Mlb(HeadOptions options, HeadShape shape) : base(nameof(Mlb), options, shape)
    {
        int joint = options.Glimpses * options.Joint;
        _imageProjection = Linear(Width, options.Attention);
        _questionProjection = Linear(options.Lstm, options.Attention);
        // The softmax does not see a bias of the scores.
        _scores = Linear(options.Attention, options.Glimpses, hasBias: false);
        _pooledProjection = new GlimpseProjection(options.Glimpses, Width, options.Joint);
        _pooledQuestion = Linear(options.Lstm, joint);
        _answers = Linear(joint, shape.Answers);
        Complete();
    }

    private readonly Linear _imageProjection;
    private readonly Linear _questionProjection;
    private readonly Linear _scores;
    private readonly GlimpseProjection _pooledProjection;
    private readonly Linear _pooledQuestion;
    private readonly Linear _answers;

    protected internal override Linear AnswerLayer => _answers;

    /// <inheritdoc/>
    /// <remarks>Attention (B,P,G), a softmax over positions for each glimpse; Question is q (B,Lstm), the final hidden state.</remarks>
    public override Glimpse Look(Tensor features, Tensor ids, Tensor lengths, Generator? dropout = null, QuestionGroups? groups = null) =>
        LookBy((v, q) => LowRankBilinear.Scores(_imageProjection.call(v).tanh(), _questionProjection.call(q).tanh().unsqueeze(1), _scores.weight!,
            groups), features, ids, lengths, dropout, groups);

    /// <inheritdoc/>
    public override Tensor Classify(Tensor gathered, Generator? dropout = null) =>
        ClassifyJoined((pooled, q) => _pooledProjection.call(pooled) * _pooledQuestion.call(q).tanh(), gathered, dropout);
}
