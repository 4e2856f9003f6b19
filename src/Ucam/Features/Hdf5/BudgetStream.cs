namespace Ucam.Features.Hdf5;

/// <summary>
/// Lets a parser read so much of a file and no more: in a damaged one, addresses lead in circles and counts have no end, and a parser
/// that believes them reads the same few bytes for minutes.
/// </summary>
/// <param name="file">The file; disposed with this.</param>
internal sealed class BudgetStream(FileStream file) : Stream
{
    // What the structures of a small file are read in, many times over.
    private const long FewReads = 50_000, FewBytes = 8 << 20;
    private long _reads = FewReads, _bytes = FewBytes;

    public override bool CanRead => true;

    public override bool CanSeek => true;

    public override bool CanWrite => false;

    public override long Length { get; } = file.Length;

    public override long Position { get => file.Position; set => file.Position = value; }

    /// <summary>Allows as much as the structures of a file of this length and so many bytes of its data need.</summary>
    /// <param name="data">Bytes of data that are about to be read.</param>
    public void Renew(long data = 0) => (_reads, _bytes) = (FewReads + (Length + data) / 16, FewBytes + 4 * (Length + data));

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override int Read(Span<byte> buffer)
    {
        int read = file.Read(buffer);
        _bytes -= read;
        if (--_reads < 0 || _bytes < 0) throw new InvalidDataException("its structures lead in circles or announce more than there is");
        return read;
    }

    public override long Seek(long offset, SeekOrigin origin) => file.Seek(offset, origin);

    public override void Flush() => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing) file.Dispose();
        base.Dispose(disposing);
    }
}
