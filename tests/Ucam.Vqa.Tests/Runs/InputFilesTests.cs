using Ucam.Vqa.Runs;

namespace Ucam.Vqa.Tests.Runs;

public sealed class InputFilesTests : IDisposable
{
    private static readonly DateTime Old = new(2020, 1, 1, 0, 0, 0, DateTimeKind.Utc);
    private readonly TemporaryFolder _folder = new();

    public InputFilesTests() => Directory.CreateDirectory(_folder["run"]);

    public void Dispose() => _folder.Dispose();

    private string Record => _folder["run/inputs.json"];

    private string Of(string path) => new InputFiles(_folder["run"]).Of([("a", path)]);

    private string Write(string name, string text, DateTime? written = null)
    {
        string path = _folder.Write(name, text);
        File.SetLastWriteTimeUtc(path, written ?? Old);
        return path;
    }

    [Fact]
    public void Contents_decide_and_not_names_places_or_times()
    {
        string first = Of(Write("x", "same"));
        Of(Write("y", "same", Old.AddDays(1))).Should().Be(first);
        Of(Write("x", "some", Old.AddDays(2))).Should().NotBe(first);
        new InputFiles(_folder["run"]).Of([("b", Write("x", "same"))]).Should().NotBe(first, "what a file counts as does too");
    }

    [Fact]
    public void Contents_changed_in_place_with_the_time_set_back_are_noticed()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "the system tells no time of change there");
        string path = Write("x", "same");
        string first = Of(path);
        Thread.Sleep(20);
        Write("x", "some");
        Of(path).Should().NotBe(first);
    }

    [Fact]
    public void A_file_that_was_not_touched_is_not_read_again()
    {
        string path = Write("x", "same");
        string first = Of(path);
        // Only the record can say this of the file.
        File.WriteAllText(Record, File.ReadAllText(Record).Replace("\"Hash\":\"", "\"Hash\":\"00"));
        Of(path).Should().NotBe(first);
        Write("x", "same", Old.AddSeconds(1));
        Of(path).Should().Be(first);
    }

    [Fact]
    public void A_file_written_a_moment_ago_is_not_taken_for_known()
    {
        string path = Write("x", "same", DateTime.UtcNow);
        Of(path);
        File.Exists(Record).Should().BeFalse();
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[1]")]
    [InlineData("{\"x\":null}")]
    public void A_damaged_record_costs_reading_and_no_more(string record)
    {
        string path = Write("x", "same"), first = Of(path);
        File.WriteAllText(Record, record);
        Of(path).Should().Be(first);
    }

    [Fact]
    public void A_missing_file_is_named()
    {
        Action of = () => Of(_folder["none"]);
        of.Should().Throw<UcamException>().Which.File.Should().Be(_folder["none"]);
    }

    [Fact]
    public void Photographs_and_what_people_said_of_them_count_and_notes_beside_them_do_not()
    {
        Ucam.Testing.SmallArchive.WriteBinary(_folder);
        string Data() => InputData.BuiltIn("photos", _folder.Path, new InputFiles(_folder["run"]));
        string first = Data();
        Write("README.txt", "a note");
        Data().Should().Be(first);
        byte[] counts = File.ReadAllBytes(_folder["cifar10h-counts.npy"]);
        counts[^1] ^= 1;
        File.WriteAllBytes(_folder["cifar10h-counts.npy"], counts);
        Data().Should().NotBe(first);
        InputData.BuiltIn("scenes", _folder.Path, new InputFiles(_folder["run"])).Should().BeEmpty("nothing is read from there");
    }
}
