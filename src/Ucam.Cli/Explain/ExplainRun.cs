using Ucam.Explanations.Running;
using Ucam.Metrics;

namespace Ucam.Cli.Explain;

/// <summary>Makes the maps of a picture and their numbers.</summary>
/// <param name="model">The model.</param>
/// <param name="settings">What was asked for.</param>
/// <param name="progress">Told the share that is done, by what each map costs.</param>
/// <param name="cancel">Stops at the next step; the maps that are finished stay.</param>
internal sealed class ExplainRun(IExplainable model, ExplainSettings settings, IProgress<double> progress, CancellationToken cancel)
{
    private string? _further;

    /// <summary>Told what the maps will cost before they are made.</summary>
    public Action<MapPlan> Told { get; init; } = _ => { };

    /// <summary>Explains a picture; when stopped, by the maps that are finished.</summary>
    /// <exception cref="OperationCanceledException">It was stopped before the first map.</exception>
    public ExplainResult Explain(string file, Picture picture)
    {
        using ExplainedInput input = model.Open(picture, settings.Layer, settings.Options);
        NamedTarget target = TargetText.Read(settings.Target, input);
        ExplainedMap[] found = Maps(input, target);
        if (found.Length < settings.Maps.Count && found.Length == 0) cancel.ThrowIfCancellationRequested();
        // A doubt between networks has no meaning for one network, which the words are asked of.
        bool noWords = cancel.IsCancellationRequested || TargetText.NeedsPasses(settings.Target);
        IReadOnlyList<WordShare> words = noWords ? [] : input.Words?.Invoke(target.Target) ?? [];
        return new ExplainResult(file, input.Shown, input.Model, model.Heading, target, found, words)
        {
            Answer = input.Answer,
            Note = input.Note,
            Assumptions = input.Assumptions,
            Leading = input.Leading,
            Asked = settings.Maps.Count,
            Further = _further,
        };
    }

    private ExplainedMap[] Maps(ExplainedInput input, NamedTarget target)
    {
        ExplanationMethod[] methods = [.. settings.Maps.Select(entry => entry.Create(input.Setup))];
        var found = new ExplainedMap?[methods.Length];
        using ExplanationContext context = input.Explainer.Open(input.Inputs, target.Target, null, cancel);
        MapPlan plan = MapPlan.Of(context, methods, settings);
        Told(plan);
        if (settings.AreUsual && input.Beyond is { } further) _further = MapPlan.Offer(context, further);
        double done = 0;
        try
        {
            foreach (int i in plan.Order)
            {
                cancel.ThrowIfCancellationRequested();
                double own = 1 + methods[i].Passes(context);
                context.Run.Progress = new CostShare(progress, done, own, plan.Total);
                RawMap raw = RawMaps.Of(methods[i], context)[0];
                // Most of what is left of its cost is its spread, if one was asked for.
                var spread = new CostShare(progress, done + own, plan.Passes[i] - own, plan.Total);
                found[i] = Measure(settings.Maps[i], methods[i], raw, (input, target), spread);
                progress.Report((done += plan.Passes[i]) / plan.Total);
            }
        }
        catch (OperationCanceledException) when (cancel.IsCancellationRequested)
        {
            // What is finished is worth keeping; who asked for the rest is told what is missing.
        }
        return [.. found.OfType<ExplainedMap>()];
    }

    private ExplainedMap Measure(ExplanationEntry entry, ExplanationMethod method, RawMap raw, (ExplainedInput, NamedTarget) of,
        CostShare share)
    {
        (ExplainedInput input, NamedTarget target) = of;
        cancel.ThrowIfCancellationRequested();
        float[] values = [.. raw.Values.Cast<float>()];
        ActivationMap map = raw.ToMap();
        var numbers = new OrderedDictionary<string, double>
        {
            ["rows"] = raw.Values.GetLength(0),
            ["columns"] = raw.Values.GetLength(1),
            ["lowest"] = values.Min(),
            ["highest"] = values.Max(),
            ["gini"] = MapSparseness.Gini(map.Values),
        };
        if (settings.Metrics)
        {
            InsertionDeletionCurves curves = new InsertionDeletion().Measure(input.Explainer, raw, input.Inputs, target.Watched, cancel);
            (numbers["deletion"], numbers["insertion"]) = (curves.DeletionArea, curves.InsertionArea);
        }
        MapSpread? spread = settings.Spread == 0
            ? null : input.Explainer.Spread(method, input.Inputs, target.Target, settings.Spread, share, cancel)[0];
        if (spread is not null)
            (numbers["agreement"], numbers["deviation"]) = (spread.Agreement, spread.Deviation.Cast<float>().Average(value => (double)value));
        return new ExplainedMap(entry, map, raw, spread, numbers) { Unit = entry.Unit(target.Unit) };
    }

    /// <summary>The progress of one map among others, by cost.</summary>
    private sealed class CostShare(IProgress<double> whole, double before, double own, double total) : IProgress<double>
    {
        public void Report(double value) => whole.Report((before + value * own) / total);
    }
}
