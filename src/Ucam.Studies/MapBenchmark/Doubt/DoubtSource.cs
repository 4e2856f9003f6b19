namespace Ucam.Studies.MapBenchmark.Doubt;

/// <summary>Whose doubt is explained and measured.</summary>
internal enum DoubtSource
{
    /// <summary>The entropy of the one network's answer, dropout off.</summary>
    Single,

    /// <summary>The entropy of the mean answer over passes with dropout.</summary>
    Dropout,
}
