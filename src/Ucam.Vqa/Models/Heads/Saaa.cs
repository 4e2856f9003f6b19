using TorchSharp.Modules;
using Ucam.Numbers;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Ucam.Vqa.Models.Heads;

/// <summary>
/// Show, Ask, Attend and Answer (Kazemi and Elqursh 2017; docs/method.md §1): q is the LSTM's final cell state, attention is scored by
/// an additive network, and the classifier sees the pooled glimpses and q. Uses Embedding, Lstm, Attention, Glimpses, Classifier.
/// </summary>
internal sealed class Saaa : VqaHead
{
    /// <summary>What the catalogue says of it.</summary>
    internal static VqaMethod Entry =>
        new(VqaMethods.Default, "SAAA", "Kazemi and Elqursh 2017, Show, Ask, Attend, and Answer",
            Paper, new HeadOptions(), (options, shape) => new Saaa(options, shape))
        { Shapes = Shapes };

    /// <summary>The published sizes: 2048 channels at 14×14, 3,000 answers.</summary>
    internal static HeadOptions Paper { get; } = new()
    {
        Embedding = 300,
        Lstm = 1024,
        Attention = 512,
        Glimpses = 2,
        Classifier = 1024,
        Positions = false,
        ImageDropout = 0.5,
        QuestionDropout = 0.5,
        AttentionDropout = 0.5,
        ClassifierDropout = 0.5,
    };

    /// <summary>The tensors of its layers behind the question's encoder; as the constructor makes them.</summary>
    internal static IEnumerable<TensorShape> Shapes(HeadOptions options, HeadShape shape) =>
    [
        .. TensorShape.Linear("imageProjection", shape.Width(options), options.Attention, hasBias: false),
        .. TensorShape.Linear("questionProjection", options.Lstm, options.Attention),
        .. TensorShape.Linear("scores", options.Attention, options.Glimpses),
        .. TensorShape.Linear("hidden", (long)options.Glimpses * shape.Width(options) + options.Lstm, options.Classifier),
        .. TensorShape.Linear("answers", options.Classifier, shape.Answers),
    ];

    /// <summary>Creates an untrained model; the weights come from the global random state.</summary>
    /// <exception cref="UcamException">A size is out of range.</exception>
    public Saaa(HeadOptions options, HeadShape shape) : base(nameof(Saaa), options, shape)
    {
        _imageProjection = Linear(Width, options.Attention, hasBias: false);
        _questionProjection = Linear(options.Lstm, options.Attention);
        _scores = Linear(options.Attention, options.Glimpses);
        _hidden = Linear(options.Glimpses * Width + options.Lstm, options.Classifier);
        _answers = Linear(options.Classifier, shape.Answers);
        Complete();
    }

    private readonly Linear _imageProjection;
    private readonly Linear _questionProjection;
    private readonly Linear _scores;
    private readonly Linear _hidden;
    private readonly Linear _answers;

    protected internal override Linear AnswerLayer => _answers;

    /// <inheritdoc/>
    public override Glimpse Look(Tensor features, Tensor ids, Tensor lengths, Generator? dropout = null, QuestionGroups? groups = null)
    {
        using var scope = NewDisposeScope();
        Tensor q = EncodeQuestion(ids, lengths, dropout);
        Tensor v = Prepare(features);
        return new Glimpse(Attend(v, q, dropout, groups), v, q) { Groups = groups }.MoveToOuterDisposeScope();
    }

    /// <inheritdoc/>
    public override Tensor Classify(Tensor gathered, Generator? dropout = null)
    {
        using var scope = NewDisposeScope();
        Tensor joined = SeededDropout.Apply(gathered, Options.ClassifierDropout, dropout);
        Tensor hidden = SeededDropout.Apply(functional.relu(LargeProduct.Of(_hidden, joined)), Options.ClassifierDropout, dropout);
        return LargeProduct.Of(_answers, hidden).MoveToOuterDisposeScope();
    }

    /// <inheritdoc/>
    /// <remarks>The pooled glimpses are zero.</remarks>
    public override Tensor AnswerBlind(Tensor ids, Tensor lengths, Generator? dropout = null)
    {
        ArgumentNullException.ThrowIfNull(ids);
        using var scope = NewDisposeScope();
        Tensor q = EncodeQuestion(ids, lengths, dropout);
        return Classify(cat([zeros(ids.shape[0], _hidden.in_features - Options.Lstm, device: ids.device), q], 1), dropout).MoveToOuterDisposeScope();
    }

    /// <summary>q (B,Lstm): the LSTM's final cell state over word ids (B,L), lengths (B) ≥ 1.</summary>
    public Tensor EncodeQuestion(Tensor ids, Tensor lengths, Generator? dropout = null)
    {
        using var scope = NewDisposeScope();
        (_, Tensor cell) = Read(ids, lengths, dropout);
        return cell.MoveToOuterDisposeScope();
    }

    /// <summary>
    /// Attention (B,P,G), a softmax over P for each glimpse, from prepared v (N,P,C') and q (B,Lstm), which share the pictures as in
    /// <see cref="Look"/>: a picture's projection is computed once.
    /// </summary>
    public Tensor Attend(Tensor v, Tensor q, Generator? dropout = null, QuestionGroups? groups = null)
    {
        ArgumentNullException.ThrowIfNull(v);
        ArgumentNullException.ThrowIfNull(q);
        using var scope = NewDisposeScope();
        Tensor image = LargeProduct.Of(_imageProjection, SeededDropout.Apply(v, Options.ImageDropout, dropout));
        Tensor question = _questionProjection.call(SeededDropout.Apply(q, Options.QuestionDropout, dropout));
        Tensor scores = groups.Meet(image, question, (seen, asked, spread) =>
            _scores.call(SeededDropout.Apply(functional.relu(spread(seen) + asked), Options.AttentionDropout, dropout)));
        return functional.softmax(scores, 1).MoveToOuterDisposeScope();
    }
}
