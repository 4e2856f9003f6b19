using System.Diagnostics;

namespace Ucam.Vqa.Tests.Features.Hdf5;

/// <summary>Every fixture, damaged in many ways: read or refused in one line; what that allocates is bounded by the file's length.</summary>
public sealed class Hdf5DamageTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    public static TheoryData<string> Fixtures => [.. Hdf5Files.Names];

    [Theory]
    [MemberData(nameof(Fixtures))]
    public void A_damaged_file_is_read_or_refused_within_bounds(string name) => Run(name, Damage.Count(150), seed: 7);

    /// <summary>Run by hand: dotnet Ucam.Tests.dll -class '*Hdf5DamageTests' -explicit only.</summary>
    [Fact(Explicit = true)]
    public void Two_hundred_thousand_damaged_files_are_read_or_refused_within_bounds()
    {
        string[] names = [.. Hdf5Files.Names];
        var all = new Tally();
        foreach (string name in names)
        {
            Tally one = Run(name, 240_000 / names.Length, seed: 11);
            all.Add(one);
            TestContext.Current.SendDiagnosticMessage("{0}: {1}", name, one);
            Console.WriteLine($"{name}: {one}");
        }
        Console.WriteLine($"all: {all}");
        all.Read.Should().BePositive();
        all.Refused.Should().BePositive();
    }

    private Tally Run(string name, int count, int seed)
    {
        var random = new Random(seed);
        byte[] whole = Hdf5Files.Bytes(name);
        var tally = new Tally();
        for (int i = 0; i < count; i++)
        {
            byte[] damaged = Change(whole, random);
            string path = _folder.Write("damaged.h5", damaged);
            long before = GC.GetAllocatedBytesForCurrentThread(), start = Stopwatch.GetTimestamp();
            try
            {
                // Half of them as if whoever damaged them had put the checksums right.
                Hdf5Files.ReadAll(path, checksums: i % 2 == 0);
                tally.Read++;
            }
            catch (UcamException e)
            {
                tally.Refused++;
                e.Message.Should().NotContainAny("\n", "\0").And.Match(m => m.Length < 600, "it is one line");
            }
            long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
            tally.Told(allocated, Stopwatch.GetElapsedTime(start), damaged.Length);
            allocated.Should().BeLessThan(Hdf5Files.Constant + Hdf5Files.EachByte * damaged.Length,
                "damage number {0} to {1} must not ask for room that the file cannot fill", i, name);
        }
        return tally;
    }

    // Single bytes and whole fields, at random places and near each other, to values that sizes and addresses go wrong by.
    private static byte[] Change(byte[] whole, Random random)
    {
        byte[] bytes = [.. whole];
        for (int n = random.Next(1, 4); n > 0; n--)
        {
            int size = 1 << random.Next(4), at = random.Next(Math.Max(1, bytes.Length - size));
            Span<byte> field = bytes.AsSpan(at, Math.Min(size, bytes.Length - at));
            long value = random.Next(8) switch
            {
                0 => 0,
                1 => -1,
                2 => long.MaxValue >> 8 * (8 - size),
                3 => random.Next(bytes.Length),
                4 => bytes.Length - random.Next(64),
                5 => field[0] + random.Next(-2, 3),
                6 => 1L << random.Next(63),
                _ => random.NextInt64(),
            };
            BitConverter.GetBytes(value).AsSpan(0, field.Length).CopyTo(field);
        }
        return random.Next(16) == 0 ? bytes[..random.Next(bytes.Length)] : bytes;
    }

    private sealed class Tally
    {
        public int Read { get; set; }

        public int Refused { get; set; }

        public long Most { get; private set; }

        private double MostTimes { get; set; }

        private TimeSpan Longest { get; set; }

        private TimeSpan Time { get; set; }

        public void Told(long allocated, TimeSpan time, int length)
        {
            Most = Math.Max(Most, allocated);
            MostTimes = Math.Max(MostTimes, (double)allocated / Math.Max(1, length));
            Longest = time > Longest ? time : Longest;
            Time += time;
        }

        public void Add(Tally other)
        {
            (Read, Refused) = (Read + other.Read, Refused + other.Refused);
            (Most, MostTimes) = (Math.Max(Most, other.Most), Math.Max(MostTimes, other.MostTimes));
            (Longest, Time) = (other.Longest > Longest ? other.Longest : Longest, Time + other.Time);
        }

        public override string ToString() =>
            $"{Refused:N0} refused, {Read:N0} read, {Time.TotalSeconds:N0} s, longest {Longest.TotalMilliseconds:N0} ms; " +
            $"most allocated {Most:N0} bytes, {MostTimes:N0} times the file";
    }
}
