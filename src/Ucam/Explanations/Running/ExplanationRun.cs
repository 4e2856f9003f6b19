using Ucam.Numbers;
using static TorchSharp.torch;

namespace Ucam.Explanations.Running;

/// <summary>A batch on a model that is frozen and tapped until this is disposed.</summary>
internal sealed class ExplanationRun : IDisposable
{
    private readonly ModelRunner _runner;
    private readonly MapLayout _layout;
    private readonly List<IDisposable> _held = [];
    private readonly LayerTap? _tap;
    private readonly Tensor _input;
    private readonly string? _layer;
    private Tensor? _inputLeaf, _attention, _attentionNode, _given;
    private LayerReading? _reading;
    private Tensor[] _tokens = [];
    private AttentionHops? _hops;

    public ExplanationRun(ExplainedModel model, string? layer, Tensor[] inputs, ExplanationTarget target, ExplainerOptions options,
        Thinning? thinning)
    {
        (Model, Target, Options, Thinning, _layer) = (model, target, options, thinning, layer);
        Batch = inputs[0].shape[0];
        _layout = MapLayout.Of(inputs[0], options.InputLayout, options.InputGrid, "The explained input");
        using var scope = NewDisposeScope();
        try
        {
            if (model.Hold is { } hold) _held.Add(hold());
            _input = Hold(inputs[0].detach().clone());
            Picture = Hold(_layout.ToMaps(_input));
            Tensor[] others = [.. inputs[1..].Select(other => Hold(other.detach().clone()))];
            Inputs = [_input, .. others];
            _runner = new ModelRunner(model, others, Batch, thinning);
            _held.Add(new FrozenModel(model.Parts.Select(part => part.Module)));
            if (layer is not null) _held.Add(_tap = new LayerTap(model.Layer(layer), layer));
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    public ExplainedModel Model { get; }

    /// <summary>All inputs, the explained one first.</summary>
    public Tensor[] Inputs { get; }

    public ExplanationTarget Target { get; set; }

    public ExplainerOptions Options { get; }

    /// <summary>The dropout that is on; null for none.</summary>
    public Thinning? Thinning { get; }

    public IProgress<double>? Progress { get; set; }

    public CancellationToken Cancellation { get; init; }

    public long Batch { get; }

    public int Passes => _runner.Passes;

    /// <summary>The explained input as maps (B,C,H,W).</summary>
    public Tensor Picture { get; }

    /// <summary>What is explained: the tap's leaf, or that of the input where there is no layer.</summary>
    private Tensor Leaf => _tap?.Leaf ?? _inputLeaf!;

    private string Where => _tap is null ? "the explained input" : "the layer";

    /// <summary>Outputs (T,B,…) for the clean input, with the graph from the layer on.</summary>
    public Tensor CleanOutputs()
    {
        using var gradient = enable_grad();
        using var scope = NewDisposeScope();
        if (_tap is null) _inputLeaf = Hold(_input.detach().clone().requires_grad_(true));
        Tensor outputs = _tap?.Capture(() => _runner.Run(_input.clone())) ?? _runner.Run(_inputLeaf!.clone());
        _attention = _runner.Attention is { } attention ? Hold(attention.detach()) : null;
        _attentionNode = _runner.Attention is { requires_grad: true } node ? Hold(node) : null;
        _tokens = [.. _runner.LayerAttentions.Select(Hold)];
        // Also where nothing hangs on the attention, which then is no place for evidence.
        foreach (Tensor tensor in _runner.Hops?.Tensors ?? []) Hold(tensor);
        _hops = _runner.Hops is { } hops && hops.Values[0].requires_grad ? hops : null;
        _given = _tap is null && _runner.Activation is { } activation ? Hold(activation.detach()) : null;
        return outputs.MoveToOuterDisposeScope();
    }

    /// <summary>Outputs (T,M,…) for inputs (M,C,H,W).</summary>
    public Tensor Outputs(Tensor pictures) => _runner.Run(_layout.FromMaps(pictures));

    /// <summary>The same for copies of the clean input, with the layer's output replaced by activations (M,C,h,w).</summary>
    public Tensor OutputsWith(Tensor activations)
    {
        if (_given is not null) throw Outside("cannot be replaced");
        if (_tap is null) return Outputs(activations);
        Tensor native = Reading().FromMaps(Repeated(activations, Passes), () => CleanRows(activations.shape[0]));
        return _tap.Replace(native, () => _runner.Run(Repeated(_input, activations.shape[0] / Batch)));
    }

    /// <summary>A (B,C,h,w), after <see cref="CleanOutputs"/>.</summary>
    public Tensor ActivationMaps()
    {
        NeedLayer();
        return OverPasses(_given ?? Leaf.detach(), average: true);
    }

    /// <summary>The gradient of a score at the layer, (B,C,h,w); the graph is kept.</summary>
    public Tensor ActivationGradient(Tensor score)
    {
        if (_given is not null) throw Outside("has no gradient");
        NeedLayer();
        using var scope = NewDisposeScope();
        return OverPasses(Differential.Of(score, [Leaf], Where, retain: true)[0], average: false).MoveToOuterDisposeScope();
    }

    /// <summary>
    /// The activation times the gradient of a score at it, summed over maps or channels and passes, (B,rows,columns): at the model's own
    /// attention where it gives one that the output depends on, with all else as it is, or else at the layer; the graph is kept.
    /// </summary>
    /// <param name="score">A function of the clean outputs.</param>
    /// <param name="hop">One of the attention's hops, from 0; all of them where null.</param>
    public Tensor Evidence(Tensor score, int? hop = null)
    {
        using var scope = NewDisposeScope();
        Tensor[] nodes = _hops is { } hops ? [.. hops.Values] : _attentionNode is { } node ? [node] : [];
        if (nodes.Length == 0) return (ActivationMaps() * ActivationGradient(score)).sum(1).MoveToOuterDisposeScope();
        if (hop is { } one) nodes = [nodes[Math.Min(one, nodes.Length - 1)]];
        Tensor[] gradients = Differential.Of(score, nodes, "the attention", retain: true);
        return AttentionGrid([.. nodes.Select((a, i) => a.detach() * gradients[i])]).MoveToOuterDisposeScope();
    }

    /// <summary>
    /// Where evidence is measured, after <see cref="CleanOutputs"/>: as for <see cref="Evidence"/>, if other attentions can be tried.
    /// </summary>
    public EvidencePlace Place()
    {
        if (_hops is { } hops)
            return new EvidencePlace(hops.Values, hops.Even, values => InPasses(hops.Scores(values)), AttentionGrid);
        if (_given is not null) throw Outside("has no gradient");
        NeedLayer();
        Tensor start = Hold(zeros_like(Leaf).detach());
        return new EvidencePlace([Leaf], [start],
            values => _tap?.Replace(values[0], () => _runner.Run(_input.clone())) ?? _runner.Run(values[0].clone()),
            values => OverPasses(values[0], average: false).sum(1));
    }

    /// <summary>The same batch on the same model, otherwise thinned or asked; the caller disposes it, before this.</summary>
    public ExplanationRun Again(ExplanationTarget target, Thinning? thinning) =>
        new(Model, _layer, Inputs, target, Options, thinning) { Progress = Progress, Cancellation = Cancellation };

    private Tensor InPasses(Tensor scores) => scores.reshape([Passes, Batch, .. scores.shape[1..]]);

    /// <summary>Numbers of the attention's shape, (T·B,P,A) each, summed over hops, maps and passes: (B,rows,columns).</summary>
    public Tensor AttentionGrid(IReadOnlyList<Tensor> each)
    {
        using var scope = NewDisposeScope();
        Tensor[] positions = [.. each.Select(values => values.view(Passes, Batch, values.shape[1], -1).sum([0, 3]))];
        return OnGrid(positions.Aggregate((a, b) => a + b)).MoveToOuterDisposeScope();
    }

    /// <summary>
    /// The gradient of a score of the outputs (T,M,…) at inputs (M,C,H,W), of that shape; with probes also what each adds (B,C,h,w).
    /// </summary>
    public (Tensor Picture, IReadOnlyList<Tensor> Probed) PictureGradient(Tensor pictures, Func<Tensor, Tensor> score, BiasProbes? probes = null)
    {
        using var gradient = enable_grad();
        using var scope = NewDisposeScope();
        Tensor leaf = _layout.FromMaps(pictures.detach()).clone().requires_grad_(true);
        Tensor outputs = score(_runner.Run(leaf.clone()));
        Tensor[] found = Differential.Of(outputs, [leaf, .. probes?.Probes ?? []], "the explained input");
        IReadOnlyList<Tensor> probed = probes?.Contributions(found[1..]) ?? [];
        return (_layout.ToMaps(found[0]).MoveToOuterDisposeScope(), [.. probed.Select(p => SumPasses(p).MoveToOuterDisposeScope())]);
    }

    /// <summary>The model's attention (B,P,A) as the mean of its maps, (B,rows,columns); null if it gave none.</summary>
    public Tensor? AttentionMaps()
    {
        if (_attention is null) return null;
        using var scope = NewDisposeScope();
        return OnGrid(_attention.view(Passes, Batch, _attention.shape[1], -1).mean([0, 3])).MoveToOuterDisposeScope();
    }

    /// <summary>
    /// The attention between the tokens of a transformer as the model gave it, with the score's gradient there if one is given; in the caller's
    /// dispose scope.
    /// </summary>
    /// <exception cref="UcamException">The model gave none, or it is no attention between tokens.</exception>
    public TokenAttention TokenAttention(Tensor? score) =>
        Running.TokenAttention.Of(_tokens, score, (Passes, Batch), new TokenGrid(Options.LayerGrid ?? Options.InputGrid, EdgeTokens.Of(Options)));

    // From (B,P) to (B,rows,columns).
    private Tensor OnGrid(Tensor positions)
    {
        MapLayout grid = MapLayout.Of(positions.unsqueeze(2), null, Options.LayerGrid ?? Options.InputGrid, "The attention");
        return positions.view(Batch, grid.Rows, grid.Columns);
    }

    public void Dispose()
    {
        for (int i = _held.Count - 1; i >= 0; i--) _held[i].Dispose();
        _held.Clear();
    }

    /// <summary>From the native (T·B,…) to maps (B,C,h,w).</summary>
    private Tensor OverPasses(Tensor native, bool average)
    {
        using var scope = NewDisposeScope();
        Tensor maps = _tap is null && _given is null ? _layout.ToMaps(native) : Reading().ToMaps(native);
        Tensor sum = SumPasses(maps);
        if (average) sum = sum * (Batch / (double)maps.shape[0]);
        return sum.MoveToOuterDisposeScope();
    }

    private static Tensor Repeated(Tensor tensor, long times) => tensor.repeat([times, .. Enumerable.Repeat(1L, (int)tensor.dim() - 1)]);

    // The layer's own output for copies of the clean batch: T·M rows, wherever its batch is.
    private Tensor CleanRows(long copies)
    {
        Tensor rows = arange(Passes * Batch, dtype: ScalarType.Int64, device: Leaf.device).view(Passes, 1, Batch);
        return Leaf.detach().index_select(Reading().BatchDimension, rows.expand(Passes, copies / Batch, Batch).reshape(-1));
    }

    private Tensor SumPasses(Tensor maps) => maps.reshape([-1, Batch, .. maps.shape[1..]]).sum([0]);

    // A picture is no layer's output; what a function or a model without layers takes may be one.
    private void NeedLayer()
    {
        if (_tap is not null || _given is not null || Model.InputIsLayer || Model.LayersInWords() is not { Length: > 0 } layers) return;
        throw new UcamException($"The map is made of a layer's output, and no layer was given; give one of: {layers}. Where the explained input is "
            + "itself a layer's output, give the explainer a function instead of the model.")
        { Field = "layer" };
    }

    private LayerReading Reading() => _reading ??= LayerReading.Of(_given ?? Leaf, Passes * Batch, Options);

    private static UcamException Outside(string what) =>
        new($"The feature map comes out of the model and {what}; take a method that needs forward passes alone: "
            + $"{string.Join(", ", ExplanationMethods.All.Where(m => m.ForwardOnly).Select(m => m.Name))}.");

    private T Hold<T>(T value) where T : Tensor
    {
        _held.Add(value.DetachFromDisposeScope());
        return value;
    }
}
