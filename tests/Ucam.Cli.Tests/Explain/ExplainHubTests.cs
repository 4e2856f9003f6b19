namespace Ucam.Cli.Tests.Explain;

/// <summary>An ONNX file as it comes from a model hub, with its files beside it.</summary>
public sealed class ExplainHubTests : IDisposable
{
    private const string Preprocessor = """
        {"size": {"shortest_edge": 20}, "crop_size": 16, "do_center_crop": true, "resample": 3, "do_pad": true,
         "image_mean": [0.5, 0.5, 0.5], "image_std": [0.5, 0.5, 0.5]}
        """;

    private readonly TemporaryFolder _folder = new();
    private readonly string _net, _picture;

    public ExplainHubTests()
    {
        _picture = TinyInputs.Picture(_folder);
        _net = _folder["model.onnx"];
        File.Copy(Repository.Fixture("onnx", "softmax.onnx"), _net);
        _folder.Write("preprocessor_config.json", Preprocessor);
        _folder.Write("config.json", """{"id2label": {"0": "cat", "1": "dog", "2": "cow", "3": "hen"}}""");
    }

    public void Dispose() => _folder.Dispose();

    private CliResult Explain(params string[] more) =>
        Cli.Run(["explain", _picture, "--onnx", _net, "--sheet", _folder["sheet.png"], "--maps", "eigen-cam", .. more]);

    [Fact]
    public void They_say_pictures_and_names_and_what_is_taken_or_not_is_told()
    {
        CliResult result = Explain();
        result.Code.Should().Be(ExitCode.Success, result.Error);
        result.Out.Should().MatchRegex("(?m)%  (cat|dog|cow|hen)$").And
            .Contain("preprocessor_config.json says: the shorter side to 20 pixels, bicubic, the middle 16×16; --settings overrules").And
            .Contain("preprocessor_config.json: do_pad is not followed").And.Contain("names of the 4 classes as config.json says; --labels overrules");
    }

    [Fact]
    public void Options_overrule_them_and_then_they_are_not_told()
    {
        string names = _folder.Write("names.txt", "a1\na2\na3\na4\n"), settings = _folder.Write("own.yaml", "size: 24");
        CliResult result = Explain("--labels", names, "--settings", settings);
        result.Code.Should().Be(ExitCode.Success, result.Error);
        result.Out.Should().MatchRegex("%  a[1-4]").And.NotContain("preprocessor_config.json").And.NotContain("config.json says");
        _folder.Write("preprocessor_config.json", "{");
        Explain("--settings", settings).Code.Should().Be(ExitCode.Success, "what is overruled is not read");
    }

    [Fact]
    public void What_they_say_wrong_is_one_line()
    {
        _folder.Write("preprocessor_config.json", """{"size": {"height": 16, "width": 8}}""");
        Explain().ShouldRefuse(ExitCode.Failure, "preprocessor_config.json", "size is 16×8", "--settings");
        File.Exists(_folder["sheet.png"]).Should().BeFalse();
    }

    [Fact]
    public void Names_of_another_network_are_left_out_and_told()
    {
        _folder.Write("config.json", """{"id2label": {"0": "cat", "1": "dog"}}""");
        CliResult result = Explain();
        result.Code.Should().Be(ExitCode.Success, result.Error);
        result.Out.Should().Contain("config.json names 2 classes, but the network has 4: the names are left out").And.Contain("%  class ");
    }

    [Theory]
    [InlineData("config.json")]
    [InlineData("preprocessor_config.json")]
    public void They_are_read_and_so_never_written(string name)
    {
        string before = File.ReadAllText(_folder[name]);
        Explain("--table", _folder[name]).ShouldRefuse(ExitCode.Usage, "--table", name, "which is read");
        File.ReadAllText(_folder[name]).Should().Be(before);
    }
}
