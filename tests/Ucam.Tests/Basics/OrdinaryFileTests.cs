namespace Ucam.Tests.Basics;

public sealed class OrdinaryFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_pipe_and_a_device_are_refused_by_every_way_to_read()
    {
        string pipe = NamedPipe.Make(_folder["pipe"]), link = _folder["link.txt"];
        File.CreateSymbolicLink(link, pipe);
        foreach (string path in new[] { pipe, link, "/dev/zero" })
            foreach (Action read in new Action[]
            {
                () => OrdinaryFile.Open(path).Dispose(), () => OrdinaryFile.Bytes(path), () => OrdinaryFile.Text(path),
                () => OrdinaryFile.Lines(path),
            })
                read.Should().Throw<UcamException>().WithMessage($"{path} cannot be read: it is a device or a pipe; give a file.");
    }

    [Fact]
    public void A_file_is_read_as_it_is()
    {
        string path = _folder.Write("a.txt", [0xEF, 0xBB, 0xBF, (byte)'a', (byte)'\n', 0xC3, 0xA9]);
        OrdinaryFile.Bytes(path).Should().Equal(0xEF, 0xBB, 0xBF, (byte)'a', (byte)'\n', 0xC3, 0xA9);
        OrdinaryFile.Text(path).Should().Be("a\né");
        OrdinaryFile.Lines(path).Should().Equal("a", "é");
        using FileStream file = OrdinaryFile.Open(path);
        file.Length.Should().Be(7);
        Action missing = () => OrdinaryFile.Open(_folder["none"]);
        missing.Should().Throw<FileNotFoundException>();
    }
}
