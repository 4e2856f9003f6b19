namespace Ucam;

/// <summary>
/// Lets an object that holds native memory be disposed at any moment: disposal waits for the calls under way, and later calls get an
/// <see cref="ObjectDisposedException"/>. A call may make further ones on its own thread; a disposal from within a call is done as it ends.
/// </summary>
internal sealed class CallGuard
{
    private readonly object _gate = new();
    private readonly List<int> _threads = [];
    private bool _closed;
    private Action? _release;

    /// <summary>Begins a call of an object, which ends with the result's disposal.</summary>
    /// <exception cref="ObjectDisposedException">The object was disposed.</exception>
    public Call Enter(object owner)
    {
        lock (_gate)
        {
            int thread = Environment.CurrentManagedThreadId;
            ObjectDisposedException.ThrowIf(_closed && !_threads.Contains(thread), owner);
            _threads.Add(thread);
            return new Call(this, thread);
        }
    }

    /// <summary>Refuses further calls, waits for those under way and then releases what they use; a second time it does nothing.</summary>
    public void Close(Action release)
    {
        lock (_gate)
        {
            if (_closed) return;
            _closed = true;
            if (_threads.Contains(Environment.CurrentManagedThreadId))
            {
                // It cannot wait for itself.
                _release = release;
                return;
            }
            while (_threads.Count > 0) Monitor.Wait(_gate);
        }
        release();
    }

    private void Leave(int thread)
    {
        Action? release = null;
        lock (_gate)
        {
            _threads.Remove(thread);
            if (_threads.Count == 0) (release, _release) = (_release, null);
            Monitor.PulseAll(_gate);
        }
        release?.Invoke();
    }

    /// <summary>A call under way; its disposal, once, ends it.</summary>
    internal readonly struct Call(CallGuard guard, int thread) : IDisposable
    {
        /// <inheritdoc/>
        public void Dispose() => guard.Leave(thread);
    }
}
