namespace Ucam.Tests.Basics;

public sealed class FileProblemTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private static string Told(string path)
    {
        try
        {
            _ = File.ReadAllBytes(path);
        }
        catch (Exception e)
        {
            UcamException problem = FileProblem.CannotRead(path, e);
            problem.File.Should().Be(path);
            problem.Message.ShouldBePlain();
            return problem.Message;
        }
        throw new InvalidOperationException($"{path} can be read");
    }

    [Fact]
    public void A_pipe_and_a_device_are_refused_and_not_waited_for()
    {
        string pipe = NamedPipe.Make(_folder["pipe.json"]);
        foreach (string path in new[] { pipe, "/dev/zero" })
        {
            foreach (Action read in new Action[] { () => Utf8File.Bytes(path, "a JSON file"), () => FileHash.Of(path) })
                read.Should().Throw<UcamException>().WithMessage($"{path} cannot be read: it is a device or a pipe; give a file.");
            FileKind.Of(path).Should().BeNull();
        }
        Action file = () => FileProblem.RefuseSpecial(_folder.Write("a.json", "{}"));
        file.Should().NotThrow();
    }

    [Fact]
    public void Why_a_file_cannot_be_read_is_told_without_the_systems_words()
    {
        string missing = _folder["none.bin"], below = _folder["none/a.bin"];
        Told(missing).Should().Be($"{missing} cannot be read: there is no such file; check the path and its permissions.");
        Told(below).Should().Contain("there is no such file");
        Told(_folder.Path).Should().Contain("it is a folder");
        Told("").Should().Contain("it is no file name");
        Told(_folder[new string('a', 300)]).Should().Contain("the name is too long");
    }

    [Fact]
    public void A_file_that_is_held_is_told_as_such()
    {
        string path = _folder["held.bin"];
        using var held = new FileStream(path, FileMode.Create, FileAccess.ReadWrite, FileShare.None);
        Told(path).Should().Contain("another process has it open");
    }

    [Fact]
    public void What_the_system_says_of_reading_behind_an_end_is_told_in_words() =>
        FileProblem.Reason(new EndOfStreamException()).Should().Be("it ends too early");
}
