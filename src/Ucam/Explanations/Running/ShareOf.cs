namespace Ucam.Explanations.Running;

/// <summary>The progress of one part among equal parts.</summary>
internal sealed class ShareOf(IProgress<double> whole, int done, int parts) : IProgress<double>
{
    public void Report(double value) => whole.Report((done + value) / parts);
}
