using TorchSharp.Modules;
using Ucam.Numbers;
using Ucam.Vqa.Models.Backbones;
using Ucam.Vqa.Models.Heads;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Ucam.Vqa;

/// <summary>
/// A VQA method on a grid of image features, in three parts: <see cref="Look"/> (question, attention), <see cref="Gather"/> (pooling)
/// and <see cref="Classify"/>. Gradient certainty stands between the first two, the head mode of MC dropout repeats the third alone.
/// Dropout is on exactly where a generator is given, so that training, evaluation and MC passes say so at the call.
/// </summary>
public abstract class VqaHead : Module
{
    /// <summary>Makes the question's encoder; the method's constructor makes its own layers and ends with <see cref="Complete"/>.</summary>
    /// <param name="name">Name of the module.</param>
    /// <param name="options">The method's sizes.</param>
    /// <param name="shape">What it takes and gives.</param>
    /// <exception cref="UcamException">A size is out of range.</exception>
    protected VqaHead(string name, HeadOptions options, HeadShape shape) : base(name)
    {
        ArgumentNullException.ThrowIfNull(options);
        Settings.Check(options);
        Options = options;
        Shape = shape;
        _embedding = Embedding(shape.Words, options.Embedding, padding_idx: 0);
        _lstm = LSTM(options.Embedding, options.Lstm, batchFirst: true);
    }

    private protected readonly Embedding _embedding;
    private protected readonly LSTM _lstm;
    private Tensor? _positions;

    /// <summary>The method and its sizes.</summary>
    public HeadOptions Options { get; }

    /// <summary>What it takes and gives.</summary>
    public HeadShape Shape { get; }

    /// <summary>C', channels of a position with x and y where the options append them.</summary>
    public int Width => Shape.Width(Options);

    /// <summary>Multiply-adds of projecting one picture, by which the threads are chosen.</summary>
    internal long Work => (long)Shape.Positions * Width * Options.Attention;

    /// <summary>The last layer, whose outputs are the logits.</summary>
    protected internal abstract Linear AnswerLayer { get; }

    /// <summary>Whether dropout acts on what is made of a picture alone, so that questions that share a picture share its mask.</summary>
    internal virtual bool DropsPictures => Options.ImageDropout > 0;

    /// <summary>
    /// Raw features (N,P,C), ids (B,L), lengths (B) ≥ 1 → where it looks. The groups say how many questions are about each picture;
    /// without, B = N·m and questions n·m … n·m+m−1 are about picture n. Dropout on what is made of a picture alone is drawn once a picture.
    /// </summary>
    public abstract Glimpse Look(Tensor features, Tensor ids, Tensor lengths, Generator? dropout = null, QuestionGroups? groups = null);

    /// <summary>
    /// f (B,F): what the attention gathers from the values, with what the classifier needs of the question; unless a method says
    /// otherwise, the pooled values beside the question. No dropout here.
    /// </summary>
    public virtual Tensor Gather(Glimpse glimpse)
    {
        ArgumentNullException.ThrowIfNull(glimpse);
        using var scope = NewDisposeScope();
        return cat([Pool(glimpse.Values, glimpse.Attention, glimpse.Groups), glimpse.Question], 1).MoveToOuterDisposeScope();
    }

    /// <summary>(B,P,G): the maps of the attention over positions alone, each summing to 1 over P.</summary>
    internal virtual Tensor Maps(Glimpse glimpse) => glimpse.Attention.alias();

    /// <summary>The attention of every hop, (B,P,A) each, first to last.</summary>
    internal virtual IReadOnlyList<Tensor> Hops(Glimpse glimpse) => [glimpse.Attention];

    /// <summary>The glimpse with these attentions in place of its own, as if nothing else hung on them.</summary>
    internal virtual Glimpse WithHops(Glimpse glimpse, IReadOnlyList<Tensor> hops) => glimpse with { Attention = hops[0] };

    /// <summary>An attention of this shape, one of <see cref="Hops"/>, that prefers nothing.</summary>
    internal virtual Tensor Even(Glimpse glimpse, Tensor attention) => full_like(attention, 1.0 / attention.shape[1]);

    /// <summary>Logits (…,K) from f (…,F).</summary>
    public abstract Tensor Classify(Tensor gathered, Generator? dropout = null);

    /// <summary>Logits (n,B,K) of n passes past the attention, each with dropout masks of its own.</summary>
    internal Tensor ClassifyPasses(Tensor gathered, int passes, Generator dropout)
    {
        using Tensor repeated = gathered.expand(passes, -1, -1);
        return Classify(repeated, dropout);
    }

    /// <summary>
    /// The whole model: raw features (N,P,C), ids (B,L), lengths (B) as in <see cref="Look"/> → logits (B,K), attention (B,P,A). The
    /// caller disposes both.
    /// </summary>
    public (Tensor Logits, Tensor Attention) Answer(Tensor features, Tensor ids, Tensor lengths,
        Generator? dropout = null, QuestionGroups? groups = null)
    {
        using var scope = NewDisposeScope();
        Glimpse glimpse = Look(features, ids, lengths, dropout, groups);
        Tensor logits = Classify(Gather(glimpse), dropout);
        return (logits.MoveToOuterDisposeScope(), glimpse.Attention.MoveToOuterDisposeScope());
    }

    /// <summary>The same model with nothing to see: what the question alone gives away (the blind model). Logits (B,K).</summary>
    public virtual Tensor AnswerBlind(Tensor ids, Tensor lengths, Generator? dropout = null)
    {
        ArgumentNullException.ThrowIfNull(ids);
        using var scope = NewDisposeScope();
        // A blank picture is ones, not zeros: a method that multiplies picture and question would lose the question as well.
        Tensor blank = ones(1, Shape.Positions, Shape.Channels, dtype: _embedding.weight!.dtype, device: _embedding.weight.device);
        (Tensor logits, _) = Answer(blank, ids, lengths, dropout);
        return logits.MoveToOuterDisposeScope();
    }

    /// <summary>
    /// v (N,P,C'): features scaled over channels to length 1 or the options' <see cref="HeadOptions.FeatureScale"/>, with x and y in [−scale,scale]
    /// appended where the options say so.
    /// </summary>
    public Tensor Prepare(Tensor features)
    {
        ArgumentNullException.ThrowIfNull(features);
        using var scope = NewDisposeScope();
        Tensor v = features / (features.norm(2, keepdim: true, p: 2f) + 1e-8);
        if (Options.FeatureScale != 1) v = v * Options.FeatureScale;
        if (_positions is { } positions) v = cat([v, positions.to(features.device).expand(features.shape[0], -1, -1)], 2);
        return v.MoveToOuterDisposeScope();
    }

    /// <summary>(B,A·V): for each of A maps the attention-weighted sum over positions of values (N,P,V), N and B as in <see cref="Look"/>.</summary>
    /// <param name="v">Values (N,P,V).</param>
    /// <param name="attention">Maps (B,P,A).</param>
    /// <param name="groups">How the questions share the pictures, as in <see cref="Look"/>.</param>
    public static Tensor Pool(Tensor v, Tensor attention, QuestionGroups? groups = null) => AttentionPooling.Pool(v, attention, groups);

    /// <summary>
    /// A look by attention (B,P,G), a softmax over positions of scores of the picture (N,P,C') and q (B,Lstm), the final hidden state.
    /// </summary>
    private protected Glimpse LookBy(Func<Tensor, Tensor, Tensor> scores, Tensor features, Tensor ids, Tensor lengths, Generator? dropout,
        QuestionGroups? groups)
    {
        using var scope = NewDisposeScope();
        (Tensor q, _) = Read(ids, lengths, dropout);
        Tensor v = Prepare(features);
        Tensor image = SeededDropout.Apply(v, Options.ImageDropout, dropout);
        Tensor question = SeededDropout.Apply(q, Options.QuestionDropout, dropout);
        return new Glimpse(scores(image, question).softmax(1), v, q) { Groups = groups }.MoveToOuterDisposeScope();
    }

    /// <summary>Logits of what the two ends of a gathered vector, the pooled picture and q (…,Lstm), make when they are joined.</summary>
    private protected Tensor ClassifyJoined(Func<Tensor, Tensor, Tensor> join, Tensor gathered, Generator? dropout)
    {
        using var scope = NewDisposeScope();
        Tensor f = SeededDropout.Apply(gathered, Options.ClassifierDropout, dropout);
        long pooled = f.shape[^1] - Options.Lstm;
        return ClassifyLast(join(f.narrow(-1, 0, pooled), f.narrow(-1, pooled, Options.Lstm)), dropout).MoveToOuterDisposeScope();
    }

    /// <summary>Logits of what the last layer is given.</summary>
    private protected Tensor ClassifyLast(Tensor joint, Generator? dropout)
    {
        using var scope = NewDisposeScope();
        return LargeProduct.Of(AnswerLayer, SeededDropout.Apply(joint, Options.ClassifierDropout, dropout)).MoveToOuterDisposeScope();
    }

    /// <summary>The LSTM over word ids (B,L), lengths (B) ≥ 1: final hidden and cell state, each (B,Lstm).</summary>
    protected (Tensor Hidden, Tensor Cell) Read(Tensor ids, Tensor lengths, Generator? dropout)
    {
        using var scope = NewDisposeScope();
        (nn.utils.rnn.PackedSequence states, Tensor hidden, Tensor cell) = Run(ids, lengths, dropout);
        states.Dispose();
        return (hidden[0].MoveToOuterDisposeScope(), cell[0].MoveToOuterDisposeScope());
    }

    /// <summary>The LSTM's hidden state after each word, (B,L,Lstm), zero where the question is over.</summary>
    protected Tensor ReadWords(Tensor ids, Tensor lengths, Generator? dropout)
    {
        using var scope = NewDisposeScope();
        (nn.utils.rnn.PackedSequence states, _, _) = Run(ids, lengths, dropout);
        (Tensor words, _) = nn.utils.rnn.pad_packed_sequence(states, batch_first: true, total_length: ids.shape[1]);
        states.Dispose();
        return words.MoveToOuterDisposeScope();
    }

    /// <summary>Dropout as every head has it: without a generator the values as they are.</summary>
    /// <param name="values">Any shape.</param>
    /// <param name="rate">Share that is dropped, [0,1).</param>
    /// <param name="dropout">The random state; null switches it off.</param>
    protected static Tensor Drop(Tensor values, double rate, Generator? dropout) => SeededDropout.Apply(values, rate, dropout);

    /// <summary>(B,…): a row of pictures (N,…) for each of their B questions, N and B as in <see cref="Look"/>.</summary>
    protected static Tensor Repeat(Tensor pictures, long questions, QuestionGroups? groups)
    {
        ArgumentNullException.ThrowIfNull(pictures);
        return groups is null ? pictures.repeat_interleave(questions / pictures.shape[0], 0) : groups.Repeat(pictures);
    }

    private (nn.utils.rnn.PackedSequence States, Tensor Hidden, Tensor Cell) Run(Tensor ids, Tensor lengths, Generator? dropout)
    {
        ArgumentNullException.ThrowIfNull(ids);
        Tensor words = SeededDropout.Apply(_embedding.call(ids), Options.QuestionDropout, dropout).tanh();
        using var packed = nn.utils.rnn.pack_padded_sequence(words, lengths, batch_first: true, enforce_sorted: false);
        return _lstm.call(packed);
    }

    /// <summary>To be called last in a constructor: registers and initialises the parameters.</summary>
    protected void Complete()
    {
        RegisterComponents();
        HeadInitialiser.Initialise(this, Options.ForgetBias);
        // Set after registration: the positions are computed, not learned, and don't belong in a checkpoint.
        if (Options.Positions) _positions = GridPositions.Create(Shape.Rows, Shape.Columns, Options.PositionScale);
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing) _positions?.Dispose();
        base.Dispose(disposing);
    }
}
