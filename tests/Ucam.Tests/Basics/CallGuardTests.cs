namespace Ucam.Tests.Basics;

public sealed class CallGuardTests
{
    private readonly CallGuard _guard = new();
    private int _released;

    private void Close() => _guard.Close(() => Interlocked.Increment(ref _released));

    [Fact]
    public void Closing_waits_for_a_call_of_another_thread()
    {
        CallGuard.Call call = _guard.Enter(this);
        var closing = new Thread(Close);
        closing.Start();
        SpinWait.SpinUntil(() => closing.ThreadState == ThreadState.WaitSleepJoin);
        _released.Should().Be(0);
        call.Dispose();
        closing.Join();
        _released.Should().Be(1);
    }

    [Fact]
    public void A_call_after_closing_is_refused_by_the_name_of_its_object()
    {
        Close();
        var enter = () => _guard.Enter(this);
        enter.Should().Throw<ObjectDisposedException>().Which.ObjectName.Should().Contain(nameof(CallGuardTests));
    }

    [Fact]
    public void A_call_under_way_may_make_further_ones_while_closing_waits()
    {
        CallGuard.Call call = _guard.Enter(this);
        var closing = new Thread(Close);
        closing.Start();
        SpinWait.SpinUntil(() => closing.ThreadState == ThreadState.WaitSleepJoin);
        _guard.Enter(this).Dispose();
        _released.Should().Be(0);
        call.Dispose();
        closing.Join();
        _released.Should().Be(1);
    }

    [Fact]
    public void Closing_within_a_call_releases_as_the_call_ends()
    {
        using (CallGuard.Call call = _guard.Enter(this))
        {
            Close();
            _released.Should().Be(0);
        }
        _released.Should().Be(1);
    }

    [Fact]
    public void Closing_twice_releases_once()
    {
        Close();
        Close();
        _released.Should().Be(1);
    }
}
