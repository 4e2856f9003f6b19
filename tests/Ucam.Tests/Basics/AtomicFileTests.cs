namespace Ucam.Tests.Basics;

public sealed class AtomicFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private string[] Files => [.. Directory.GetFileSystemEntries(_folder.Path).Select(f => Path.GetFileName(f)!)];

    [Fact]
    public void A_device_is_never_replaced()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "there are no such files");
        var write = () => AtomicFile.WriteText("/dev/zero", "text");
        write.Should().Throw<UcamException>().WithMessage("*device*");
        FileIdentity.IsSpecial("/dev/zero").Should().BeTrue();
        // Sent to a file these are files, and a rename would take the place of the system's own names.
        foreach (string name in new[] { "stdout", "fd/1", "none" }) FileIdentity.IsSpecial("/dev/" + name).Should().BeTrue(name);
        FileIdentity.IsSpecial("/dev/shm/ucam-none").Should().BeFalse();
    }

    [Fact]
    public void A_link_is_replaced_and_what_it_leads_to_stays()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "links need rights there");
        string target = _folder["target.txt"], link = _folder["link.txt"];
        File.WriteAllText(target, "old");
        File.CreateSymbolicLink(link, target);
        AtomicFile.WriteText(link, "new");
        File.ReadAllText(link).Should().Be("new");
        File.ReadAllText(target).Should().Be("old");
    }

    [Fact]
    public void A_file_appears_when_it_is_committed_and_not_before()
    {
        using (AtomicFile file = AtomicFile.Create(_folder["a"]))
        {
            file.Write([1, 2]);
            File.Exists(_folder["a"]).Should().BeFalse();
            file.Write([3]);
            file.Commit();
        }
        File.ReadAllBytes(_folder["a"]).Should().Equal(1, 2, 3);
        Files.Should().Equal("a");
    }

    [Fact]
    public void Without_a_commit_the_old_file_stays_and_nothing_else()
    {
        _folder.Write("a", "old");
        using (AtomicFile file = AtomicFile.Create(_folder["a"])) file.Write([1]);
        File.ReadAllText(_folder["a"]).Should().Be("old");
        Files.Should().Equal("a");
    }

    [Fact]
    public void A_writer_that_fails_leaves_the_old_file_and_nothing_else()
    {
        _folder.Write("a", "old");
        var write = () => AtomicFile.Write(_folder["a"], stream =>
        {
            stream.Write(new byte[100_000]);
            throw new FormatException("mine");
        });
        write.Should().Throw<FormatException>().WithMessage("mine");
        File.ReadAllText(_folder["a"]).Should().Be("old");
        Files.Should().Equal("a");
    }

    [Fact]
    public void A_full_disk_is_one_line()
    {
        var write = () => AtomicFile.Write(_folder["a"], _ => throw new IOException("No space left on device", 28));
        write.Should().Throw<UcamException>().WithMessage("Cannot write '*': the disk is full; free some space or choose another folder.");
        Files.Should().BeEmpty();
    }

    [Fact]
    public void An_existing_file_is_replaced()
    {
        _folder.Write("a", "a long old text");
        AtomicFile.WriteText(_folder["a"], "new");
        File.ReadAllText(_folder["a"]).Should().Be("new");
        Files.Should().Equal("a");
    }

    [Fact]
    public void Bytes_can_be_written_at_a_place()
    {
        using (AtomicFile file = AtomicFile.Create(_folder["a"], size: 1000))
        {
            file.Write([1, 2, 3, 4]);
            file.WriteAt(1, [9]);
            file.Write([8]);
            file.Commit();
        }
        File.ReadAllBytes(_folder["a"]).Should().Equal(1, 9, 8, 4);
    }

    [Fact]
    public void A_folder_as_the_target_is_refused()
    {
        Directory.CreateDirectory(_folder["d"]);
        var write = () => AtomicFile.WriteText(_folder["d"], "x");
        write.Should().Throw<UcamException>().WithMessage("*it is a folder; give a file name.").Which.File.Should().Be(_folder["d"]);
        Files.Should().Equal("d");
    }

    [Fact]
    public void A_folder_that_appears_meanwhile_is_refused_and_nothing_stays()
    {
        var write = () => AtomicFile.Write(_folder["d"], _ => Directory.CreateDirectory(_folder["d"]));
        write.Should().Throw<UcamException>().Which.Message.Should().NotContain("\n");
        Files.Should().Equal("d");
    }

    [Fact]
    public void A_missing_folder_is_named()
    {
        var write = () => AtomicFile.WriteText(_folder["none/a"], "x");
        write.Should().Throw<UcamException>().WithMessage($"*the folder '{_folder["none"]}' does not exist; create it first.");
    }
}
