using Ucam.Studies.MapBenchmark;
using Ucam.Studies.Reports;
using Ucam.Studies.Reports.Comparison.Document;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Ucam.Studies.Trusting;

/// <summary>Maps of some test inputs and whether they say what the classifier goes by.</summary>
internal sealed class TrustMaps : IDisposable
{
    private const string Part = "maps";
    private const int Side = 200;

    private readonly TrustOptions _options;
    private readonly Explainer _explainer;
    private readonly ExplanationEntry[] _entries;

    /// <summary>Looks for layer and maps before anything long is begun.</summary>
    /// <exception cref="UcamException">There is no such layer or map, or a map needs what is not given.</exception>
    public TrustMaps(Module<Tensor, Tensor> model, TrustOptions options)
    {
        _options = options;
        string[] usual = [options.Layer is null ? "smooth-grad" : "grad-cam", "occlusion"];
        string[] names = options.Maps.Count > 0 ? [.. options.Maps] : usual;
        _entries = [.. names.Select(ExplanationMethods.Find)];
        foreach (ExplanationEntry entry in _entries)
        {
            if (entry.NeedsLayer && options.Layer is null)
                throw new UcamException($"The map '{entry.Name}' needs a layer; give {nameof(TrustOptions.Layer)}.") { Field = nameof(options.Maps) };
            if (entry.NeedsLosses || entry.NeedsAttention || entry.NeedsLayerAttentions)
                throw new UcamException($"The map '{entry.Name}' needs more than a classifier's scores; leave it out.")
                { Field = nameof(options.Maps) };
        }
        _explainer = new Explainer(model, options.Layer, options.Explaining);
    }

    /// <summary>Makes and measures them.</summary>
    /// <param name="chosen">The inputs.</param>
    /// <param name="blank">What a deleted cell becomes.</param>
    /// <param name="names">The classes' names.</param>
    /// <param name="by">The confidence that they were chosen by.</param>
    /// <param name="cancel">Stops between two maps.</param>
    /// <exception cref="UcamException">The layer's output or the inputs do not suit a map.</exception>
    public TrustPart Measure(IReadOnlyList<ChosenInput> chosen, double blank, string[] names, string by,
        CancellationToken cancel)
    {
        List<Block> blocks = [new HeadingBlock(2, "Maps")];
        if (chosen.Count == 0 || chosen[0].Input.dim() != 4 || !chosen[0].Input.is_floating_point())
            return new TrustPart([], [.. blocks, new TextBlock(chosen.Count == 0 ? "No maps were asked for."
                : "The inputs are no pictures (B,C,H,W) of fractional numbers, so there are no maps.")]);
        ExplanationEntry[] all = [.. _entries, .. ReferenceMaps.All];
        MapMetric[] metrics = [.. MapMetrics.All.Where(metric => metric.Question == MapQuestion.Faithful && !metric.Reruns)];
        List<double[]> values = [];
        List<Block> figures = [];
        foreach (ChosenInput one in chosen)
        {
            RawMap[] maps = [.. all.Select(entry => Measure(entry, one, blank, metrics, values, cancel))];
            figures.Add(Figure(one, maps[.._entries.Length], names, by));
        }
        // A row a map and input: the maps of the first input, then those of the second.
        double Mean(int map, int metric) => values.Where((_, i) => i % all.Length == map).Select(row => row[metric]).Where(double.IsFinite)
            .DefaultIfEmpty(double.NaN).Average();
        blocks.Add(new TextBlock($"The {chosen.Count} test inputs are picked, not drawn: the surest wrong answers, the surest right ones and the "
            + $"least sure right ones ({by}). Means over them are not those of the whole test. Random (chance) and Centre (a bump in the middle) "
            + "know nothing of the classifier and stand beside the maps to be beaten; Centre scores well where what matters is in the middle."));
        blocks.Add(Table(all, metrics, Mean, chosen.Count));
        blocks.Add(new ListBlock([.. metrics.Select(metric => $"{metric.Info.Title}: {metric.Info.Definition}.")]));
        return new TrustPart([.. all.SelectMany((map, m) => metrics.Select((metric, i) =>
            new TrustNumber(Part, map.Name, metric.Info.Name, Mean(m, i))))], [.. blocks, .. figures]);
    }

    public void Dispose() => _explainer.Dispose();

    private RawMap Measure(ExplanationEntry entry, ChosenInput one, double blank, MapMetric[] metrics, List<double[]> values,
        CancellationToken cancel)
    {
        cancel.ThrowIfCancellationRequested();
        ExplanationMethod method = entry.Create(new ExplanationSetup());
        RawMap map = _explainer.Explain([method], [one.Input], null, null, cancel)[0][0];
        var sample = new MapSample($"{one.Place}", [one.Input], (_, _) => null, (_, _) => []);
        var probe = new MapProbe((_explainer, blank), method, map, sample, new MapBenchmarkOptions { Folder = "" }, cancel);
        values.Add([.. metrics.Select(metric => metric.Measure(probe))]);
        return map;
    }

    private static TableBlock Table(ExplanationEntry[] maps, MapMetric[] metrics, Func<int, int, double> mean, int count) => new(
        $"Means over {count} test inputs, which are few; a map that does not beat Random and Centre tells no more than they. "
            + "↑ higher is better, ↓ lower is better.",
        ["map", .. metrics.Select(metric => metric.Info.Title + (metric.Info.Direction == Vqa.MetricDirection.Higher ? " ↑" : " ↓"))],
        [.. maps.Select((map, m) => (IReadOnlyList<TableCell>)[map.Title,
            .. metrics.Select((metric, i) => (TableCell)metric.Info.Format(mean(m, i)))])]);

    private FigureBlock Figure(ChosenInput one, RawMap[] maps, string[] names, string by)
    {
        Picture picture = ReportPicture.Within((_options.Show ?? InputPicture.Of)(one.Input), Side);
        string truth = one.Answer == one.Label ? "right" : $"wrong, it is {names[one.Label]}", said = char.ToLowerInvariant(by[0]) + by[1..];
        string[] titles = [.. _entries.Select(entry => entry.Title)];
        return new FigureBlock($"Test input {one.Place + 1}, counted from 1: {names[one.Answer]}, {truth}; {said}: "
            + $"{TrustWords.Percent(one.Confidence)}. The input, then what speaks for the answer by {string.Join(", ", titles)}.",
            [Image("the input", picture), .. maps.Select((map, i) => Image(titles[i], ReportPicture.Overlay(picture, map.ToMap())))]);
    }

    private static PlotImage Image(string alt, Picture picture) => new("", alt, (picture.Width, picture.Height), picture.EncodePng);
}
