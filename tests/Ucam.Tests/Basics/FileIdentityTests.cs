namespace Ucam.Tests.Basics;

public sealed class FileIdentityTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_file_is_itself_by_link_and_by_another_way_to_write_it()
    {
        _folder.Write("a", "x");
        _folder.Write("b", "x");
        File.CreateSymbolicLink(_folder["link"], _folder["a"]);
        Directory.CreateSymbolicLink(_folder["alias"], _folder.Path);
        FileIdentity.Same(_folder["a"], _folder["link"]).Should().BeTrue();
        FileIdentity.Same(_folder["a"], Path.Combine(_folder["alias"], "a")).Should().BeTrue();
        FileIdentity.Same(_folder["a"], _folder["b"]).Should().BeFalse();
        FileIdentity.Of(_folder["none"]).Should().BeNull();
    }

    [Fact]
    public void A_hard_link_is_the_same_file()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "made by ln here");
        _folder.Write("a", "x");
        System.Diagnostics.Process.Start("ln", [_folder["a"], _folder["hard"]]).WaitForExit();
        FileIdentity.Same(_folder["a"], _folder["hard"]).Should().BeTrue();
    }
}
