using System.Globalization;

namespace Ucam.Vqa.Training.Ranks;

/// <summary>What the exchange of gradients cost.</summary>
internal sealed class ExchangeMeter
{
    private long _steps, _bytes, _early;
    private TimeSpan _waited;

    /// <summary>Counts a step.</summary>
    /// <param name="bytes">What travelled.</param>
    /// <param name="early">What of it was sent while the backward pass went on.</param>
    /// <param name="waited">How long the step then waited.</param>
    public void Step(long bytes, long early, TimeSpan waited) =>
        (_steps, _bytes, _early, _waited) = (_steps + 1, _bytes + bytes, _early + early, _waited + waited);

    /// <summary>The line of the log; null where nothing was exchanged.</summary>
    public string? InWords(int processes, TimeSpan moving) => _steps == 0 ? null : string.Create(CultureInfo.InvariantCulture,
        $"{processes} processes: {_bytes / 1e6 / _steps:F2} MB of gradients a step, {(double)_early / _bytes:P0} of them sent during the backward "
        + $"pass; {moving.TotalMilliseconds / _steps:F1} ms a step under way, of which the step waited {_waited.TotalMilliseconds / _steps:F1} ms");
}
