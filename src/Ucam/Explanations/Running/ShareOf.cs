namespace Ucam.Explanations.Running;

/// <summary>The progress of one piece of work that is <paramref name="width"/> of so many equal parts.</summary>
internal sealed class ShareOf(IProgress<double> whole, int done, int parts, int width = 1) : IProgress<double>
{
    public void Report(double value) => whole.Report((done + value * width) / parts);
}
