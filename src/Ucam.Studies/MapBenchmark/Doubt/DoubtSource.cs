namespace Ucam.Studies.MapBenchmark.Doubt;

/// <summary>Whose doubt is explained and measured.</summary>
internal enum DoubtSource
{
    /// <summary>The entropy of the one network's answer, dropout off.</summary>
    Single,

    /// <summary>The entropy of the mean answer over passes with dropout.</summary>
    Dropout,

    /// <summary>That of the mean answer of networks of several seeds.</summary>
    Ensemble,

    /// <summary>That of the mean answer of networks whose last layer is drawn by a Laplace approximation.</summary>
    Laplace,
}

/// <summary>Names of the sources.</summary>
internal static class DoubtSources
{
    /// <summary>As commands, recipes, files and tables say it: "dropout".</summary>
    public static string Word(this DoubtSource source) => source.ToString().ToLowerInvariant();
}
