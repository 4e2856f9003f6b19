namespace Ucam.Testing;

/// <summary>Keeps what was reported.</summary>
internal sealed class RecordedProgress : IProgress<RunProgress>
{
    public List<RunProgress> Reports { get; } = [];

    public void Report(RunProgress value) => Reports.Add(value);
}
