using System.Diagnostics;
using Ucam.Explanations.Running;
using static TorchSharp.torch;

namespace Ucam;

/// <summary>
/// Explains any TorchSharp model: which positions of its input a class, a contrast or an uncertainty hangs on. The model stays as it
/// is: hooks are set for the time of a call, on every way out the mode and each parameter's requires_grad are what they were, no
/// gradient is left in .grad, and inputs are not changed. During a call the model is in evaluation mode, so it must not be used by
/// another thread meanwhile.
/// </summary>
public sealed class Explainer : IDisposable
{
    private readonly ExplainedModel _model;
    private readonly CallGuard _calls = new();

    /// <summary>Explains a model of one, two or three inputs, the explained one first.</summary>
    /// <param name="module">A module that turns one to three tensors into scores (B,K); it stays the caller's.</param>
    /// <param name="layer">One of <see cref="Layers"/>, for class activation maps, which need one where the model has layers.</param>
    /// <param name="options">Layouts, dropout passes, seed, memory.</param>
    /// <exception cref="UcamException">There is no such layer, the module has another form, or an option is out of range.</exception>
    public Explainer(nn.Module module, string? layer = null, ExplainerOptions? options = null)
        : this(new ExplainedModel([("", NotNull(module))], (inputs, _) => new ModelOutput(Call(module, inputs))), layer, options) { }

    /// <summary>Explains a model of any inputs.</summary>
    /// <param name="module">Whose layers can be named, whose mode is set and whose dropout is on; it stays the caller's.</param>
    /// <param name="forward">From all inputs, the explained one first and each batch first, to the scores.</param>
    /// <param name="layer">One of <see cref="Layers"/>, for class activation maps, which need one where the model has layers.</param>
    /// <param name="options">Layouts, dropout passes, seed, memory.</param>
    /// <exception cref="UcamException">There is no such layer, or an option is out of range.</exception>
    public Explainer(nn.Module module, Func<Tensor[], ModelOutput> forward, string? layer = null, ExplainerOptions? options = null)
        : this(new ExplainedModel([("", NotNull(module))], (inputs, _) => NotNull(forward)(inputs)), layer, options) { }

    /// <summary>
    /// Explains any function, such as a model that runs elsewhere, by the methods that perturb its input; by gradient too where it is
    /// differentiable.
    /// </summary>
    /// <param name="forward">From all inputs, the explained one first and each batch first, to the scores.</param>
    /// <param name="options">Layouts, seed, memory.</param>
    /// <exception cref="UcamException">An option is out of range.</exception>
    public Explainer(Func<Tensor[], ModelOutput> forward, ExplainerOptions? options = null)
        : this(new ExplainedModel([], (inputs, _) => NotNull(forward)(inputs)), null, options) { }

    internal Explainer(ExplainedModel model, string? layer, ExplainerOptions? options)
    {
        Options = options ?? new ExplainerOptions();
        Settings.Check(Options);
        (_model, Layer) = (model, layer);
        if (layer is null) return;
        // Said here rather than at the first map.
        new LayerTap(model.Layer(layer), layer).Dispose();
    }

    /// <summary>Layouts, dropout passes, seed, memory.</summary>
    public ExplainerOptions Options { get; }

    internal ExplainedModel Model => _model;

    /// <summary>The explained layer; null for none.</summary>
    public string? Layer { get; }

    /// <summary>The layers that can be explained, by the names that named_modules() gives them.</summary>
    /// <exception cref="ArgumentNullException">There is no module.</exception>
    public static IReadOnlyList<string> Layers(nn.Module module) =>
        new ExplainedModel([("", NotNull(module))], (_, _) => throw new InvalidOperationException()).Layers();

    /// <summary>One map of one sample.</summary>
    /// <param name="method">The method.</param>
    /// <param name="picture">The input, batch of 1 first.</param>
    /// <param name="target">What is explained; the model's own answer where null. A number is that class.</param>
    /// <exception cref="UcamException">The input, the target or the layer does not fit the model; the message says how.</exception>
    public ActivationMap Map(ExplanationMethod method, Tensor picture, ExplanationTarget? target = null) => Map(method, [picture], target);

    /// <summary>One map of one sample of a model with several inputs.</summary>
    /// <param name="method">The method.</param>
    /// <param name="inputs">All inputs, the explained one first, each with a batch of 1 first.</param>
    /// <param name="target">What is explained; the model's own answer where null. A number is that class.</param>
    /// <exception cref="UcamException">The input, the target or the layer does not fit the model; the message says how.</exception>
    public ActivationMap Map(ExplanationMethod method, Tensor[] inputs, ExplanationTarget? target = null)
    {
        Check(inputs);
        if (inputs[0].shape[0] != 1) throw new UcamException($"The batch has {inputs[0].shape[0]} samples; Map explains one: take Explain.");
        return Explain([method], inputs, target)[0][0].ToMap();
    }

    /// <summary>Several maps of a batch: those by a layer's gradient share one forward and one backward pass.</summary>
    /// <param name="methods">The methods.</param>
    /// <param name="inputs">All inputs, the explained one first, each batch first.</param>
    /// <param name="target">What is explained; the model's own answer where null.</param>
    /// <param name="progress">Told the share that is done, 0 to 1.</param>
    /// <param name="cancellation">Stops between two chunks.</param>
    /// <returns>For each method, in the order given, the map of each sample.</returns>
    /// <exception cref="UcamException">The input, the target or the layer does not fit the model; the message says how.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public IReadOnlyList<IReadOnlyList<RawMap>> Explain(
        IReadOnlyList<ExplanationMethod> methods, Tensor[] inputs, ExplanationTarget? target = null, IProgress<double>? progress = null,
            CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(methods);
        using CallGuard.Call call = _calls.Enter(this);
        using Activity? span = Span(methods);
        try
        {
            using ExplanationContext context = Open(inputs, target, null, cancellation);
            var maps = new List<IReadOnlyList<RawMap>>();
            foreach (ExplanationMethod method in methods)
            {
                cancellation.ThrowIfCancellationRequested();
                context.Run.Progress = progress is null ? null : new ShareOf(progress, maps.Count, methods.Count);
                maps.Add(RawMaps.Of(method, context));
                progress?.Report(maps.Count / (double)methods.Count);
            }
            return maps;
        }
        catch (Exception e)
        {
            span.Failed(e);
            throw;
        }
    }

    /// <summary>
    /// How certain a map is: the method on T networks, each thinned by its own dropout, for the target of the whole network. Modules
    /// draw one mask for all copies that a method runs; a head that takes its randomness by argument draws one a row.
    /// </summary>
    /// <param name="method">The method.</param>
    /// <param name="inputs">All inputs, the explained one first, each batch first.</param>
    /// <param name="target">What is explained; the model's own answer, with dropout off, where null.</param>
    /// <param name="passes">T, 2 to 1000.</param>
    /// <param name="progress">Told the share that is done, 0 to 1.</param>
    /// <param name="cancellation">Stops between two chunks.</param>
    /// <returns>For each sample the mean and spread of its map.</returns>
    /// <exception cref="UcamException">The model has no dropout, or something does not fit it; the message says how.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public IReadOnlyList<MapSpread> Spread(
        ExplanationMethod method, Tensor[] inputs, ExplanationTarget? target = null, int passes = 20, IProgress<double>? progress = null,
            CancellationToken cancellation = default)
    {
        if (passes is < 2 or > 1000) throw new UcamException($"{nameof(passes)} is {passes}; it must be from 2 to 1000.") { Field = nameof(passes) };
        using CallGuard.Call call = _calls.Enter(this);
        ExplanationTarget settled = Settle(inputs, target);
        var maps = new List<IReadOnlyList<RawMap>>();
        for (int pass = 0; pass < passes; pass++)
        {
            cancellation.ThrowIfCancellationRequested();
            using ExplanationContext context = Open(inputs, settled, Thinning.OfPass(Options.Seed, pass), cancellation);
            maps.Add(RawMaps.Of(method, context));
            progress?.Report((pass + 1) / (double)passes);
        }
        return [.. maps[0].Select((_, i) => MapSpread.Of([.. maps.Select(batch => batch[i].ToMap())]))];
    }

    /// <summary>Waits for the calls under way; then the model is no longer explained. Nothing of it was changed.</summary>
    public void Dispose() => _calls.Close(() => { });

    /// <summary>The model on a batch, frozen until the result is disposed; its dropout is that of the options, or one given.</summary>
    internal ExplanationContext Open(Tensor[] inputs, ExplanationTarget? target, Thinning? thinning = null, CancellationToken cancellation = default)
    {
        using CallGuard.Call call = _calls.Enter(this);
        Check(inputs);
        thinning ??= Options.Passes > 1 ? new Thinning(Options.Passes, Options.Seed) : null;
        return new ExplanationContext(new ExplanationRun(_model, Layer, inputs, target ?? ExplanationTarget.Predicted, Options, thinning)
        { Cancellation = cancellation });
    }

    /// <summary>One network of an ensemble on a batch, without dropout.</summary>
    internal ExplanationContext OpenMember(Tensor[] inputs, ExplanationTarget target, CancellationToken cancellation)
    {
        using CallGuard.Call call = _calls.Enter(this);
        return new ExplanationContext(new ExplanationRun(_model, Layer, inputs, target, Options, null) { Cancellation = cancellation });
    }

    /// <summary>The target with what it takes from the clean input fixed.</summary>
    internal ExplanationTarget Settle(Tensor[] inputs, ExplanationTarget? target)
    {
        using ExplanationContext whole = Open(inputs, target);
        return whole.Settled();
    }

    /// <summary>One sample of the model, for metrics.</summary>
    internal ExplanationContext OpenOne(Tensor[] inputs, ExplanationTarget? target, CancellationToken cancellation = default)
    {
        Check(inputs);
        return inputs[0].shape[0] == 1 ? Open(inputs, target, null, cancellation)
            : throw new UcamException($"The batch has {inputs[0].shape[0]} samples; faithfulness is measured for one at a time.");
    }

    private Activity? Span(IReadOnlyList<ExplanationMethod> methods)
    {
        Activity? span = Telemetry.Spans.StartActivity(Telemetry.ExplainSpan);
        if (span is { IsAllDataRequested: true })
            span.SetTag(Telemetry.MethodTag, string.Join(',', methods.Select(method => method.Name))).SetTag(Telemetry.LayerTag, Layer);
        return span;
    }

    private static void Check(Tensor[] inputs)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        if (inputs.Length == 0) throw new UcamException("There are no inputs; give at least the one to explain.");
        foreach (Tensor input in inputs)
        {
            ArgumentNullException.ThrowIfNull(input, nameof(inputs));
            if (input.dim() == 0 || input.shape[0] < 1 || input.shape[0] != inputs[0].shape[0])
                throw new UcamException($"An input has shape ({string.Join(',', input.shape)}); the first dimension "
                    + "is the batch, the same for every input and at least 1.");
        }
    }

    private static Tensor Call(nn.Module module, Tensor[] inputs) => (module, inputs.Length) switch
    {
        (nn.Module<Tensor, Tensor> one, 1) => one.call(inputs[0]),
        (nn.Module<Tensor, Tensor, Tensor> two, 2) => two.call(inputs[0], inputs[1]),
        (nn.Module<Tensor, Tensor, Tensor, Tensor> three, 3) => three.call(inputs[0], inputs[1], inputs[2]),
        _ => throw new UcamException($"The model {module.GetName()} does not turn {inputs.Length} tensors "
            + "into one; give the explainer a forward function."),
    };

    private static T NotNull<T>(T value) where T : class
    {
        ArgumentNullException.ThrowIfNull(value);
        return value;
    }
}
