using Ucam.Explanations.Faithfulness;
using static TorchSharp.torch;

namespace Ucam.Studies.MapBenchmark.Doubt;

/// <summary>A model on a set that knows where doubt comes from, whose maps of doubt are measured.</summary>
internal interface IDoubtSubject : IDisposable
{
    /// <summary>What model on what data, in a sentence.</summary>
    string Description { get; }

    /// <summary>All that the numbers hang on, so that runs of different settings are never mixed.</summary>
    string Fingerprint { get; }

    /// <summary>Rows and columns of the explained layer: no map of it is finer.</summary>
    int Grid { get; }

    /// <summary>What methods may need beside the model.</summary>
    ExplanationSetup Setup { get; }

    /// <summary>Number of samples.</summary>
    int Count { get; }

    /// <summary>How many pictures ran through the model so far, each pass counted.</summary>
    long Pictures { get; }

    /// <summary>The model to explain, by a seed of its own.</summary>
    Explainer Open(int seed);

    /// <summary>A sample, the same each time; the caller disposes it.</summary>
    DoubtSample Load(int index);

    /// <summary>What the explained model is given for these pictures (N,C,H,W), asked what the sample asks; in the caller's dispose scope.</summary>
    ShownPictures Show(DoubtSample sample, Tensor pictures);

    /// <summary>How much the model doubts each of these pictures (N,C,H,W), asked what the sample asks.</summary>
    IReadOnlyList<DoubtReading> Doubt(DoubtSample sample, Tensor pictures);
}
