using System.Diagnostics;
using Ucam.Explanations.Running;
using Ucam.Uncertainty;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Ucam;

/// <summary>
/// What a method may ask of a model on a batch of B samples. Everything with positions comes and goes as maps (N,C,rows,columns),
/// whatever the model's own layout; what is computed once is kept. Tensors that properties give belong to the context.
/// </summary>
public sealed class ExplanationContext : IDisposable
{
    private readonly ExplanationRun _run;
    private readonly List<Tensor> _kept = [];
    private Func<Tensor, Tensor>? _score;
    private Tensor? _outputs, _activation, _gradient, _attention, _evidence;

    internal ExplanationContext(ExplanationRun run) => _run = run;

    /// <summary>B.</summary>
    public int Batch => (int)_run.Batch;

    /// <summary>Drives whatever randomness a method has.</summary>
    public int Seed => _run.Options.Seed;

    /// <summary>The explained input, (B,C,H,W).</summary>
    public Tensor Picture => _run.Picture;

    /// <summary>The layer's output A, (B,C,h,w); the mean over passes where there are several.</summary>
    /// <exception cref="UcamException">No layer was given, and the model gives no feature map of its own.</exception>
    public Tensor Activation => _activation ??= Once(() => Started(_run.ActivationMaps));

    /// <summary>∂target/∂A, (B,C,h,w), summed over passes.</summary>
    public Tensor Gradient => _gradient ??= Once(() => GradientOf(_run.Target));

    /// <summary>The model's own attention as one map a sample, the mean of its glimpses and passes, (B,rows,columns); null if it has none.</summary>
    public Tensor? Attention => _attention ??= Started(_run.AttentionMaps) is { } maps ? Keep(maps) : null;

    /// <summary>The output for the clean input, (T,B,…), with its graph from the layer on.</summary>
    internal Tensor Outputs => _outputs ??= Once(() => _run.CleanOutputs());

    internal ExplanationRun Run => _run;

    /// <summary>Another target for what is made from now on, of the same forward pass.</summary>
    internal void Aim(ExplanationTarget target) => (_run.Target, _score, _gradient, _evidence) = (target, null, null, null);

    /// <summary>The gradient of another target at the layer, (B,C,h,w), from the same forward pass; in the caller's dispose scope.</summary>
    public Tensor GradientOf(ExplanationTarget target)
    {
        ArgumentNullException.ThrowIfNull(target);
        using var gradient = enable_grad();
        using var scope = NewDisposeScope();
        Func<Tensor, Tensor> score = target == _run.Target ? Bind() : target.Bind(Outputs, _run.Options.MultiLabel);
        return _run.ActivationGradient(score(Outputs)).MoveToOuterDisposeScope();
    }

    /// <summary>log p of what the target is about, as a function of outputs (T,M,…), settled on the clean input.</summary>
    internal Func<Tensor, Tensor> AnswerScore()
    {
        Func<Tensor, Tensor> score = Bind();
        // A class's logit in log p is its log p; what is made of probabilities is the same of both.
        return _run.Options.MultiLabel || Outputs.shape[^1] == 1
            ? outputs => functional.logsigmoid(score(outputs)) : outputs => score(outputs.log_softmax(-1));
    }

    /// <summary>What evidence is made of: the answer's log p, or the entropy, as a function of outputs (T,M,…).</summary>
    internal Func<Tensor, Tensor> EvidenceScore(bool doubt) => doubt ? ScoreOf(ExplanationTarget.Predictive) : AnswerScore();

    /// <summary>Another target as a function of outputs (T,M,…).</summary>
    internal Func<Tensor, Tensor> ScoreOf(ExplanationTarget target) => target.Bind(Outputs, _run.Options.MultiLabel);

    /// <summary>The attention between a transformer's tokens, with the target's gradient there where wanted; in the caller's dispose scope.</summary>
    internal TokenAttention TokenAttention(bool graded)
    {
        Tensor outputs = Outputs;
        if (!graded) return _run.TokenAttention(null);
        using var gradient = enable_grad();
        return _run.TokenAttention(Bind()(outputs));
    }

    /// <summary>
    /// a ⊙ ∂c/∂a (docs/method.md §4b) at the model's attention, or else at the layer, (B,rows,columns); in the caller's dispose scope.
    /// </summary>
    /// <param name="score">c, a function of the outputs (T,B,…).</param>
    /// <param name="hop">One of the attention's hops, from 0; all of them where null.</param>
    internal Tensor Evidence(Func<Tensor, Tensor> score, int? hop = null)
    {
        using var gradient = enable_grad();
        using var scope = NewDisposeScope();
        return _run.Evidence(score(Outputs), hop).MoveToOuterDisposeScope();
    }

    /// <summary>
    /// The same for c = log p of what the target is about, made of what <see cref="Knows"/> was told where it was told; in the caller's dispose
    /// scope.
    /// </summary>
    internal Tensor AnswerEvidence()
    {
        if (_evidence is null) return Evidence(AnswerScore());
        _ = Outputs;
        return _run.AttentionGrid([_evidence]);
    }

    /// <summary>a ⊙ ∂ log p/∂a (B,P,A) for the target at the model's one attention, which somebody made already; it stays the caller's.</summary>
    internal void Knows(Tensor evidence) => _evidence = evidence;

    /// <summary>Its integral on the way from even attention, or from a layer of zeros, (B,rows,columns); in the caller's dispose scope.</summary>
    internal Tensor PathEvidence(Func<Tensor, Tensor> score)
    {
        _ = Outputs;
        (Tensor map, SumErrors) = new PathIntegral(_run.Place(), score).Map();
        return map;
    }

    /// <summary>The same batch on the same model with another target or dropout; to be disposed before this.</summary>
    internal ExplanationContext Again(ExplanationTarget target, Thinning? thinning) => new(_run.Again(target, thinning));

    /// <summary>What the method that runs says of its sums, one a sample: see <see cref="RawMap.SumError"/>.</summary>
    internal double[]? SumErrors { get; set; }

    /// <summary>
    /// The target of inputs (n·B,C,H,W), n copies of the batch one after another: (n,B). No gradient; in the caller's dispose scope.
    /// </summary>
    public Tensor Score(Tensor pictures)
    {
        ArgumentNullException.ThrowIfNull(pictures);
        using var quiet = no_grad();
        return Rows(() => _run.Outputs(pictures));
    }

    /// <summary>The same for the clean input, with the layer's output replaced by activations (n·B,C,h,w): (n,B).</summary>
    public Tensor ScoreActivations(Tensor activations)
    {
        ArgumentNullException.ThrowIfNull(activations);
        using var quiet = no_grad();
        return Rows(() => _run.OutputsWith(activations));
    }

    /// <summary>∂target/∂picture at inputs (n·B,C,H,W), of that shape; in the caller's dispose scope.</summary>
    public Tensor PictureGradient(Tensor pictures)
    {
        ArgumentNullException.ThrowIfNull(pictures);
        return _run.PictureGradient(pictures, Bind()).Picture;
    }

    /// <summary>
    /// Runs through n perturbed copies of the batch in chunks of bounded memory: gives the first and the number of each; reports
    /// progress, and stops where that is asked for.
    /// </summary>
    /// <param name="copies">n, ≥ 1.</param>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public IEnumerable<(int Start, int Count)> Chunks(int copies)
    {
        int done = 0;
        foreach (int count in PassChunks.Of(copies, Picture.numel() * _run.Passes, _run.Options.ElementsAtOnce))
        {
            _run.Cancellation.ThrowIfCancellationRequested();
            yield return (done, count);
            done += count;
            _run.Progress?.Report(done / (double)copies);
        }
    }

    /// <summary>How long a forward pass of one copy of the batch takes among others, in seconds; measured by a chunk of at most eight.</summary>
    internal double SecondsPerPass()
    {
        const int most = 8;
        int copies = PassChunks.Of(most, Picture.numel() * _run.Passes, _run.Options.ElementsAtOnce).First();
        _ = Outputs;
        using var scope = NewDisposeScope();
        Tensor pictures = Picture.repeat(copies, 1, 1, 1);
        var watch = Stopwatch.StartNew();
        Score(pictures);
        return watch.Elapsed.TotalSeconds / copies;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (Tensor tensor in _kept) tensor.Dispose();
        _run.Dispose();
    }

    /// <summary>The target as a function of outputs (T,M,…), settled on the clean input.</summary>
    internal Func<Tensor, Tensor> Bind() => _score ??= _run.Target.Bind(Outputs, _run.Options.MultiLabel);

    /// <summary>The target with what it takes from the clean input fixed, for other runs of the same batch.</summary>
    internal ExplanationTarget Settled() => _run.Target.Settle(Outputs, _run.Options.MultiLabel);

    // The attention and the layer's output come with the clean forward pass.
    private T Started<T>(Func<T> read)
    {
        _ = Outputs;
        return read();
    }

    private Tensor Rows(Func<Tensor> outputs)
    {
        Func<Tensor, Tensor> score = Bind();
        using var scope = NewDisposeScope();
        return score(outputs()).view(-1, Batch).MoveToOuterDisposeScope();
    }

    private Tensor Once(Func<Tensor> compute)
    {
        using var scope = NewDisposeScope();
        return Keep(compute());
    }

    private Tensor Keep(Tensor tensor)
    {
        _kept.Add(tensor.DetachFromDisposeScope());
        return tensor;
    }
}
