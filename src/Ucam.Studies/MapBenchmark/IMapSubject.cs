namespace Ucam.Studies.MapBenchmark;

/// <summary>A model on a labelled set, whose maps are measured.</summary>
internal interface IMapSubject : IDisposable
{
    /// <summary>A short name, for files.</summary>
    string Name { get; }

    /// <summary>What model on what data, in a sentence.</summary>
    string Description { get; }

    /// <summary>All that the numbers hang on, so that runs of different settings are never mixed.</summary>
    string Fingerprint { get; }

    /// <summary>The explained layer, for the class activation maps.</summary>
    Explainer Explainer { get; }

    /// <summary>What methods may need beside the model.</summary>
    ExplanationSetup Setup { get; }

    /// <summary>The number in the unit of the input that carries no evidence: what deleted cells become.</summary>
    double Blank { get; }

    /// <summary>Number of samples.</summary>
    int Count { get; }

    /// <summary>A sample, the same each time; the caller disposes it.</summary>
    MapSample Load(int index);

    /// <summary>Whether the method can explain this model.</summary>
    bool Takes(ExplanationEntry entry);
}
