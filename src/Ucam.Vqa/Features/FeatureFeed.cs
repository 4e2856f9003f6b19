using System.Diagnostics;
using TorchSharp;
using static TorchSharp.torch;

namespace Ucam.Vqa.Features;

/// <summary>
/// Features of batch after batch as 32-bit floats, each read on another thread while the step before it runs, into two tensors that take turns.
/// </summary>
internal sealed class FeatureFeed : IDisposable
{
    private readonly IPictureFeatures _features;
    private readonly Device _device;
    private readonly IReadOnlyList<int[]> _batches;
    private readonly Tensor?[] _buffers = new Tensor?[2];
    private Task? _reading;
    private Tensor? _coming, _given;
    private int _next;

    /// <summary>Begins to read.</summary>
    /// <param name="features">Where they are read from; stays the caller's.</param>
    /// <param name="batches">The rows of each batch.</param>
    /// <param name="device">Where they are wanted; the CPU where null.</param>
    public FeatureFeed(IPictureFeatures features, IReadOnlyList<int[]> batches, Device? device = null)
    {
        (_features, _batches, _device) = (features, batches, device ?? CPU);
        Begin();
    }

    /// <summary>How long <see cref="Next"/> has waited in all.</summary>
    public TimeSpan Waited { get; private set; }

    /// <summary>
    /// The next batch's features (B,P,C), valid until the next call and disposed by this; what holds on to them must be gone by then.
    /// </summary>
    /// <exception cref="InvalidOperationException">There are no more batches.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A row is not in the file.</exception>
    /// <exception cref="UcamException">A feature is not finite.</exception>
    public Tensor Next()
    {
        if (_reading is null) throw new InvalidOperationException("All batches were read.");
        long start = Stopwatch.GetTimestamp();
        _given?.Dispose();
        _given = null;
        _reading.GetAwaiter().GetResult();
        (_given, _coming, _reading) = (_coming!, null, null);
        Waited += Stopwatch.GetElapsedTime(start);
        if (_device.type != DeviceType.CPU) _given = ReadingFeatures.Across(_given, _device).DetachFromDisposeScope();
        Begin();
        return _given;
    }

    /// <summary>Waits for what is being read, since it writes into memory that is given back.</summary>
    public void Dispose()
    {
        _given?.Dispose();
        try
        {
            _reading?.GetAwaiter().GetResult();
        }
        catch (Exception e) when (e is ArgumentOutOfRangeException or UcamException)
        {
            // A batch that nobody asks for need not be right.
        }
        _coming?.Dispose();
        foreach (Tensor? buffer in _buffers) buffer?.Dispose();
    }

    private void Begin()
    {
        if (_next == _batches.Count) return;
        int[] rows = _batches[_next];
        ref Tensor? buffer = ref _buffers[_next++ % 2];
        if (buffer is null || buffer.shape[0] < rows.Length)
        {
            buffer?.Dispose();
            buffer = empty([rows.Length, _features.Rows * _features.Columns, _features.Channels], dtype: ReadingFeatures.TypeFor(_device),
                device: CPU).DetachFromDisposeScope();
        }
        Tensor target = _coming = buffer.narrow(0, 0, rows.Length).DetachFromDisposeScope();
        _reading = Task.Run(() => _features.ReadInto(rows, target));
    }
}
