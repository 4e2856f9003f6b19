namespace Ucam.Testing;

/// <summary>Seeded damage to a good file: what reads it must give a result or say in one line what is wrong, within bounds of memory.</summary>
internal static class Damage
{
    private const string Wanted = "UCAM_DAMAGES";
    private static readonly byte[] Telling = [0, 1, 0x7F, 0x80, 0xFF, (byte)'7', (byte)'9', (byte)'['];

    /// <summary>How many damaged copies: the usual number, or what UCAM_DAMAGES says for a long run (tests/faults/damage).</summary>
    public static int Count(int usual) => int.TryParse(Environment.GetEnvironmentVariable(Wanted), out int wanted) ? Math.Max(usual, wanted) : usual;

    /// <summary>Changes single bytes, runs of bytes and the length of a file, reads each, and checks what comes of it.</summary>
    /// <param name="whole">The good file.</param>
    /// <param name="count">How many damaged ones, in a usual run.</param>
    /// <param name="bytes">The most that reading one may allocate on its thread.</param>
    /// <param name="read">Reads one.</param>
    /// <returns>How many were refused.</returns>
    public static int Survives(byte[] whole, int count, long bytes, Action<byte[]> read)
    {
        var random = new Random(7);
        int refused = 0;
        for (int i = 0; i < Count(count); i++)
        {
            byte[] damaged = Change(whole, random);
            long before = GC.GetAllocatedBytesForCurrentThread();
            try
            {
                read(damaged);
            }
            catch (UcamException e)
            {
                refused++;
                e.Message.ShouldBePlain();
                e.Message.Should().NotContainAny("\n", "\0").And.Match(m => m.Length < 600, "it is one line");
            }
            (GC.GetAllocatedBytesForCurrentThread() - before)
                .Should().BeLessThan(bytes, "damage number {0} must not ask for room that the file cannot fill", i);
        }
        return refused;
    }

    private static byte[] Change(byte[] whole, Random random)
    {
        byte[] bytes = [.. whole];
        for (int n = random.Next(1, 4); n > 0; n--)
        {
            int at = random.Next(bytes.Length), run = Math.Min(random.Next(4) == 0 ? random.Next(1, 9) : 1, bytes.Length - at);
            if (random.Next(2) == 0) bytes.AsSpan(at, run).Fill(Telling[random.Next(Telling.Length)]);
            else random.NextBytes(bytes.AsSpan(at, run));
        }
        return random.Next(8) == 0 ? bytes[..random.Next(bytes.Length)] : bytes;
    }
}
