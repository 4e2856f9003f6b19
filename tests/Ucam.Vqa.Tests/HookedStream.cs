namespace Ucam.Vqa.Tests;

/// <summary>A picture's bytes, and something that happens when they are read.</summary>
internal sealed class HookedStream(byte[] bytes, Action read) : MemoryStream(bytes)
{
    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        read();
        return base.ReadAsync(buffer, cancellationToken);
    }
}
