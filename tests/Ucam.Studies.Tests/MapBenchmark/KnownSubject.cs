using Ucam.Studies.MapBenchmark;
using static TorchSharp.torch;

namespace Ucam.Studies.Tests.MapBenchmark;

/// <summary>
/// A linear model that looks at the top left quarter of an 8×8 input alone, so that every true map lies there; too weakly to saturate.
/// </summary>
internal sealed class KnownSubject : IMapSubject
{
    private const int Side = 8;
    private readonly Tensor _weight = zeros(1, Side, Side).DetachFromDisposeScope();
    private readonly LinearModel _model;

    public KnownSubject()
    {
        _weight.narrow(1, 0, Side / 2).narrow(2, 0, Side / 2).fill_(0.05f);
        _model = SeededNets.Linear(_weight);
        Explainer = new Explainer(_model);
    }

    /// <summary>How many samples were asked for.</summary>
    public int Loads { get; private set; }

    public string Name => "known";

    public string Description => "a linear model";

    public string Fingerprint { get; init; } = "known";

    public Explainer Explainer { get; }

    public ExplanationSetup Setup { get; } = new();

    public double Blank => 0;

    public int Count { get; init; } = 3;

    public MapSample Load(int index)
    {
        Loads++;
        using var scope = NewDisposeScope();
        Tensor picture = (Tensors.Normal(index, 1, 1, Side, Side).abs() + 0.1).DetachFromDisposeScope();
        return new MapSample($"{index}", [picture], Region, (rows, columns) => index == 0 ? [] : [Region(rows, columns)]);
    }

    public bool Takes(ExplanationEntry entry) => !entry.NeedsAttention && !entry.NeedsLosses;

    public void Dispose()
    {
        Explainer.Dispose();
        _model.Dispose();
        _weight.Dispose();
    }

    private static float[,] Region(int rows, int columns)
    {
        var region = new float[rows, columns];
        for (int y = 0; y < rows / 2; y++)
            for (int x = 0; x < columns / 2; x++) region[y, x] = 1;
        return region;
    }
}
