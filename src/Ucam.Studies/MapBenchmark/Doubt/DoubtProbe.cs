using Ucam.Explanations.Faithfulness;
using Ucam.Explanations.Running;
using Ucam.Metrics;
using static TorchSharp.torch;

namespace Ucam.Studies.MapBenchmark.Doubt;

/// <summary>A map of one sample's four pictures with what metrics ask of it; what several of them need is computed once.</summary>
internal sealed class DoubtProbe
{
    private const int Repeats = 3, Neighbours = 4;
    private const double BlurDeviation = 5, NeighbourNoise = 0.05, SameDoubt = 0.05;

    private readonly DoubtMap _map;
    private readonly IDoubtSubject _subject;
    private readonly DoubtSample _sample;
    private readonly DoubtBenchmarkOptions _options;
    private readonly CancellationToken _cancel;
    private readonly IReadOnlyList<RawMap> _raw;
    private readonly float[][,] _shown;
    private readonly IReadOnlyList<double> _shares;
    private readonly Lazy<IReadOnlyList<DoubtReading>> _repaired, _blurred;

    public DoubtProbe((DoubtMap Map, IReadOnlyList<RawMap> Raw) made, IDoubtSubject subject, DoubtSample sample, DoubtBenchmarkOptions options,
        CancellationToken cancel)
    {
        ((_map, _raw), _subject, _sample, _options, _cancel) = (made, subject, sample, options, cancel);
        (Rows, Columns) = ((int)sample.Inputs[0].shape[2], (int)sample.Inputs[0].shape[3]);
        _shown = [.. _raw.Select(OnPixels)];
        _shares = options.Brief ? [0, DoubtMetrics.Share] : Shares;
        _repaired = new(() => Replaced(_sample.Picture(DoubtPicture.Repaired), _shares));
        _blurred = new(() =>
        {
            using Tensor blurred = GaussianBlur.Apply(_sample.Picture(DoubtPicture.Hard), BlurDeviation, 2 * (int)BlurDeviation);
            return Replaced(blurred, [0, DoubtMetrics.Share]);
        });
    }

    /// <summary>Shares of the pixels that are repaired: equal steps, so that the area under a curve is their mean.</summary>
    public static IReadOnlyList<double> Shares { get; } = [.. Enumerable.Range(0, 11).Select(i => i * 0.05)];

    public int Rows { get; }

    public int Columns { get; }

    public DoubtSample Sample => _sample;

    /// <summary>Whether the map of the hard picture shows nothing.</summary>
    public bool IsEmpty => _shown[0].Cast<float>().All(value => value == 0);

    /// <summary>What speaks for doubt, on the pixels of a picture.</summary>
    public float[,] Shown(DoubtPicture which) => _shown[(int)which];

    /// <summary>How much doubt repairing a share of the pixels takes away, in nats: the map's highest first.</summary>
    public double Fall(double share) => _repaired.Value[0].Total - _repaired.Value[At(share)].Total;

    /// <summary>The same for blurring <see cref="DoubtMetrics.Share"/> of them.</summary>
    public double BlurredFall => _blurred.Value[0].Total - _blurred.Value[1].Total;

    /// <summary>Area under a reading as pixels are repaired.</summary>
    public double Area(Func<DoubtReading, double> read) => PerturbationCurve.Area([.. _repaired.Value.Select(read)]);

    /// <summary>Remove and debias with the model's entropy watched: half of LeRF less MoRF; above 0 where removing what the map marks lessens
    /// doubt.</summary>
    public double Road()
    {
        using Explainer explainer = _subject.Open(_options.Seed);
        var road = new Road { Shares = [DoubtMetrics.Share] };
        return road.Measure(explainer, _raw[0], _sample.InputsOf(DoubtPicture.Hard), ExplanationTarget.Predictive, _cancel).Score;
    }

    /// <summary>1 where the raw values of the region that matters sum to more than 0.</summary>
    public double Sign()
    {
        float[] values = RemovalOrder.OnInput(_raw[0], Rows, Columns);
        return values.Zip(_sample.Relevant.Cast<float>(), (value, share) => (double)value * share).Sum() > 0 ? 1 : 0;
    }

    /// <summary>How much more of a map the same object has in one picture than in another, in means of the map.</summary>
    public double Shift(float[,] mask, DoubtPicture hard, DoubtPicture easy) =>
        MapRelevance.Density(Shown(hard), mask) - MapRelevance.Density(Shown(easy), mask);

    /// <summary>Mean agreement of the hard picture's map with those of other seeds.</summary>
    public double Repeatability()
    {
        if (IsEmpty) return double.NaN;
        double sum = 0;
        for (int i = 1; i <= Repeats; i++)
        {
            using Explainer explainer = _subject.Open(_options.Seed + 1000 * i);
            sum += MapAgreement.RankCorrelation(_raw[0].Values, Again(explainer, _sample.Picture(DoubtPicture.Hard)).Values);
        }
        return sum / Repeats;
    }

    /// <summary>
    /// The decimal logarithm of the largest relative input stability over noisy inputs of nearly the same doubt; NaN where there are none.
    /// </summary>
    public double InputStability()
    {
        if (IsEmpty) return double.NaN;
        using var scope = NewDisposeScope();
        using var generator = new Generator((ulong)_options.Seed);
        using Explainer explainer = _subject.Open(_options.Seed);
        Tensor picture = _sample.Picture(DoubtPicture.Hard);
        double largest = 0;
        for (int i = 0; i < Neighbours; i++)
        {
            Tensor moved = picture + NeighbourNoise * randn(picture.shape, generator: generator);
            if (Math.Abs(_subject.Doubt(_sample, moved)[0].Total - _sample.Doubt[0].Total) > SameDoubt) continue;
            RawMap map = Again(explainer, moved);
            largest = Math.Max(largest, RelativeInputStability.Ratio(Floats(picture), Floats(moved), Flat(_raw[0]), Flat(map)));
        }
        return largest > 0 ? Math.Log10(largest) : double.NaN;
    }

    private RawMap Again(Explainer explainer, Tensor picture)
    {
        using var scope = NewDisposeScope();
        return _map.Make(explainer, _subject.Show(_sample, picture), _sample, _cancel)[0];
    }

    private IReadOnlyList<DoubtReading> Replaced(Tensor better, IReadOnlyList<double> shares)
    {
        int[] order = RemovalOrder.Of(_raw[0], Rows, Columns, _options.Seed);
        return new DoubtRepair(pictures => _subject.Doubt(_sample, pictures)).Measure(_sample.Picture(DoubtPicture.Hard), better, order, shares);
    }

    private float[,] OnPixels(RawMap raw)
    {
        float[] values = RemovalOrder.OnInput(raw, Rows, Columns);
        var map = new float[Rows, Columns];
        for (int i = 0; i < values.Length; i++) map[i / Columns, i % Columns] = Math.Max(0, values[i]);
        return map;
    }

    private int At(double share) => _shares.Index().MinBy(one => Math.Abs(one.Item - share)).Index;

    private static float[] Floats(Tensor tensor) => [.. tensor.to(ScalarType.Float32).contiguous().data<float>()];

    private static float[] Flat(RawMap map) => [.. map.Values.Cast<float>()];
}
