using CsCheck;
using Ucam.Build;

namespace Ucam.Tests.Build;

public class VersionNeedTests
{
    private const string Version = "GLIBCXX_3.4.32";

    private static (byte[] Bytes, Dictionary<string, int> Flags) Elf() =>
        ElfFile.Make(["GLIBC_2.2.5", "GLIBC_2.14"], ["GLIBCXX_3.4", "GLIBCXX_3.4.3", Version, "GLIBCXX_3.4.30"]);

    [Fact]
    public void Exactly_one_byte_changes_and_it_is_the_weak_flag()
    {
        var (bytes, flags) = Elf();
        byte[] before = [.. bytes];
        VersionNeed.Weaken(bytes, Version).Should().BeTrue();
        Enumerable.Range(0, bytes.Length).Where(i => bytes[i] != before[i]).Should().Equal(flags[Version]);
        bytes[flags[Version]].Should().Be(2);
    }

    [Fact]
    public void Every_version_is_found_and_other_flags_stay()
    {
        foreach (string version in Elf().Flags.Keys)
        {
            var (bytes, flags) = Elf();
            bytes[flags[version]] = 1;
            VersionNeed.Weaken(bytes, version).Should().BeTrue();
            bytes[flags[version]].Should().Be(3);
        }
    }

    [Fact]
    public void A_second_time_changes_nothing()
    {
        var (bytes, _) = Elf();
        VersionNeed.Weaken(bytes, Version);
        byte[] once = [.. bytes];
        VersionNeed.Weaken(bytes, Version).Should().BeFalse();
        bytes.Should().Equal(once);
    }

    [Theory]
    [InlineData("GLIBCXX_3.4.99")]
    [InlineData("GLIBCXX_3.4.3 ")]
    [InlineData("GLIBCXX_3")]
    public void An_absent_version_changes_nothing(string version)
    {
        var (bytes, _) = Elf();
        byte[] before = [.. bytes];
        VersionNeed.Weaken(bytes, version).Should().BeFalse();
        bytes.Should().Equal(before);
    }

    [Theory]
    [InlineData(0, (byte)'M')]
    [InlineData(4, (byte)1)]
    [InlineData(5, (byte)2)]
    public void What_is_no_64_bit_little_endian_elf_is_left_alone(int at, byte value)
    {
        var (bytes, _) = Elf();
        bytes[at] = value;
        byte[] before = [.. bytes];
        VersionNeed.Weaken(bytes, Version).Should().BeFalse();
        bytes.Should().Equal(before);
    }

    [Fact]
    public void A_truncated_file_never_breaks_it()
    {
        byte[] whole = Elf().Bytes;
        Gen.Int[0, whole.Length - 1].Sample(length =>
        {
            byte[] bytes = whole[..length];
            bool changed = VersionNeed.Weaken(bytes, Version);
            return changed == !bytes.AsSpan().SequenceEqual(whole.AsSpan(0, length));
        }, iter: 1000);
    }

    [Fact]
    public void Damaged_offsets_never_break_it()
    {
        byte[] whole = Elf().Bytes;
        Gen.Select(Gen.Int[6, whole.Length - 1], Gen.Byte).Array[1, 6].Sample(changes =>
        {
            byte[] damaged = [.. whole];
            foreach (var (at, value) in changes) damaged[at] = value;
            byte[] bytes = [.. damaged];
            bool changed = VersionNeed.Weaken(bytes, Version);
            return changed == !bytes.SequenceEqual(damaged);
        }, iter: 5000);
    }
}
