namespace Ucam.Cli.Tests.Paths;

public sealed class BadOutputTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly string _model, _picture;

    public BadOutputTests() => (_model, _picture) = (TinyInputs.Model(_folder), TinyInputs.Picture(_folder));

    public void Dispose() => _folder.Dispose();

    private CliResult Ask(params string[] outputs) => Cli.Run(["ask", _picture, TinyInputs.Question, "--model", _model, "--passes", "2", .. outputs]);

    /// <summary>Each command that writes, as an option and the line that ends in the place to write to.</summary>
    private (string Option, string[] Line)[] Writers()
    {
        string[] set = TinyInputs.Set(_folder, 10);
        string recipe = _folder.Write("tiny.yaml", TinyInputs.Recipe);
        return
        [
            ("--card", ["ask", _picture, TinyInputs.Question, "--model", _model, "--card"]),
            ("--report", ["ask", _picture, TinyInputs.Question, "--model", _model, "--report"]),
            ("--out", ["eval", "--model", _model, .. set, "--out"]),
            ("--official", ["eval", "--model", _model, .. set, "--official"]),
            ("--out", ["features", "extract", "--model", _model, .. set[..4], "--out"]),
            ("--out", ["train", "--recipe", recipe, "--run", _folder.File("run"), "--out"]),
        ];
    }

    [Fact]
    public void A_folder_in_the_place_of_a_file_is_refused_before_the_work()
    {
        Directory.CreateDirectory(_folder.File("taken"));
        foreach ((string option, string[] line) in Writers())
            Cli.Run([.. line, _folder.File("taken")]).ShouldRefuse(ExitCode.Usage, option, _folder.File("taken"), "is a folder", "give a file name");
        _folder.Files.Should().NotContain(f => f.StartsWith("run"));
    }

    [Fact]
    public void A_file_in_the_place_of_a_folder_is_refused_before_the_work()
    {
        string taken = _folder.Write("taken", "a file");
        string recipe = _folder.Write("tiny.yaml", TinyInputs.Recipe);
        Ask("--maps", taken).ShouldRefuse(ExitCode.Usage, "--maps", taken, "not a folder");
        Cli.Run("train", "--recipe", recipe, "--run", taken).ShouldRefuse(ExitCode.Usage, "--run", taken, "not a folder");
        Cli.Run("data", "scenes", "--out", taken).ShouldRefuse(ExitCode.Usage, "--out", taken, "not a folder");
        Cli.Run("demo", "--out", taken).ShouldRefuse(ExitCode.Usage, "--out", taken, "not a folder");
        File.ReadAllText(taken).Should().Be("a file");
    }

    [Fact]
    public void A_folder_below_a_file_is_refused_before_the_work()
    {
        string taken = _folder.Write("taken", "a file");
        foreach ((string option, string[] line) in Writers())
            Cli.Run([.. line, Path.Combine(taken, "deep", "out.bin")]).ShouldRefuse(ExitCode.Usage, option, taken, "not a folder");
    }

    [Fact]
    public void A_place_where_nobody_may_write_is_refused_before_the_work()
    {
        Assert.SkipUnless(Directory.Exists("/proc/self"), "there is no /proc here");
        foreach ((string option, string[] line) in Writers())
            Cli.Run([.. line, "/proc/ucam.out"]).ShouldRefuse(ExitCode.Failure, option, "/proc", "choose another folder");
    }

    [Theory]
    [InlineData("/dev/null")]
    [InlineData("/dev/fd/1")]
    [InlineData("/dev/ucam-none")]
    public void A_device_is_refused_before_the_work(string device)
    {
        Assert.SkipUnless(Directory.Exists("/dev/fd"), "there are no devices here");
        foreach ((string option, string[] line) in Writers())
            Cli.Run([.. line, device]).ShouldRefuse(ExitCode.Usage, option, device, "device");
        Ask("--maps", "/dev/ucam-none").ShouldRefuse(ExitCode.Usage, "--maps", "devices");
        File.Exists("/dev/ucam-none").Should().BeFalse();
        Directory.Exists("/dev/ucam-none").Should().BeFalse();
    }

    [Fact]
    public void A_name_that_ends_as_a_folders_is_refused()
    {
        foreach ((string option, string[] line) in Writers())
            Cli.Run([.. line, _folder.File("new") + Path.DirectorySeparatorChar]).ShouldRefuse(ExitCode.Usage, option, "it names a folder");
    }

    [Fact]
    public void A_read_only_disk_is_named()
    {
        using var disk = Mount.Try(_folder.File("disk"), "ro,size=64k");
        Ask("--card", _folder.File("disk", "card.png")).ShouldRefuse(ExitCode.Failure, _folder.File("disk", "card.png"), "read-only",
            "choose another folder");
        Ask("--maps", _folder.File("disk", "maps")).ShouldRefuse(ExitCode.Failure, _folder.File("disk", "maps"), "read-only");
    }

    [Fact]
    public void A_full_disk_is_named_and_no_part_of_a_file_stays()
    {
        using var disk = Mount.Try(_folder.File("disk"), "size=64k");
        File.WriteAllBytes(_folder.File("disk", "filler"), new byte[60_000]);
        foreach ((string option, string name) in new[] { ("--card", "card.png"), ("--report", "report.html") })
        {
            CliResult result = Ask(option, _folder.File("disk", name));
            (result with { Out = "" }).ShouldRefuse(ExitCode.Failure, _folder.File("disk", name), "disk is full", "free some space");
        }
        CliResult data = Cli.Run("data", "scenes", "--out", _folder.File("disk", "data"), "--pictures", "20");
        data.Code.Should().Be(ExitCode.Failure);
        data.Error.Trim().Split('\n').Last().Should().Contain(_folder.File("disk", "data")).And.Contain("free some space");
        Directory.EnumerateFiles(_folder.File("disk"), "*", SearchOption.AllDirectories)
            .Should().OnlyContain(f => f.EndsWith("filler") || f.EndsWith(".png") || f.EndsWith(".ucam"));
        Directory.EnumerateFiles(_folder.File("disk")).Should().ContainSingle();
    }

    [Fact]
    public void A_disk_that_is_full_in_training_is_named_and_the_run_can_go_on_from_its_last_epoch()
    {
        using var disk = Mount.Try(_folder.File("disk"), "size=64k");
        string recipe = _folder.Write("tiny.yaml", TinyInputs.Recipe);
        File.WriteAllBytes(_folder.File("disk", "filler"), new byte[36_000]);
        CliResult result = Cli.Run("train", "--recipe", recipe, "--run", _folder.File("disk", "run"));
        result.Code.Should().Be(ExitCode.Failure);
        result.Error.Trim().Split('\n').Last().Should().StartWith("ucam: ").And.Contain(_folder.File("disk", "run")).And.Contain("disk is full");
        Directory.EnumerateFiles(_folder.File("disk", "run")).Should().NotBeEmpty().And.NotContain(f => f.EndsWith(".tmp"));
    }
}
