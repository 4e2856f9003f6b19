namespace Ucam.Vqa.Evaluation;

/// <summary>Compares where the model looked with the region that decides the answer and with where people look.</summary>
internal static class MapScorer
{
    /// <summary>Adds what the set knows of the maps; <paramref name="attention"/> is row-major over grid×grid.</summary>
    /// <param name="result">The result of the question.</param>
    /// <param name="set">Its set.</param>
    /// <param name="item">Its place in the set.</param>
    /// <param name="attention">≥ 0, not all 0 where anything is compared.</param>
    /// <param name="grid">Side of the grid.</param>
    /// <param name="options">Whether to compare with people's maps, and of how many questions by the earth mover's distance too.</param>
    public static QuestionResult Add(QuestionResult result, IVqaSet set, int item, ReadOnlySpan<float> attention, int grid,
        EvaluationOptions options)
    {
        var map = new float[grid, grid];
        double total = 0;
        for (int i = 0; i < attention.Length; i++) total += map[i / grid, i % grid] = attention[i];
        if (total <= 0) return result;
        if (set is IRegionTruth truth && truth.Region(item, grid, grid) is { } region) result = WithRegion(result, map, region);
        if (!options.PeopleMaps || set is not IPeopleAttention known) return result;
        IReadOnlyList<float[,]> looks = known.PeopleMaps(item, grid, grid);
        return looks.Count == 0 ? result : result with
        {
            MapRank = looks.Average(look => MapAgreement.RankCorrelation(map, look)),
            MapDistance = item < options.DistancedMaps ? MapAgreement.Emd(map, Mean(looks, grid)) : double.NaN,
        };
    }

    private static QuestionResult WithRegion(QuestionResult result, float[,] map, float[,] region)
    {
        double chance = MapAgreement.ChanceEnergy(region);
        if (chance <= 0) return result;
        double energy = MapAgreement.EnergyInRegion(map, region);
        return result with { MapEnergy = energy, AttentionRatio = energy / chance, Pointing = MapAgreement.PointingGame(map, region) };
    }

    private static float[,] Mean(IReadOnlyList<float[,]> maps, int grid)
    {
        var mean = new float[grid, grid];
        foreach (float[,] map in maps)
            for (int r = 0; r < grid; r++)
                for (int c = 0; c < grid; c++) mean[r, c] += map[r, c] / maps.Count;
        return mean;
    }
}
