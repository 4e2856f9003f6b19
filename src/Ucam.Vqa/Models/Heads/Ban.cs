using TorchSharp.Modules;
using Ucam.Numbers;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Ucam.Vqa.Models.Heads;

/// <summary>
/// BAN, bilinear attention networks (Kim, Jun and Zhang, NeurIPS 2018; docs/method.md, Methods): each glimpse attends to pairs of a word
/// and a position, and adds what it finds to every word before the next. Uses Embedding, Lstm, Attention (K of the attention), Joint (K
/// of the joint embedding), Glimpses, Classifier.
/// </summary>
/// <remarks>
/// Attention is (B,P,G·L), entry g·L + l for glimpse g and word l of L: it sums to 1 over the positions and words of one glimpse, and is 0
/// at words past a question's end. Question is (B,L,Lstm+1): the states after each word, beside a channel that is 1 for a word and 0 past
/// the end.
/// </remarks>
internal sealed class Ban : VqaHead
{
    /// <summary>What the catalogue says of it.</summary>
    internal static VqaMethod Entry =>
        new("ban", "BAN", "Kim et al., NeurIPS 2018, Bilinear Attention Networks",
            Paper, Small, (options, shape) => new Ban(options, shape))
        { Shapes = Shapes };

    /// <summary>The published sizes, eight glimpses: 2048 channels, 3,129 answers.</summary>
    internal static HeadOptions Paper { get; } = new()
    {
        Method = "ban",
        Embedding = 300,
        Lstm = 1024,
        Attention = 3072,
        Joint = 1024,
        Glimpses = 8,
        Classifier = 2048,
        Positions = false,
        ImageDropout = 0.2,
        QuestionDropout = 0.2,
        AttentionDropout = 0.5,
        ClassifierDropout = 0.5,
    };

    /// <summary>About as large as small SAAA.</summary>
    internal static HeadOptions Small { get; } = new() { Method = "ban", Joint = 64 };

    /// <summary>The tensors of its layers behind the question's encoder; as the constructor makes them.</summary>
    internal static IEnumerable<TensorShape> Shapes(HeadOptions options, HeadShape shape) =>
    [
        .. TensorShape.Linear("imageProjection", shape.Width(options), options.Attention),
        .. TensorShape.Linear("wordProjection", options.Lstm, options.Attention),
        .. TensorShape.Linear("scores", options.Attention, options.Glimpses, hasBias: false),
        .. Enumerable.Range(0, options.Glimpses).SelectMany(glimpse => Joint.Shapes($"joints.{glimpse}", shape.Width(options), options)),
        .. TensorShape.Linear("hidden", options.Lstm, options.Classifier),
        .. TensorShape.Linear("answers", options.Classifier, shape.Answers),
    ];

    /// <summary>Creates an untrained model; the weights come from the global random state.</summary>
    /// <exception cref="UcamException">A size is out of range.</exception>
    public Ban(HeadOptions options, HeadShape shape) : base(nameof(Ban), options, shape)
    {
        _imageProjection = Linear(Width, options.Attention);
        _wordProjection = Linear(options.Lstm, options.Attention);
        // The softmax does not see a bias of the scores.
        _scores = Linear(options.Attention, options.Glimpses, hasBias: false);
        _joints = ModuleList([.. Enumerable.Range(0, options.Glimpses).Select(_ => new Joint(Width, options))]);
        _hidden = Linear(options.Lstm, options.Classifier);
        _answers = Linear(options.Classifier, shape.Answers);
        Complete();
    }

    private readonly Linear _imageProjection;
    private readonly Linear _wordProjection;
    private readonly Linear _scores;
    private readonly ModuleList<Joint> _joints;
    private readonly Linear _hidden;
    private readonly Linear _answers;

    protected internal override Linear AnswerLayer => _answers;

    internal override bool DropsPictures => base.DropsPictures || Options.AttentionDropout > 0;

    /// <inheritdoc/>
    public override Glimpse Look(Tensor features, Tensor ids, Tensor lengths, Generator? dropout = null, QuestionGroups? groups = null)
    {
        ArgumentNullException.ThrowIfNull(lengths);
        using var scope = NewDisposeScope();
        Tensor words = ReadWords(ids, lengths, dropout);
        Tensor v = Prepare(features);
        Tensor isWord = arange(words.shape[1], device: words.device).lt(lengths.to(words.device).unsqueeze(1));
        Tensor question = cat([words, isWord.unsqueeze(2).to(words.dtype)], 2);
        return new Glimpse(Attend(v, words, isWord, dropout, groups), v, question) { Groups = groups }.MoveToOuterDisposeScope();
    }

    /// <summary>Attention (B,P,G·L): softmax over positions and words together of p_g·(ReLU(U v)∘ReLU(V w)), words past the end left out.</summary>
    private Tensor Attend(Tensor v, Tensor words, Tensor isWord, Generator? dropout, QuestionGroups? groups)
    {
        using var scope = NewDisposeScope();
        long questions = words.shape[0], positions = v.shape[1], length = words.shape[1];
        Tensor image = _imageProjection.call(SeededDropout.Apply(v, Options.ImageDropout, dropout)).relu();
        Tensor question = _wordProjection.call(SeededDropout.Apply(words, Options.QuestionDropout, dropout)).relu();
        Tensor scores = LowRankBilinear.Scores(SeededDropout.Apply(image, Options.AttentionDropout, dropout), question, _scores.weight!, groups)
            .view(questions, positions, -1, length)
            .masked_fill(isWord.logical_not().view(questions, 1, 1, length), double.NegativeInfinity);
        Tensor pairs = scores.transpose(1, 2).reshape(questions, -1, positions * length).softmax(2);
        return pairs.view(questions, -1, positions, length).transpose(1, 2).reshape(questions, positions, -1).MoveToOuterDisposeScope();
    }

    /// <summary>(B,P,G): each glimpse's sum over words.</summary>
    internal override Tensor Maps(Glimpse glimpse)
    {
        using var scope = NewDisposeScope();
        long words = glimpse.Question.shape[1];
        return glimpse.Attention.view(glimpse.Attention.shape[0], glimpse.Attention.shape[1], -1, words).sum(3).MoveToOuterDisposeScope();
    }

    /// <inheritdoc/>
    /// <remarks>Even over the pairs of a position and a word of the question.</remarks>
    internal override Tensor Even(Glimpse glimpse, Tensor attention)
    {
        using var scope = NewDisposeScope();
        Tensor isWord = glimpse.Question.narrow(2, Options.Lstm, 1).squeeze(2), share = isWord / isWord.sum(1, keepdim: true);
        long glimpses = attention.shape[2] / isWord.shape[1], positions = attention.shape[1];
        return share.repeat(1, glimpses).unsqueeze(1).expand(-1, positions, -1).div(positions).MoveToOuterDisposeScope();
    }

    /// <summary>f (B,Lstm): the sum over words of their states after the last glimpse.</summary>
    public override Tensor Gather(Glimpse glimpse)
    {
        ArgumentNullException.ThrowIfNull(glimpse);
        using var scope = NewDisposeScope();
        Tensor words = glimpse.Question.narrow(2, 0, Options.Lstm), isWord = glimpse.Question.narrow(2, Options.Lstm, 1);
        Tensor maps = glimpse.Attention.view(words.shape[0], glimpse.Values.shape[1], -1, words.shape[1]);
        for (int g = 0; g < _joints.Count; g++)
            words = words + isWord * _joints[g].Add(glimpse.Values, words, maps.select(2, g), glimpse.Groups).unsqueeze(1);
        return words.sum(1).MoveToOuterDisposeScope();
    }

    /// <inheritdoc/>
    public override Tensor Classify(Tensor gathered, Generator? dropout = null)
    {
        using var scope = NewDisposeScope();
        Tensor hidden = _hidden.call(SeededDropout.Apply(gathered, Options.ClassifierDropout, dropout)).relu();
        return _answers.call(SeededDropout.Apply(hidden, Options.ClassifierDropout, dropout)).MoveToOuterDisposeScope();
    }

    /// <summary>One joint embedding: P·Σ_pl A_pl·(ReLU(U v_p)∘ReLU(V w_l)), (B,Lstm), from v (N,P,C'), words (B,L,Lstm) and A (B,P,L).</summary>
    private sealed class Joint : Module
    {
        public Joint(int width, HeadOptions options) : base(nameof(Joint))
        {
            _image = Linear(width, options.Joint);
            _words = Linear(options.Lstm, options.Joint);
            _residual = Linear(options.Joint, options.Lstm);
            RegisterComponents();
        }

        public static IEnumerable<TensorShape> Shapes(string name, int width, HeadOptions options) =>
        [
            .. TensorShape.Linear(name + ".image", width, options.Joint),
            .. TensorShape.Linear(name + ".words", options.Lstm, options.Joint),
            .. TensorShape.Linear(name + ".residual", options.Joint, options.Lstm),
        ];

        private readonly Linear _image;
        private readonly Linear _words;
        private readonly Linear _residual;

        public Tensor Add(Tensor v, Tensor words, Tensor attention, QuestionGroups? groups)
        {
            using var scope = NewDisposeScope();
            Tensor seen = Pool(_image.call(v).relu(), attention, groups).view(words.shape[0], words.shape[1], -1);
            return _residual.call((seen * _words.call(words).relu()).sum(1)).MoveToOuterDisposeScope();
        }
    }
}
