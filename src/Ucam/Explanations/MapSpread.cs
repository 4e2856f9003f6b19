using Ucam.Imaging;

namespace Ucam;

/// <summary>How much a map can be relied on: its mean and spread over networks thinned by dropout. Plain data.</summary>
/// <param name="Method">Name of the method.</param>
/// <param name="Mean">rows×columns, the mean of the maps, each scaled to [0,1].</param>
/// <param name="Deviation">rows×columns, their standard deviation (over T − 1), from 0 to about 0.7.</param>
/// <param name="Agreement">Mean rank correlation of two passes' maps, in [−1,1]: 1 where every pass gives the same order, near 0 where the map is
/// chance.</param>
/// <param name="Passes">T.</param>
public sealed record MapSpread(string Method, float[,] Mean, float[,] Deviation, double Agreement, int Passes)
{
    /// <summary>The mean as a map.</summary>
    public ActivationMap ToMap() => ActivationMap.FromRaw(MapKind.Other, Mean) with { Method = Method };

    /// <summary>Streams maps of one grid into their mean and deviation.</summary>
    internal static MapSpread Of(IReadOnlyList<ActivationMap> maps)
    {
        (int rows, int columns) = (maps[0].Rows, maps[0].Columns);
        float[][] flat = [.. maps.Select(map => Grid.Flat(map.Values))];
        float[,] mean = new float[rows, columns], deviation = new float[rows, columns];
        for (int i = 0; i < rows * columns; i++)
        {
            double average = flat.Average(values => (double)values[i]);
            mean[i / columns, i % columns] = (float)average;
            deviation[i / columns, i % columns] =
                (float)Math.Sqrt(flat.Sum(values => (values[i] - average) * (values[i] - average)) / (flat.Length - 1));
        }
        var pairs = from a in Enumerable.Range(0, maps.Count)
                    from b in Enumerable.Range(a + 1, maps.Count - a - 1)
                    select Ucam.MapAgreement.RankCorrelation(maps[a].Values, maps[b].Values);
        return new MapSpread(maps[0].Method, mean, deviation, pairs.Average(), maps.Count);
    }
}
