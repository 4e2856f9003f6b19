using System.Runtime.CompilerServices;

namespace Ucam.Cli.Tests;

public sealed class ExplainOnnxTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private static string Net(string name, [CallerFilePath] string source = "") => Path.Combine(Path.GetDirectoryName(source)!, "..", "fixtures", "onnx", name);

    private CliResult Explain(string net, params string[] more) => Cli.Run(["explain", Tiny.Picture(_folder), "--onnx", Net(net), "--sheet", _folder.File("sheet.png"), .. more]);

    private string Settings(string text)
    {
        File.WriteAllText(_folder.File("net.yaml"), text);
        return _folder.File("net.yaml");
    }

    [Fact]
    public void A_network_is_explained_by_what_needs_forward_passes_alone()
    {
        CliResult result = Explain("dynamic.onnx", "--class", "2", "--layer", "hidden", "--settings", Settings("size: 16"), "--metrics");
        result.Code.Should().Be(App.Success, result.Error);
        result.Lines[0].Should().Be("dynamic.onnx, “class 2” (logit)");
        result.Out.Should().MatchRegex(@"(?m)^ *score-cam +8×8 ").And.MatchRegex("(?m)^ *rise ").And.MatchRegex("(?m)^ *occlusion ").And.MatchRegex("(?m)^ *eigen-cam +8×8 ").And.Contain("insertion");
        File.Exists(_folder.File("sheet.png")).Should().BeTrue();
    }

    [Fact]
    public void The_settings_say_the_layout_and_the_feature_map()
    {
        CliResult result = Explain("fixed.onnx", "--scores", "scores", "--settings", Settings("size: 16\nlayout: nhwc\noutput: grid"), "--maps", "score-cam");
        result.Code.Should().Be(App.Success, result.Error);
        result.Out.Should().MatchRegex(@"(?m)^ *score-cam +8×8 ");
    }

    [Fact]
    public void What_does_not_go_is_said()
    {
        Explain("dynamic.onnx", "--maps", "grad-cam").ShouldRefuse(App.Usage, "'grad-cam' needs gradients");
        Explain("dynamic.onnx", "--maps", "score-cam").ShouldRefuse(App.Usage, "'score-cam' needs --layer");
        Explain("dynamic.onnx", "--class", "9", "--settings", Settings("size: 16"), "--maps", "occlusion").ShouldRefuse(App.Failure, "9");
        Explain("fixed.onnx").ShouldRefuse(App.Failure, "grid, scores");
        Explain("none.onnx").ShouldRefuse(App.Failure, "no such file");
        Cli.Run("explain", "--layers", "--onnx", Net("dynamic.onnx")).ShouldRefuse(App.Usage, "--layers cannot list");
    }
}
