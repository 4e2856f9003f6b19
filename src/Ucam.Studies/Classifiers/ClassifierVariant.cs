namespace Ucam.Studies.Classifiers;

/// <summary>A way to get a classifier's uncertainty.</summary>
internal sealed record ClassifierVariant
{
    internal ClassifierVariant(string name, string definition, ClassifierTraining training, string estimator) =>
        (Name, Definition, Training, Estimator) = (name, definition, training, estimator);

    /// <summary>Short lower-case name, as in recipes and tables.</summary>
    public string Name { get; }

    /// <summary>What it is, in one line.</summary>
    public string Definition { get; }

    internal ClassifierTraining Training { get; }

    /// <summary>Name of the estimator it is tested with (<see cref="UncertaintyEstimators"/>).</summary>
    internal string Estimator { get; }
}
