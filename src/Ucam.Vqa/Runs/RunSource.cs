using Ucam.Vqa.Features;
using Ucam.Vqa.Models;
using Ucam.Vqa.Training;
using static TorchSharp.torch;

namespace Ucam.Vqa.Runs;

/// <summary>A set of a run, with the features of its pictures where they were made before.</summary>
internal sealed record RunSet(IVqaSet Set, IPictureFeatures? Features = null)
{
    /// <summary>The same as a network's vocabularies read it.</summary>
    public RunPart For(VqaNetwork network) => RunPart.Of(Set, network, Features);
}

/// <summary>What a run works on.</summary>
/// <param name="Training">What the head is trained on.</param>
/// <param name="Validation">What chooses the best epoch.</param>
/// <param name="Tests">What the model is tested on, the in-distribution set first.</param>
internal sealed record RunSets(RunSet Training, RunSet Validation, IReadOnlyList<RunSet> Tests);

/// <summary>Where the data of a run come from, and what is trained before its head; its members are called in their order.</summary>
internal abstract class RunSource : IDisposable
{
    /// <summary>Where head and variance head are trained and tested; another than the CPU needs features that were made before.</summary>
    public virtual Device Device => CPU;

    /// <summary>The stages of the run; known once the sets are open.</summary>
    public RunStages Stages { get; protected set; } = null!;

    /// <summary>Looks at settings and data without a trace in the run's folder; tells which checkpoint will be written.</summary>
    /// <exception cref="UcamException">They are unusable; the message says which.</exception>
    public abstract RunOutput Prepare();

    /// <summary>Whether the sets' pictures can be read, not only their features.</summary>
    public virtual bool HasPictures => true;

    /// <summary>Opens the sets.</summary>
    /// <exception cref="UcamException">A set cannot be read, or what training starts from cannot.</exception>
    public abstract RunSets Open(CancellationToken cancel);

    /// <summary>The stages of <see cref="TrainBackbone"/>.</summary>
    public virtual IEnumerable<PlannedStage> Plan(RunPart training, RunPart validation) => [];

    /// <summary>Trains what stands before the features that the head is trained on.</summary>
    public virtual void TrainBackbone(VqaNetwork network, RunPart training, RunPart validation, CancellationToken cancel)
    {
    }

    /// <summary>How the head is trained; null leaves it as it is. Known once the stages are planned.</summary>
    public abstract HeadStage? Head { get; }

    /// <summary>Closes what was opened.</summary>
    public virtual void Dispose()
    {
    }
}
