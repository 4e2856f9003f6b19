namespace Ucam.Testing;

/// <summary>Keeps what was reported.</summary>
internal sealed class RecordedProgress : IProgress<TrainingProgress>
{
    public List<TrainingProgress> Reports { get; } = [];

    public void Report(TrainingProgress value) => Reports.Add(value);
}
