using Ucam.Explanations.Faithfulness;
using Ucam.Studies.MapBenchmark.Doubt;
using static TorchSharp.torch;

namespace Ucam.Studies.Tests.MapBenchmark.Doubt;

/// <summary>
/// A model of two answers whose doubt comes from six pixels of an 8×8 picture alone: the brighter they are, the nearer its scores. Another six may
/// be as bright, and change nothing.
/// </summary>
internal sealed class KnownDoubtSubject : IDoubtSubject
{
    private const int Side = 8;
    private const float Dim = 0.1f, Bright = 1;

    private readonly Tensor _weight = Mask(1, 1).DetachFromDisposeScope();

    /// <summary>How many samples were asked for.</summary>
    public int Loads { get; private set; }

    public string Description => "a known model";

    public string Fingerprint { get; init; } = "known";

    public int Grid => Side;

    public ExplanationSetup Setup { get; } = new();

    public int Count { get; init; } = 3;

    public long Pictures { get; private set; }

    public Explainer Open(int seed) => new(inputs => new ModelOutput(Scores(inputs[0])), new ExplainerOptions { Seed = seed });

    public DoubtSample Load(int index)
    {
        Loads++;
        using var scope = NewDisposeScope();
        Tensor dim = full([1, 1, Side, Side], Dim), matters = Mask(1, 1) * (Bright - Dim), not = Mask(5, 4) * (Bright - Dim);
        Tensor pictures = cat([dim + matters + not, dim, dim + matters, dim + not]).DetachFromDisposeScope();
        float[,] mask = Cells(1, 1);
        return new DoubtSample($"{index}", [pictures], Read(pictures), mask, mask, mask, Cells(5, 4), Cells(5, 0))
        { Difficult = [mask, Cells(5, 4)] };
    }

    public ShownPictures Show(DoubtSample sample, Tensor pictures) => new(pictures, [pictures]);

    public IReadOnlyList<DoubtReading> Doubt(DoubtSample sample, Tensor pictures) => Read(pictures);

    public void Dispose() => _weight.Dispose();

    private DoubtReading[] Read(Tensor pictures)
    {
        using var quiet = no_grad();
        using var scope = NewDisposeScope();
        Tensor p = Scores(pictures).softmax(1), entropy = -(p * p.log()).sum(1);
        return [.. entropy.to(ScalarType.Float64).data<double>().Select(h => new DoubtReading(h, h))];
    }

    private Tensor Scores(Tensor pictures)
    {
        Pictures += pictures.shape[0];
        Tensor near = 8 - (pictures * _weight).sum([1, 2, 3]);
        return stack([near, zeros_like(near)], 1);
    }

    private static Tensor Mask(int row, int column)
    {
        Tensor mask = zeros(1, 1, Side, Side);
        mask.narrow(2, row, 2).narrow(3, column, 3).fill_(1);
        return mask;
    }

    private static float[,] Cells(int row, int column)
    {
        var mask = new float[Side, Side];
        for (int i = 0; i < 6; i++) mask[row + i / 3, column + i % 3] = 1;
        return mask;
    }
}
