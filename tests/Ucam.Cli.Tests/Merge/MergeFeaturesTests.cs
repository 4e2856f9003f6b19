using Ucam.Vqa.Features;

namespace Ucam.Cli.Tests.Merge;

public sealed class MergeFeaturesTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly string[] _extract;

    public MergeFeaturesTests()
    {
        for (int i = 0; i < 7; i++) TinyInputs.Picture(_folder, Path.Combine("pictures", $"p{i + 1}.png"), red: 30 * i);
        _folder.Write("s.yaml", "{ size: 16, crop: 1, output: hidden, batch: 2 }");
        _extract = ["features", "extract", "--onnx", Repository.Fixture("onnx", "dynamic.onnx"), "--settings", _folder.File("s.yaml"), "--pictures",
            _folder.File("pictures")];
    }

    public void Dispose() => _folder.Dispose();

    private CliResult Extract(string name, params string[] more) => Cli.Run([.. _extract, "--out", _folder.File(name), .. more]);

    private CliResult Merge(string output, params string[] parts) =>
        Cli.Run(["merge", .. parts.Select(part => _folder.File(part)), "--out", _folder.File(output)]);

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(4)]
    public void Parts_that_are_joined_are_the_file_of_one_run_byte_for_byte(int count)
    {
        // With a picture that cannot be read, and so in the last case a part that has few.
        File.WriteAllText(_folder.File("pictures", "p7.png"), "none");
        Extract("whole", "--skip-bad").Code.Should().Be(ExitCode.Success);
        string[] parts = [.. Enumerable.Range(1, count).Select(part => $"part{part}")];
        for (int part = 1; part <= count; part++)
            Extract(parts[part - 1], "--skip-bad", "--shard", $"{part}/{count}").Code.Should().Be(ExitCode.Success);
        CliResult joined = Merge("all", [.. parts.Reverse()]);
        joined.Code.Should().Be(ExitCode.Success, joined.Error);
        joined.Out.Should().StartWith("6 pictures: ");
        File.ReadAllBytes(_folder.File("all")).Should().Equal(File.ReadAllBytes(_folder.File("whole")));
        Directory.GetFiles(_folder.Path, "all*").Should().ContainSingle("nothing else stays behind");
    }

    [Fact]
    public void Parts_between_which_the_pictures_or_the_network_changed_are_refused()
    {
        string network = _folder.File("net.onnx");
        File.Copy(Repository.Fixture("onnx", "dynamic.onnx"), network);
        CliResult Of(string name, int part) => Cli.Run("features", "extract", "--onnx", network, "--settings", _folder.File("s.yaml"), "--pictures",
            _folder.File("pictures"), "--out", _folder.File(name), "--shard", $"{part}/2");
        Of("a", 1).Code.Should().Be(ExitCode.Success);
        Of("b", 2).Code.Should().Be(ExitCode.Success);
        Merge("whole", "a", "b").Code.Should().Be(ExitCode.Success);
        // The number in a name is a picture's id: the other part's pictures are the same ones.
        File.Move(_folder.File("pictures", "p1.png"), _folder.File("pictures", "p0.png"));
        Of("c", 2).Code.Should().Be(ExitCode.Success);
        Merge("o", "a", "c").ShouldRefuse(ExitCode.Failure, "share out different pictures", "extract the parts again");
        File.Move(_folder.File("pictures", "p0.png"), _folder.File("pictures", "p1.png"));
        using (FeatureFile one = FeatureFile.Open(_folder.File("a"))) one.Metadata.Keys.Should().Contain(["network", "pictures", "shard"]);
        File.AppendAllText(_folder.File("s.yaml"), "# changed\n");
        Of("d", 2).Code.Should().Be(ExitCode.Success);
        Merge("o", "a", "d").ShouldRefuse(ExitCode.Failure, "were made by networks of different contents");
        File.Exists(_folder.File("o")).Should().BeFalse();
    }

    [Fact]
    public void A_part_that_is_called_like_the_working_file_is_not_written_over()
    {
        Extract("q.partial", "--shard", "1/2");
        Extract("b", "--shard", "2/2");
        byte[] before = File.ReadAllBytes(_folder.File("q.partial"));
        Merge("q", "q.partial", "b").ShouldRefuse(ExitCode.Usage, "--out would replace", "q.partial");
        File.ReadAllBytes(_folder.File("q.partial")).Should().Equal(before);
    }

    [Fact]
    public void What_is_no_whole_set_of_parts_is_refused()
    {
        Extract("whole");
        Extract("a", "--shard", "1/3");
        Extract("b", "--shard", "2/3");
        Extract("b2", "--shard", "2/3");
        Extract("d", "--shard", "2/2");
        Merge("o", "a", "b").ShouldRefuse(ExitCode.Failure, "part 3 of 3 is missing");
        Merge("o", "a", "whole").ShouldRefuse(ExitCode.Failure, "whole is no part of an extraction");
        Merge("o", "a", "b", "b2").ShouldRefuse(ExitCode.Failure, "are both part 2/3");
        Merge("o", "a", "b", "b").ShouldRefuse(ExitCode.Failure, "are both part 2/3");
        Merge("o", "a", "d").ShouldRefuse(ExitCode.Failure, "are parts of different extractions");
        Merge("o", "a", "none").ShouldRefuse(ExitCode.Usage, "none' does not exist");
        Extract("e", "--shard", "1/5").ShouldRefuse(ExitCode.Usage, "7 pictures in batches of 2 have 4 parts at most");
        File.Exists(_folder.File("o")).Should().BeFalse();
        Merge("a", "a", "b").Code.Should().Be(ExitCode.Usage, "an input is not written over");
    }
}
