using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Ucam.Models;

/// <summary>
/// Show, Ask, Attend and Answer (Kazemi and Elqursh 2017; docs/method.md §1) on a grid of image features. Dropout is on exactly where a
/// generator is given, so that training, evaluation and MC passes say so at the call.
/// </summary>
public sealed class Saaa : Module
{
    /// <summary>Creates an untrained model; the weights come from the global random state.</summary>
    /// <param name="options">Sizes.</param>
    /// <param name="channels">C, image channels.</param>
    /// <param name="rows">Rows of the grid.</param>
    /// <param name="columns">Columns of the grid.</param>
    /// <param name="words">Size of the question vocabulary, padding and unknown included.</param>
    /// <param name="answers">K.</param>
    public Saaa(SaaaOptions options, int channels, int rows, int columns, int words, int answers) : base(nameof(Saaa))
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        Options = options;
        _embedding = Embedding(words, options.Embedding, padding_idx: 0);
        _lstm = LSTM(options.Embedding, options.Lstm, batchFirst: true);
        int width = channels + (options.Positions ? 2 : 0);
        _imageProjection = Linear(width, options.Attention, hasBias: false);
        _questionProjection = Linear(options.Lstm, options.Attention);
        _scores = Linear(options.Attention, options.Glimpses);
        _hidden = Linear(options.Glimpses * width + options.Lstm, options.Classifier);
        _answers = Linear(options.Classifier, answers);
        RegisterComponents();
        SaaaInitialiser.Initialise(this, options.ForgetBias);
        // Set after registration: the positions are computed, not learned, and don't belong in a checkpoint.
        _positions = GridPositions.Create(rows, columns, options.PositionScale);
    }

    private readonly Embedding _embedding;
    private readonly LSTM _lstm;
    private readonly Linear _imageProjection;
    private readonly Linear _questionProjection;
    private readonly Linear _scores;
    private readonly Linear _hidden;
    private readonly Linear _answers;
    private readonly Tensor _positions;

    /// <summary>The sizes.</summary>
    public SaaaOptions Options { get; }

    /// <summary>q (B, Lstm): the LSTM's final cell state over word ids (B,L), lengths (B) ≥ 1.</summary>
    public Tensor EncodeQuestion(Tensor ids, Tensor lengths, Generator? dropout = null)
    {
        using var scope = NewDisposeScope();
        Tensor words = SeededDropout.Apply(_embedding.call(ids), Options.QuestionDropout, dropout).tanh();
        using var packed = nn.utils.rnn.pack_padded_sequence(words, lengths, batch_first: true, enforce_sorted: false);
        (nn.utils.rnn.PackedSequence outputs, Tensor hidden, Tensor cell) = _lstm.call(packed);
        outputs.Dispose();
        hidden.Dispose();
        return cell[0].MoveToOuterDisposeScope();
    }

    /// <summary>v (B,P,C) scaled to unit length over channels, with x and y in [−scale,scale] appended where the options say so.</summary>
    public Tensor Prepare(Tensor features)
    {
        ArgumentNullException.ThrowIfNull(features);
        using var scope = NewDisposeScope();
        Tensor v = features / (features.norm(2, keepdim: true, p: 2f) + 1e-8);
        if (Options.Positions) v = cat([v, _positions.expand(features.shape[0], -1, -1)], 2);
        return v.MoveToOuterDisposeScope();
    }

    /// <summary>
    /// Attention (B,P,G), a softmax over P for each glimpse, from prepared v (N,P,C') and q (B,Lstm). With B = N·m, questions
    /// n·m … n·m+m−1 are about picture n, whose projection is computed once.
    /// </summary>
    public Tensor Attend(Tensor v, Tensor q, Generator? dropout = null)
    {
        ArgumentNullException.ThrowIfNull(v);
        ArgumentNullException.ThrowIfNull(q);
        using var scope = NewDisposeScope();
        long pictures = v.shape[0], positions = v.shape[1], each = q.shape[0] / pictures;
        Tensor image = _imageProjection.call(SeededDropout.Apply(v, Options.ImageDropout, dropout));
        Tensor question = _questionProjection.call(SeededDropout.Apply(q, Options.QuestionDropout, dropout));
        Tensor joint = functional.relu(image.unsqueeze(1) + question.view(pictures, each, 1, -1));
        Tensor scores = _scores.call(SeededDropout.Apply(joint, Options.AttentionDropout, dropout));
        return functional.softmax(scores.view(q.shape[0], positions, -1), 1).MoveToOuterDisposeScope();
    }

    /// <summary>f (B,G·C'): for each glimpse the attention-weighted sum over positions of v (N,P,C'), B = N·m as in <see cref="Attend"/>.</summary>
    public static Tensor Pool(Tensor v, Tensor attention)
    {
        ArgumentNullException.ThrowIfNull(v);
        ArgumentNullException.ThrowIfNull(attention);
        using var scope = NewDisposeScope();
        long questions = attention.shape[0], pictures = v.shape[0];
        Tensor weights = attention.transpose(1, 2).reshape(pictures, questions / pictures * attention.shape[2], attention.shape[1]);
        return weights.matmul(v).reshape(questions, -1).MoveToOuterDisposeScope();
    }

    /// <summary>Logits (B,K) from f (B,G·C') and q (B,Lstm).</summary>
    public Tensor Classify(Tensor pooled, Tensor q, Generator? dropout = null)
    {
        using var scope = NewDisposeScope();
        Tensor joined = SeededDropout.Apply(cat([pooled, q], 1), Options.ClassifierDropout, dropout);
        Tensor hidden = SeededDropout.Apply(functional.relu(_hidden.call(joined)), Options.ClassifierDropout, dropout);
        return _answers.call(hidden).MoveToOuterDisposeScope();
    }

    /// <summary>
    /// The whole model: raw features (N,P,C), ids (B,L), lengths (B) → logits (B,K), attention (B,P,G), B = N·m as in
    /// <see cref="Attend"/>. The caller disposes both.
    /// </summary>
    public (Tensor Logits, Tensor Attention) Answer(Tensor features, Tensor ids, Tensor lengths, Generator? dropout = null)
    {
        using var scope = NewDisposeScope();
        Tensor q = EncodeQuestion(ids, lengths, dropout);
        Tensor v = Prepare(features);
        Tensor attention = Attend(v, q, dropout);
        Tensor logits = Classify(Pool(v, attention), q, dropout);
        return (logits.MoveToOuterDisposeScope(), attention.MoveToOuterDisposeScope());
    }

    /// <summary>The same model with nothing to see: f is zero. What the question alone gives away (the blind model).</summary>
    public Tensor AnswerBlind(Tensor ids, Tensor lengths, Generator? dropout = null)
    {
        ArgumentNullException.ThrowIfNull(ids);
        using var scope = NewDisposeScope();
        Tensor q = EncodeQuestion(ids, lengths, dropout);
        return Classify(zeros(ids.shape[0], _hidden.in_features - Options.Lstm), q, dropout).MoveToOuterDisposeScope();
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing) _positions.Dispose();
        base.Dispose(disposing);
    }
}
