namespace Ucam.Tests.Basics;

public sealed class UnlinkedFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Files_come_by_name_without_links_and_a_linked_folder_has_none()
    {
        Directory.CreateDirectory(_folder["real"]);
        foreach (string name in new[] { "b.csv", "a.csv", "c.json" }) File.WriteAllText(_folder.File("real", name), name);
        File.CreateSymbolicLink(_folder.File("real", "d.csv"), _folder.File("real", "a.csv"));
        File.CreateSymbolicLink(_folder.File("real", "e.csv"), _folder["none"]);
        Directory.CreateSymbolicLink(_folder["linked"], _folder["real"]);
        UnlinkedFile.In(_folder["real"], "*.csv").Should().Equal(_folder.File("real", "a.csv"), _folder.File("real", "b.csv"));
        UnlinkedFile.In(_folder["linked"], "*.csv").Should().BeEmpty();
        UnlinkedFile.In(_folder["none"], "*.csv").Should().BeEmpty();
        UnlinkedFile.IsAt(_folder.File("real", "a.csv")).Should().BeTrue();
        UnlinkedFile.IsAt(_folder.File("real", "d.csv")).Should().BeFalse();
        UnlinkedFile.IsAt(_folder["real"]).Should().BeFalse("it is a folder");
        new[] { "linked", "real/d.csv", "real/e.csv" }.Should().OnlyContain(path => UnlinkedFile.IsLink(_folder[path]));
        new[] { "real", "real/a.csv", "none" }.Should().OnlyContain(path => !UnlinkedFile.IsLink(_folder[path]));
    }
}
