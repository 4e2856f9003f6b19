using Ucam.Explanations.Running;
using Ucam.Metrics;

namespace Ucam.Cli.Explain;

/// <summary>Makes the maps of a picture and their numbers.</summary>
internal sealed class ExplainRun(IExplainable model, ExplainSettings settings, IProgress<double> progress, CancellationToken cancel)
{
    public ExplainResult Explain(string file, Picture picture)
    {
        using ExplainedInput input = model.Open(picture, settings.Layer, settings.Options);
        NamedTarget target = TargetText.Read(settings.Target, input);
        ExplanationMethod[] methods = [.. settings.Maps.Select(entry => entry.Create(input.Setup))];
        // A spread makes the map once a pass.
        int units = methods.Length * (1 + settings.Spread);
        var plain = new ShareOf(progress, 0, units, methods.Length);
        IReadOnlyList<IReadOnlyList<RawMap>> maps = input.Explainer.Explain(methods, input.Inputs, target.Target, plain, cancel);
        ShareOf Spread(int map) => new(progress, methods.Length + map * settings.Spread, units, settings.Spread);
        ExplainedMap[] found = [.. settings.Maps.Select((entry, i) => Measure(entry, methods[i], maps[i][0], (input, target), Spread(i)))];
        // A doubt between networks has no meaning for one network, which the words are asked of.
        IReadOnlyList<WordShare> words = TargetText.NeedsPasses(settings.Target) ? [] : input.Words?.Invoke(target.Target) ?? [];
        return new ExplainResult(file, input.Shown, input.Model, model.Heading, target, found, words)
        { Answer = input.Answer, Note = input.Note, Assumptions = input.Assumptions };
    }

    private ExplainedMap Measure(ExplanationEntry entry, ExplanationMethod method, RawMap raw, (ExplainedInput, NamedTarget) of,
        IProgress<double> share)
    {
        (ExplainedInput input, NamedTarget target) = of;
        cancel.ThrowIfCancellationRequested();
        float[] values = [.. raw.Values.Cast<float>()];
        var numbers = new OrderedDictionary<string, double>
        {
            ["rows"] = raw.Values.GetLength(0),
            ["columns"] = raw.Values.GetLength(1),
            ["lowest"] = values.Min(),
            ["highest"] = values.Max(),
            ["gini"] = MapSparseness.Gini(raw.ToMap().Values),
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
        return new ExplainedMap(entry, raw, entry.Unit(target.Unit), spread, numbers);
    }
}
