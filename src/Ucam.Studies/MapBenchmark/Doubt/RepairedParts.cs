using Ucam.Numbers;
using static TorchSharp.torch;

namespace Ucam.Studies.MapBenchmark.Doubt;

/// <summary>
/// What a model's own doubt comes from, asked by repairing parts of a picture by the clean one: no map, since it takes that picture, but what the
/// best map of this model could say, where people's doubt is not the model's.
/// </summary>
/// <param name="subject">The model.</param>
internal sealed class RepairedParts(IDoubtSubject subject)
{
    private const int AtOnce = 64;

    /// <summary>Exact Shapley values of the model's entropy, the objects with difficulties as players, spread over their masks.</summary>
    public DoubtMap ByObject => Map("own-objects", Objects);

    /// <summary>How far the model's entropy falls as each cell of the layer's grid is repaired alone.</summary>
    public DoubtMap ByCell => Map("own-cells", Cells);

    // The maps of the pictures that are asked for: all four, or the hard one alone.
    private static DoubtMap Map(string name, Func<DoubtSample, DoubtPicture, float[,]> of) => new(name, (_, shown, sample, cancel) =>
        [.. Enumerable.Range(0, shown.Count).Select(which =>
        {
            cancel.ThrowIfCancellationRequested();
            return new RawMap(name, of(sample, (DoubtPicture)which), Signed: true);
        })]);

    private float[,] Objects(DoubtSample sample, DoubtPicture which)
    {
        using var quiet = no_grad();
        using var scope = NewDisposeScope();
        Tensor[] masks = [.. sample.Difficult.Select(mask => On(mask).gt(0))];
        int players = masks.Length;
        double[] entropy = Entropies(sample, which, [.. Enumerable.Range(0, 1 << players).Select(present =>
            Any([.. masks.Where((_, k) => (present >> k & 1) == 0)], sample))]);
        double[] values = ShapleyValues.Of(players, present => entropy[present], seed: 0);
        return DoubtMasks.Spread(sample.Difficult.Zip(values), (int)sample.Inputs[0].shape[2]);
    }

    private float[,] Cells(DoubtSample sample, DoubtPicture which)
    {
        using var quiet = no_grad();
        using var scope = NewDisposeScope();
        int size = (int)sample.Inputs[0].shape[2], grid = subject.Grid, side = size / grid;
        Tensor differs = sample.Picture(which).ne(sample.Picture(DoubtPicture.Repaired)).any(1, keepdim: true);
        var map = new float[grid, grid];
        var (cells, places) = (new List<(int Row, int Column)>(), new List<Tensor>());
        foreach (int cell in Enumerable.Range(0, grid * grid))
        {
            Tensor place = zeros_like(differs);
            place.narrow(2, cell / grid * side, side).narrow(3, cell % grid * side, side).fill_(true);
            if (!(place & differs).any().item<bool>()) continue;
            cells.Add((cell / grid, cell % grid));
            places.Add(place);
        }
        if (cells.Count == 0) return map;
        double[] entropy = Entropies(sample, which, [zeros_like(differs), .. places]);
        for (int i = 0; i < cells.Count; i++) map[cells[i].Row, cells[i].Column] = (float)(entropy[0] - entropy[i + 1]);
        return map;
    }

    // The model's entropy with each of these places (1,1,H,W) repaired.
    private double[] Entropies(DoubtSample sample, DoubtPicture which, Tensor[] repaired) =>
        [.. repaired.Chunk(AtOnce).SelectMany(some =>
            subject.Doubt(sample, where(cat(some), sample.Picture(DoubtPicture.Repaired), sample.Picture(which))).Select(doubt => doubt.Total))];

    private static Tensor Any(Tensor[] masks, DoubtSample sample) =>
        masks.Length == 0 ? zeros_like(sample.Picture(DoubtPicture.Hard).narrow(1, 0, 1), ScalarType.Bool) : cat(masks).any(0, keepdim: true);

    private static Tensor On(float[,] mask) => tensor(mask).unsqueeze(0).unsqueeze(0);
}
