namespace Ucam.Studies.MapBenchmark;

/// <summary>What a metric of maps asks.</summary>
internal enum MapQuestion
{
    /// <summary>Whether the map says what the model goes by; needs no truth.</summary>
    Faithful,

    /// <summary>Whether the map agrees with the deciding region or with people.</summary>
    True,

    /// <summary>What the map is like, whether it depends on the model and not on chance, and what it costs.</summary>
    Sound,
}

/// <summary>A metric of maps.</summary>
/// <param name="Info">Name, title, direction, definition.</param>
/// <param name="Question">What it asks.</param>
/// <param name="Measure">Its value for a map; NaN where it is undefined.</param>
internal sealed record MapMetric(CompareMetric Info, MapQuestion Question, Func<MapProbe, double> Measure)
{
    /// <summary>Whether it runs the method again and again, and so is measured on a part of the samples.</summary>
    public bool Reruns { get; init; }
}
