namespace Ucam.Numbers;

/// <summary>Where the rows of a part (n,b,K) lie in the numbers of the whole (n,B,K), one after the other.</summary>
internal readonly struct PartRows(BatchPart part, long width)
{
    private readonly long _pass = part.Whole * width, _from = part.Start * width, _count = part.Count * width;

    /// <summary>Whether some of the whole's numbers, from one on, are of the part.</summary>
    public bool Meets(long at, int length)
    {
        for (long pass = at / _pass; pass * _pass < at + length; pass++)
            if (Math.Max(at, Begin(pass)) < Math.Min(at + length, Begin(pass) + _count)) return true;
        return false;
    }

    /// <summary>Copies what of the whole's numbers, from one on, is of the part.</summary>
    public void Copy(ReadOnlySpan<float> numbers, long at, TensorMemory<float> target)
    {
        for (long pass = at / _pass; pass * _pass < at + numbers.Length; pass++)
        {
            long from = Math.Max(at, Begin(pass)), to = Math.Min(at + numbers.Length, Begin(pass) + _count);
            if (from >= to) continue;
            int length = (int)(to - from);
            numbers.Slice((int)(from - at), length).CopyTo(target.Span(pass * _count + from - Begin(pass), length));
        }
    }

    private long Begin(long pass) => pass * _pass + _from;
}
