namespace Ucam.Testing;

/// <summary>A clock that a test moves.</summary>
internal sealed class FakeClock : TimeProvider
{
    public TimeSpan Now { get; set; } = TimeSpan.FromDays(3);

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override long GetTimestamp() => Now.Ticks;
}
