using Ucam.Explanations.Faithfulness;
using static TorchSharp.torch;

namespace Ucam.Studies.MapBenchmark;

/// <summary>One map of one sample with what metrics ask of it; what several of them need is computed once.</summary>
/// <param name="subject">The model, and the number in the unit of its input that carries no evidence.</param>
/// <param name="method">What made the map.</param>
/// <param name="map">The map.</param>
/// <param name="sample">The input.</param>
/// <param name="options">How maps are measured.</param>
/// <param name="cancel">Stops between two chunks.</param>
internal sealed class MapProbe((Explainer Explainer, double Blank) subject, ExplanationMethod method, RawMap map, MapSample sample,
    MapBenchmarkOptions options, CancellationToken cancel)
{
    private readonly Lazy<InsertionDeletionCurves> _curves =
        new(() => new InsertionDeletion { Steps = options.Steps, Fill = subject.Blank }.Measure(subject.Explainer, map, sample.Inputs, null, cancel));
    private readonly Lazy<RoadCurves> _road =
        new(() => new Road { Shares = options.RoadShares }.Measure(subject.Explainer, map, sample.Inputs, null, cancel));
    private readonly Lazy<(double Whole, double Kept)> _kept = new(() => KeptEvidence.Measure(subject.Explainer, map, sample.Inputs));
    private readonly Lazy<float[,]> _shown = new(() => map.ToMap().Resize(options.Grid, options.Grid).Values);
    private readonly Lazy<float[,]?> _region = new(() => sample.Region(options.Grid, options.Grid));
    private readonly Lazy<IReadOnlyList<float[,]>> _people = new(() => sample.People(options.Grid, options.Grid));

    /// <summary>Insertion and deletion.</summary>
    public InsertionDeletionCurves Curves => _curves.Value;

    /// <summary>Remove and debias.</summary>
    public RoadCurves Road => _road.Value;

    /// <summary>The probability of the model's answer for the whole input and for the input times the map.</summary>
    public (double Whole, double Kept) Kept => _kept.Value;

    /// <summary>The map as it is shown, in [0,1] on the common grid.</summary>
    public float[,] Shown => _shown.Value;

    /// <summary>The deciding region on the common grid; null where none is known.</summary>
    public float[,]? Region => _region.Value;

    /// <summary>Whether the map shows nothing: all its cells are 0.</summary>
    public bool IsEmpty => Shown.Cast<float>().All(value => value == 0);

    /// <summary>A metric of the map and the region; NaN where no region is known.</summary>
    public double OnRegion(Func<float[,], float[,], double> metric) => Region is { } region ? metric(Shown, region) : double.NaN;

    /// <summary>A metric of the map and each person's, averaged; NaN where none is known.</summary>
    public double OnPeople(Func<float[,], float[,], double> metric) =>
        _people.Value.Count == 0 ? double.NaN : _people.Value.Average(look => metric(Shown, look));

    /// <summary>
    /// How far the map moves at most under small changes of the input, over its size; NaN for a map that shows nothing, whose steadiness is no merit.
    /// </summary>
    public double Sensitivity()
    {
        if (IsEmpty) return double.NaN;
        double relative = new MaxSensitivity { Samples = options.Sensitivities }
            .Measure(subject.Explainer, method, sample.Inputs, null, cancel).Relative;
        return double.IsFinite(relative) ? relative : double.NaN;
    }

    /// <summary>Infidelity at the map's best scale.</summary>
    public double Infidelity() =>
        new Infidelity { Squares = options.Squares, Fill = subject.Blank }.Measure(subject.Explainer, map, sample.Inputs, null, cancel).BestScale;

    /// <summary>
    /// Magnitude of the rank correlation with the map of the same model after all its parameters were randomised; NaN for a map that shows nothing.
    /// </summary>
    public double Randomised()
    {
        if (IsEmpty) return double.NaN;
        using var scope = NewDisposeScope();
        return Math.Abs(ParameterRandomisation.Measure(subject.Explainer, method, sample.Inputs, null, cancel)[^1].RankCorrelation);
    }

    /// <summary>The earth mover's distance of two maps; NaN where one has no mass.</summary>
    public static double Distance(float[,] a, float[,] b) =>
        a.Cast<float>().Any(value => value > 0) && b.Cast<float>().Any(value => value > 0) ? MapAgreement.Emd(a, b) : double.NaN;
}
