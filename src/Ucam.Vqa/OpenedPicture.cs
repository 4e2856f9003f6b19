using System.Diagnostics;
using Ucam.Explanations.Running;
using Ucam.Vqa.Asking;
using Ucam.Vqa.Models;
using Ucam.Vqa.Models.Backbones;
using Ucam.Vqa.Models.Heads;
using Ucam.Vqa.Text;
using static TorchSharp.torch;

namespace Ucam.Vqa;

/// <summary>
/// A picture with its features, which several questions share; <see cref="VqaModel.Open"/> makes it. Answers are those of
/// <see cref="VqaModel.Ask(AnyPicture, string, AskOptions)"/> to the last digit. Safe to use and to dispose from several threads; dispose it
/// when done. It does not keep its model, whose disposal ends it too.
/// </summary>
public sealed class OpenedPicture : IDisposable
{
    private readonly VqaModel _model;
    private readonly VqaNetwork _network;
    private readonly Picture _picture;
    private readonly double _shape;
    private readonly CallGuard _calls = new();
    private readonly Lock _gate = new();
    private Tensor? _features;

    internal OpenedPicture(VqaModel model, Picture picture)
    {
        (_model, _network) = (model, model.Network);
        int size = _network.Backbone.Options.InputSize;
        _picture = picture.Resize(size, size);
        _shape = Math.Max(picture.Width, picture.Height) / (double)Math.Min(picture.Width, picture.Height);
    }

    /// <summary>Answers a question about the picture.</summary>
    /// <exception cref="UcamException">The question is empty or too long, or an option is out of range.</exception>
    /// <exception cref="ObjectDisposedException">The picture or its model was disposed.</exception>
    public Answer Ask(string question, AskOptions? options = null) => Answer(question, options, default);

    /// <summary>Answers a question about the picture on another thread.</summary>
    /// <param name="question">The question.</param>
    /// <param name="options">How it is answered.</param>
    /// <param name="cancel">Ends it between two stages: features, passes, each map.</param>
    /// <exception cref="UcamException">The question is empty or too long, or an option is out of range.</exception>
    /// <exception cref="ObjectDisposedException">The picture or its model was disposed before this was begun.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public Task<Answer> AskAsync(string question, AskOptions? options = null, CancellationToken cancel = default) =>
        Task.Run(() => Answer(question, options, cancel), cancel);

    /// <summary>How unusual the picture is, as a multiple of the distance that 99 % of held-out pictures keep; above 1 is unfamiliar.</summary>
    /// <exception cref="ObjectDisposedException">The picture or its model was disposed.</exception>
    public double Unusual()
    {
        using CallGuard.Call own = _calls.Enter(this), call = _network.Calls.Enter(_model);
        if (_network.Familiarity is not { } familiarity) return double.PositiveInfinity;
        using var scope = NewDisposeScope();
        return familiarity.DistancesOf(Features()).item<float>() / familiarity.Limit;
    }

    /// <summary>Waits for the questions under way, then releases the features; later questions are refused.</summary>
    public void Dispose() => _calls.Close(() => _features?.Dispose());

    /// <summary>The picture at the network's input size.</summary>
    internal Picture Sized => _picture;

    internal Answer Answer(string question, AskOptions? options, CancellationToken cancel)
    {
        options ??= new AskOptions();
        Settings.Check(options);
        using CallGuard.Call own = _calls.Enter(this), call = _network.Calls.Enter(_model);
        using Activity? span = Telemetry.Spans.StartActivity(Telemetry.AskSpan);
        span?.SetTag(Telemetry.ModelTag, _network.Config.Name).SetTag(Telemetry.PassesTag, options.Passes);
        long began = Stopwatch.GetTimestamp();
        Answer answer;
        try
        {
            answer = Work(question, options, cancel);
        }
        catch (Exception e)
        {
            Telemetry.Asked(_network.Config.Name, began, options.Passes, e);
            span.Failed(e);
            throw;
        }
        Telemetry.Asked(_network.Config.Name, began, options.Passes);
        _model.Logger.Answered(_network.Config.Name, options.Passes, began);
        return answer;
    }

    /// <summary>The mean distributions over the answers of so many dropout passes, K probabilities for each seed of their masks.</summary>
    internal IReadOnlyList<float[]> Distributions(string question, int passes, IEnumerable<int> seeds)
    {
        using CallGuard.Call own = _calls.Enter(this), call = _network.Calls.Enter(_model);
        using var quiet = no_grad();
        using var scope = NewDisposeScope();
        Tensor[] asked = VqaExplanation.Asked(_network.Words.Encode(question));
        Tensor gathered = _network.Head.Gather(_network.Head.Look(Features(), asked[0], asked[1]));
        var distributions = new List<float[]>();
        foreach (int seed in seeds)
        {
            using var dropout = new Generator((ulong)seed);
            using McResult mean = HeadPasses.RunHead(_network.Head, gathered, passes, dropout);
            distributions.Add([.. mean.Mean.data<float>()]);
        }
        return distributions;
    }

    /// <summary>Runs the backbone, unless it was run already.</summary>
    internal Tensor Features()
    {
        using CallGuard.Call own = _calls.Enter(this), call = _network.Calls.Enter(_model);
        lock (_gate)
        {
            if (_features is not null) return _features;
            using Activity? span = Telemetry.Spans.StartActivity(Telemetry.FeaturesSpan);
            span?.SetTag(Telemetry.ModelTag, _network.Config.Name);
            using var quiet = no_grad();
            using var scope = NewDisposeScope();
            // Of no scope, neither this one nor one of the caller's: they live as long as this does.
            return _features = _network.Backbone.call(Backbone.ToBatch([_picture])).DetachFromDisposeScope();
        }
    }

    private Answer Work(string question, AskOptions options, CancellationToken cancel)
    {
        EncodedQuestion encoded = _network.Words.Encode(question);
        cancel.ThrowIfCancellationRequested();
        Tensor features = Features();
        cancel.ThrowIfCancellationRequested();
        using var scope = NewDisposeScope();
        Tensor[] asked = VqaExplanation.Asked(encoded), inputs = [features, .. asked];
        using var dropout = new Generator((ulong)options.Seed);
        Tensor? distances = _network.Familiarity?.DistancesOf(features);
        // One look for the passes, the judgement and the maps. On the features, so that no hook is set on a model that other threads use.
        Glimpse? glimpse = null;
        using Explainer explain = VqaExplanation.FromFeatures(_network, looked: seen => glimpse ??= seen);
        using ExplanationContext context = explain.Open(inputs, null, null, cancel);
        double variance = _network.Variance.call(context.Outputs[0]).item<float>();
        (McResult passes, AnswerCertainty certainty, Tensor? evidence) = Judged(glimpse!, (features, distances), asked, options, dropout);
        float[] mean = [.. passes.Mean.data<float>()];
        Familiarity familiarity = FamiliarityNote.Describe(_network, distances?.item<float>(), encoded, _shape);
        certainty = familiarity.IsFar && certainty.IsKnown
            ? AnswerCertainty.Unknown("the picture is of another kind than those that it was measured on")
            // A set keeps its promise for questions like the held-out ones, whose words were known.
            : familiarity.IsOutside ? certainty : Judgement.WithSet(certainty, _network, mean, question);
        double predictive = passes.Predictive.item<float>(), expected = options.Passes > 0 ? passes.Expected.item<float>() : double.NaN;
        cancel.ThrowIfCancellationRequested();
        IReadOnlyList<ActivationMap> maps = Maps(context, evidence, mean, options, cancel);
        AnswerCandidate[] candidates = [.. mean.Select((p, k) => new AnswerCandidate(_network.Answers[k], p))
            .OrderByDescending(c => c.Probability).Take(options.Candidates)];
        bool shared = options.DoubtShares && !familiarity.IsOutside;
        (IReadOnlyDictionary<string, double> shares, IReadOnlyList<KeyValuePair<string, double>> words) = shared
            ? DoubtShares.Of(_network, features, encoded.Ids, (options.Passes, options.Mode, options.Seed), cancel).Named(question)
            : (new Dictionary<string, double>(), []);
        return new Answer
        {
            DoubtShares = shares,
            WordDoubt = words,
            Model = _network.Config.Name,
            Question = question,
            Text = candidates[0].Text,
            Probability = candidates[0].Probability,
            Candidates = candidates,
            Certainty = certainty,
            Uncertainty = new UncertaintyEstimate(predictive, expected, predictive - expected, variance, options.Passes),
            Familiarity = familiarity,
            Maps = maps,
        };
    }

    /// <summary>
    /// The passes, what can be said from one look and them about whether their answer is right, and, where that needed it, the evidence for it
    /// (1,P,G) at the attention's only hop.
    /// </summary>
    private (McResult Passes, AnswerCertainty Certainty, Tensor? Evidence) Judged(Glimpse glimpse, (Tensor Features, Tensor? Distances) picture,
        Tensor[] asked, AskOptions options, Generator dropout)
    {
        using var quiet = no_grad();
        var batch = new QuestionBatch(asked[0], asked[1], asked[0]);
        string? missing = Judgement.Missing(_network, options.Passes, options.Mode);
        if (options is { Mode: McMode.Full, Passes: > 0 })
            return (HeadPasses.RunFull(_network.Head, picture.Features, batch, options.Passes, dropout), AnswerCertainty.Unknown(missing!), null);
        Tensor gathered = _network.Head.Gather(glimpse);
        McResult passes = HeadPasses.RunHead(_network.Head, gathered, options.Passes, dropout);
        if (missing is not null) return (passes, AnswerCertainty.Unknown(missing), null);
        CertaintyInput left = AnswerSignals.Of(_network, picture.Distances, batch, (glimpse, gathered), passes);
        return (passes, _network.Certainty!.Judge(left)[0], _network.Head.Hops(glimpse).Count == 1 ? left.Evidence?.Answer : null);
    }

    /// <summary>The maps of the answer that is most probable over the passes; without people's answers, L_y is against it.</summary>
    private ActivationMap[] Maps(ExplanationContext context, Tensor? evidence, float[] mean, AskOptions options, CancellationToken cancel)
    {
        using Activity? span = Telemetry.Spans.StartActivity(Telemetry.ExplainSpan);
        MapKind[] kinds = [.. options.Maps.Distinct()];
        if (span is { IsAllDataRequested: true }) span.SetTag(Telemetry.MethodTag, string.Join(',', kinds.Select(VqaExplanation.MethodOf)));
        using var scope = NewDisposeScope();
        int own = Array.IndexOf(mean, mean.Max());
        context.Aim(own);
        if (evidence is not null) context.Knows(evidence);
        var setup = VqaExplanation.Setup(_network, options.Seed, own);
        ActivationMap Map(MapKind kind)
        {
            cancel.ThrowIfCancellationRequested();
            return RawMaps.Of(ExplanationMethods.Create(VqaExplanation.MethodOf(kind), setup), context)[0].ToMap() with { Kind = kind, Method = "" };
        }
        return [.. kinds.Select(Map)];
    }
}
