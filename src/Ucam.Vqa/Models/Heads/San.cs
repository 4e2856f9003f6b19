using TorchSharp.Modules;
using Ucam.Numbers;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Ucam.Vqa.Models.Heads;

/// <summary>
/// SAN, stacked attention networks with two hops (Yang, He, Gao, Deng and Smola, CVPR 2016, section 3; docs/method.md, Methods). The
/// question vector u is the LSTM's final hidden state; each hop adds to it what the picture shows where u points, and the answer is read
/// off the sum. Uses Embedding, Lstm, Attention.
/// </summary>
/// <remarks>
/// Attention (B,P,1) is the last hop's map: the first hop only shapes the question that the last one asks, so it belongs to <see cref="Look"/>.
/// </remarks>
internal sealed class San : VqaHead
{
    /// <summary>What the catalogue says of it.</summary>
    internal static VqaMethod Entry =>
        new("san", "SAN", "Yang et al., CVPR 2016, Stacked Attention Networks",
            Paper, Small, (options, shape) => new San(options, shape))
        { Shapes = Shapes };

    /// <summary>The published sizes for VQA: 2048 channels at 14×14, 1,000 answers.</summary>
    internal static HeadOptions Paper { get; } = new()
    {
        Method = "san",
        Embedding = 500,
        Lstm = 1024,
        Attention = 512,
        Positions = false,
        QuestionDropout = 0,
        ClassifierDropout = 0.5,
    };

    /// <summary>About as large as small SAAA.</summary>
    internal static HeadOptions Small { get; } = new() { Method = "san", Attention = 192 };

    /// <summary>The tensors of its layers behind the question's encoder; as the constructor makes them.</summary>
    internal static IEnumerable<TensorShape> Shapes(HeadOptions options, HeadShape shape) =>
    [
        .. TensorShape.Linear("imageProjection", shape.Width(options), options.Lstm),
        .. Hop.Shapes("first", options),
        .. Hop.Shapes("last", options),
        .. TensorShape.Linear("answers", options.Lstm, shape.Answers),
    ];

    /// <summary>Creates an untrained model; the weights come from the global random state.</summary>
    /// <exception cref="UcamException">A size is out of range.</exception>
    public San(HeadOptions options, HeadShape shape) : base(nameof(San), options, shape)
    {
        _imageProjection = Linear(Width, options.Lstm);
        _first = new Hop(options);
        _last = new Hop(options);
        _answers = Linear(options.Lstm, shape.Answers);
        Complete();
    }

    private readonly Linear _imageProjection;
    private readonly Hop _first;
    private readonly Hop _last;
    private readonly Linear _answers;

    protected internal override Linear AnswerLayer => _answers;

    /// <inheritdoc/>
    /// <remarks>Values are the picture in the question's space, tanh(W v + b), (N,P,Lstm); Question is u after the first hop, (B,Lstm).</remarks>
    public override Glimpse Look(Tensor features, Tensor ids, Tensor lengths, Generator? dropout = null, QuestionGroups? groups = null)
    {
        using var scope = NewDisposeScope();
        (Tensor u, _) = Read(ids, lengths, dropout);
        Tensor v = _imageProjection.call(SeededDropout.Apply(Prepare(features), Options.ImageDropout, dropout)).tanh();
        Tensor first = _first.Attend(v, u, dropout, groups), refined = Pool(v, first, groups) + u;
        return new Glimpse(_last.Attend(v, refined, dropout, groups), v, refined) { Groups = groups, Earlier = (first, u) }
            .MoveToOuterDisposeScope();
    }

    /// <inheritdoc/>
    internal override IReadOnlyList<Tensor> Hops(Glimpse glimpse) => [glimpse.Earlier!.Value.Attention, glimpse.Attention];

    /// <inheritdoc/>
    internal override Glimpse WithHops(Glimpse glimpse, IReadOnlyList<Tensor> hops)
    {
        Tensor asked = glimpse.Earlier!.Value.Question;
        return glimpse with { Attention = hops[1], Question = Pool(glimpse.Values, hops[0], glimpse.Groups) + asked };
    }

    /// <summary>f (B,Lstm): u after the last hop.</summary>
    public override Tensor Gather(Glimpse glimpse)
    {
        ArgumentNullException.ThrowIfNull(glimpse);
        using var scope = NewDisposeScope();
        return (Pool(glimpse.Values, glimpse.Attention, glimpse.Groups) + glimpse.Question).MoveToOuterDisposeScope();
    }

    /// <inheritdoc/>
    public override Tensor Classify(Tensor gathered, Generator? dropout = null) => ClassifyLast(gathered, dropout);

    /// <summary>One attention layer: p = softmax over positions of w·tanh(W v + (U u + b)).</summary>
    private sealed class Hop : Module
    {
        public Hop(HeadOptions options) : base(nameof(Hop))
        {
            _options = options;
            _image = Linear(options.Lstm, options.Attention, hasBias: false);
            _question = Linear(options.Lstm, options.Attention);
            // The softmax does not see a bias of the scores.
            _scores = Linear(options.Attention, 1, hasBias: false);
            RegisterComponents();
        }

        public static IEnumerable<TensorShape> Shapes(string name, HeadOptions options) =>
        [
            .. TensorShape.Linear(name + ".image", options.Lstm, options.Attention, hasBias: false),
            .. TensorShape.Linear(name + ".question", options.Lstm, options.Attention),
            .. TensorShape.Linear(name + ".scores", options.Attention, 1, hasBias: false),
        ];

        private readonly HeadOptions _options;
        private readonly Linear _image;
        private readonly Linear _question;
        private readonly Linear _scores;

        /// <summary>Attention (B,P,1) of u (B,Lstm) over v (N,P,Lstm).</summary>
        public Tensor Attend(Tensor v, Tensor u, Generator? dropout, QuestionGroups? groups)
        {
            using var scope = NewDisposeScope();
            Tensor question = _question.call(SeededDropout.Apply(u, _options.QuestionDropout, dropout));
            Tensor scores = groups.Meet(_image.call(v), question, (seen, asked, spread) =>
                _scores.call(SeededDropout.Apply((spread(seen) + asked).tanh(), _options.AttentionDropout, dropout)));
            return scores.softmax(1).MoveToOuterDisposeScope();
        }
    }
}
