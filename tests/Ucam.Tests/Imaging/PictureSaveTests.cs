namespace Ucam.Tests.Imaging;

public sealed class PictureSaveTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly Picture _picture = Pictures.Noise(9, 7, 5);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_saved_picture_reads_back_exactly()
    {
        var path = _folder.Write("x.png", [1, 2, 3]);
        _picture.SavePng(path);
        var back = Picture.Load(path);
        (back.Width, back.Height).Should().Be((9, 7));
        back.Rgb.ToArray().Should().Equal(_picture.Rgb.ToArray());
        Left().Should().Equal("x.png");
    }

    [Fact]
    public void The_same_picture_gives_the_same_bytes() => _picture.EncodePng().Should().Equal(Pictures.Noise(9, 7, 5).EncodePng());

    [Fact]
    public void A_missing_folder_is_named() =>
        Refused(_folder.File("no/such/x.png"), "*folder*no*such' does not exist; create it first*");

    [Fact]
    public void A_folder_is_not_overwritten() => Refused(_folder.Path, "*it is a folder*");

    [Fact]
    public void A_file_in_place_of_the_folder_is_refused() => Refused(Path.Combine(_folder.Write("f", [1]), "x.png"), "Cannot write*");

    [Fact]
    public void A_folder_without_permission_is_refused()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows() || Environment.UserName == "root", "Access rights do not bind this user.");
        var inner = Directory.CreateDirectory(_folder.File("locked"));
        if (!OperatingSystem.IsWindows()) inner.UnixFileMode = UnixFileMode.UserRead | UnixFileMode.UserExecute;
        Refused(Path.Combine(inner.FullName, "x.png"), "*no permission*");
    }

    [Fact]
    public void A_full_disk_leaves_the_old_file_and_no_other()
    {
        var path = _folder.Write("x.png", [42]);
        var write = () => AtomicFile.Write(path, stream =>
        {
            stream.WriteByte(1);
            throw new IOException("No space left on device", OperatingSystem.IsWindows() ? unchecked((int)0x80070070) : 28);
        });
        write.Should().Throw<UcamException>().WithMessage("*the disk is full*").Which.File.Should().Be(path);
        File.ReadAllBytes(path).Should().Equal(42);
        Left().Should().Equal("x.png");
    }

    [Fact]
    public void An_error_of_the_writer_leaves_no_file()
    {
        var write = () => AtomicFile.Write(_folder.File("x.png"), _ => throw new InvalidOperationException("broken"));
        write.Should().Throw<InvalidOperationException>();
        Left().Should().BeEmpty();
    }

    private IEnumerable<string?> Left() => Directory.GetFileSystemEntries(_folder.Path).Select(Path.GetFileName);

    private void Refused(string path, string message) =>
        _picture.Invoking(p => p.SavePng(path)).Should().Throw<UcamException>().WithMessage(message).Which.File.Should().Be(path);
}
