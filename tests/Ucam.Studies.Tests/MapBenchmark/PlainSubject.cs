using Ucam.Studies.MapBenchmark;
using static TorchSharp.torch;

namespace Ucam.Studies.Tests.MapBenchmark;

/// <summary>A small network with parameters, of which nothing is known but that people look everywhere alike, for sample 1.</summary>
internal sealed class PlainSubject : IMapSubject
{
    private readonly Cnn _model = SeededNets.Cnn(ScalarType.Float32);

    public PlainSubject() => Explainer = new Explainer(_model, "features");

    public string Name => "plain";

    public string Description => "a small network";

    public string Fingerprint => "plain";

    public Explainer Explainer { get; }

    public ExplanationSetup Setup { get; } = new();

    public double Blank => 0;

    public int Count => 2;

    public MapSample Load(int index) =>
        new($"{index}", [Tensors.Normal(index + 1, 1, 3, 8, 8).DetachFromDisposeScope()], (_, _) => null, (rows, columns) =>
        index == 0 ? [] : [new float[rows, columns]]);

    public bool Takes(ExplanationEntry entry) => !entry.NeedsAttention && !entry.NeedsLosses;

    public void Dispose()
    {
        Explainer.Dispose();
        _model.Dispose();
    }
}
