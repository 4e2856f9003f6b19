using System.Globalization;
using System.Text.RegularExpressions;

namespace Ucam.Cli.Tests.Explain;

public sealed class ExplainOnnxTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private static string Net(string name) => Repository.Fixture("onnx", name);

    private CliResult Explain(string net, params string[] more) =>
        Cli.Run(["explain", TinyInputs.Picture(_folder), "--onnx", Net(net), "--sheet", _folder.File("sheet.png"), .. more]);

    private string Settings(string text)
    {
        File.WriteAllText(_folder.File("net.yaml"), text);
        return _folder.File("net.yaml");
    }

    [Fact]
    public void A_network_is_explained_by_what_needs_forward_passes_alone()
    {
        CliResult result =
            Explain("dynamic.onnx", "--class", "2", "--layer", "hidden", "--settings", Settings("size: 16"), "--metrics", "--maps", "all");
        result.Code.Should().Be(ExitCode.Success, result.Error);
        result.Lines[0].Should().Be("dynamic.onnx, “class 2” (logit)");
        result.Out.Should().MatchRegex(@"(?m)^ *score-cam +8×8 ").And.MatchRegex("(?m)^ *rise ").And.MatchRegex("(?m)^ *occlusion ")
            .And.MatchRegex("(?m)^ *eigen-cam +8×8 ").And.Contain("insertion");
        File.Exists(_folder.File("sheet.png")).Should().BeTrue();
    }

    [Fact]
    public void The_settings_say_the_feature_map_and_the_file_the_side_and_the_layout()
    {
        CliResult result = Explain("fixed.onnx", "--scores", "scores", "--settings", Settings("output: grid"), "--maps", "score-cam");
        result.Code.Should().Be(ExitCode.Success, result.Error);
        result.Out.Should().MatchRegex(@"(?m)^ *score-cam +8×8 ");
    }

    [Fact]
    public void A_softmax_at_the_end_gives_the_numbers_of_the_network_without_it_and_is_said()
    {
        string[] more = ["--settings", Settings("size: 16"), "--maps", "occlusion", "--metrics"];
        CliResult plain = Explain("dynamic.onnx", more), softmax = Explain("softmax.onnx", more),
            overruled = Explain("softmax.onnx", [.. more, "--activation", "none"]);
        string Row(CliResult result) => result.Lines.Single(line => line.Contains("occlusion", StringComparison.Ordinal));
        softmax.Code.Should().Be(ExitCode.Success, softmax.Error);
        Row(softmax).Should().Be(Row(plain));
        Row(overruled).Should().NotBe(Row(plain));
        softmax.Out.Should().Contain("probabilities of a softmax: the graph ends in Softmax").And.Contain("--activation overrules");
        overruled.Out.Should().Contain("the scores are logits: as asked");
        Explain("softmax.onnx", "--activation", "relu").ShouldRefuse(ExitCode.Usage, "none, softmax or sigmoid");
    }

    [Theory]
    [InlineData("--layer", "zzz")]
    [InlineData("--scores", "zzz")]
    public void A_value_that_the_graph_has_not_is_a_wrong_option_in_our_own_words(string option, string value)
    {
        CliResult result = Explain("dynamic.onnx", option, value, "--settings", Settings("size: 16"));
        result.ShouldRefuse(ExitCode.Usage, "'zzz'");
        result.Error.Should().NotContain("ErrorCode").And.NotContain("onnxruntime").And.NotContain(".cc");
    }

    [Fact]
    public void Weights_that_are_missing_beside_the_file_are_named()
    {
        File.Copy(Net("outside.onnx"), _folder.File("outside.onnx"));
        string[] line =
            ["explain", TinyInputs.Picture(_folder), "--onnx", _folder.File("outside.onnx"), "--settings", Settings("size: 16"), "--sheet",
            _folder.File("sheet.png")];
        Cli.Run(line).ShouldRefuse(ExitCode.Failure, _folder.File("outside.bin"), "is not there");
        File.WriteAllBytes(_folder.File("outside.bin"), new byte[10]);
        CliResult cut = Cli.Run(line);
        cut.ShouldRefuse(ExitCode.Failure, "out of bounds");
        cut.Error.Should().NotContain("FAIL").And.NotContain("TensorProto");
    }

    [Fact]
    public void What_the_runtime_says_of_a_damaged_file_is_shortened()
    {
        File.WriteAllBytes(_folder.File("bad.onnx"), [.. File.ReadAllBytes(Net("dynamic.onnx"))[..300]]);
        CliResult result = Cli.Run("explain", TinyInputs.Picture(_folder), "--onnx", _folder.File("bad.onnx"), "--sheet", _folder.File("sheet.png"));
        result.ShouldRefuse(ExitCode.Failure, "bad.onnx", "ONNX Runtime cannot load it");
        result.Error.Should().NotContain("ErrorCode").And.NotContain("/onnxruntime");
    }

    [Fact]
    public void All_maps_says_which_are_left_out_and_why()
    {
        CliResult result = Explain("dynamic.onnx", "--settings", Settings("size: 16"), "--maps", "all");
        result.Code.Should().Be(ExitCode.Success, result.Error);
        result.Error.Should().MatchRegex("--maps all leaves out grad-cam, .*: they need gradients or layers, which an ONNX file does not give")
            .And.NotContain("score-cam,");
        Explain("flat.onnx", "--maps", "all").Error.Should().MatchRegex("--maps all leaves out eigen-cam, score-cam: .* --layer");
    }

    [Fact]
    public void By_default_it_takes_the_map_of_what_the_graph_pools_and_offers_the_costly_one()
    {
        CliResult result = Explain("softmax.onnx", "--settings", Settings("size: 16"));
        result.Code.Should().Be(ExitCode.Success, result.Error);
        result.Error.Should().BeEmpty();
        result.Out.Should().MatchRegex(@"(?m)^ *eigen-cam +8×8 ").And.NotMatchRegex("(?m)^ *(rise|occlusion|score-cam) ")
            .And.Contain("the feature map is hidden, what the graph pools last; --layer overrules")
            .And.MatchRegex(@"(?m)^--maps occlusion shows what speaks for it, in \d+ forward passes, about ");
        Cli.Run("explain", TinyInputs.Picture(_folder), "--onnx", Net("flat.onnx"), "--sheet", _folder.File("none.png")).Out.Should()
            .Contain("no map of it costs one pass; --maps occlusion");
        File.Exists(_folder.File("none.png")).Should().BeFalse();
    }

    [Fact]
    public void The_five_most_probable_classes_are_named()
    {
        string names = _folder.Write("names.txt", "cat\ndog\n\nhorse\n");
        CliResult result = Explain("softmax.onnx", "--settings", Settings("size: 16"), "--labels", names, "--maps", "eigen-cam");
        result.Code.Should().Be(ExitCode.Success, result.Error);
        string[] leading = [.. result.Lines.Where(line => Regex.IsMatch(line, @"^(> )?\d+ %  "))];
        leading.Select(line => line.Split("  ")[1]).Should().BeEquivalentTo("cat", "dog", "class 2", "horse");
        leading.Select(line => int.Parse(line.Split(' ')[0], CultureInfo.InvariantCulture)).Should().BeInDescendingOrder();
        result.Lines[0].Should().Be($"softmax.onnx, the model's answer “{leading[0].Split("  ")[1]}” (logit)");
        Explain("softmax.onnx", "--settings", _folder.File("net.yaml"), "--labels", names, "--target", "dog~horse", "--maps", "eigen-cam").Lines[0]
            .Should().Be("softmax.onnx, “dog” rather than “horse” (logit)");
        Explain("flat.onnx", "--maps", "occlusion").Lines.Count(line => Regex.IsMatch(line, @"^\d+ %  class \d+$")).Should().Be(5);
        Explain("flat.onnx", "--labels", names).ShouldRefuse(ExitCode.Failure, "4 names", "256 classes");
        Explain("flat.onnx", "--labels", _folder.Write("empty.txt", "\n")).ShouldRefuse(ExitCode.Failure, "empty");
        Explain("flat.onnx", "--labels", NamedPipe.Make(_folder.File("pipe")))
            .ShouldRefuse(ExitCode.Failure, "it is a device or a pipe; give a file.");
        Cli.Run("explain", TinyInputs.Picture(_folder), "what?", "--labels", names).ShouldRefuse(ExitCode.Usage, "--labels needs --resnet or --onnx");
    }

    [Fact]
    public void Pictures_that_leave_every_class_improbable_are_tried_in_the_usual_other_ways()
    {
        CliResult result = Explain("flat.onnx");
        result.Code.Should().Be(ExitCode.Success, result.Error);
        result.Lines[0].Should().StartWith("! No class is above 20 %");
        result.Out.Should().MatchRegex(@"RGB 0\.\.255 gives “class \d+” \d+ %; if that is right, "
            + @"settings: range: 255, mean: \[0, 0, 0\], std: \[1, 1, 1\], order: rgb");
        Explain("flat.onnx", "--settings", Settings("range: 255\nmean: [0, 0, 0]\nstd: [1, 1, 1]")).Out.Should().NotContain("No class is above");
    }

    [Fact]
    public void One_score_is_a_yes_or_no()
    {
        CliResult result = Explain("single.onnx", "--settings", Settings("size: 16"), "--maps", "occlusion", "--target", "predictive", "--metrics"),
            answer = Explain("single.onnx", "--settings", _folder.File("net.yaml"), "--maps", "occlusion");
        result.Code.Should().Be(ExitCode.Success, result.Error);
        result.Out.Should().Contain("the one score is the probability of a sigmoid").And.NotContain("-0 ");
        answer.Lines[0].Should().MatchRegex("the model's answer (not )?“class 0” \\(logit\\)");
    }

    [Theory]
    [InlineData("half.onnx", "size: 16")]
    [InlineData("grey.onnx", "crop: 1\nmean: [0.5]\nstd: [0.5]")]
    [InlineData("bytes.onnx", null)]
    public void Shape_and_number_type_of_the_pictures_come_from_the_file(string net, string? settings)
    {
        string[] said = settings is null ? [] : ["--settings", Settings(settings)];
        CliResult result = Explain(net, [.. said, "--maps", "occlusion"]);
        result.Code.Should().Be(ExitCode.Success, result.Error);
        result.Out.Should().MatchRegex(@"(?m)^ *occlusion +16×16 ");
    }

    [Fact]
    public void How_pictures_are_decoded_can_be_chosen_and_is_said()
    {
        CliResult shown = Explain("half.onnx", "--maps", "occlusion"),
            stored = Explain("half.onnx", "--maps", "occlusion", "--decoding", "torchvision");
        shown.Out.Should().Contain("as they are shown");
        stored.Out.Should().Contain("as torchvision reads them");
        Explain("half.onnx", "--decoding", "jpeg").ShouldRefuse(ExitCode.Usage, "as-shown or torchvision");
        Cli.Run("explain", TinyInputs.Picture(_folder), "what?", "--decoding", "torchvision").ShouldRefuse(ExitCode.Usage,
            "--decoding needs --resnet or --onnx");
    }

    [Fact]
    public void What_does_not_go_is_said()
    {
        Explain("dynamic.onnx", "--maps", "grad-cam").ShouldRefuse(ExitCode.Usage, "'grad-cam' needs gradients");
        Explain("flat.onnx", "--maps", "score-cam").ShouldRefuse(ExitCode.Usage, "'score-cam' needs --layer");
        Explain("dynamic.onnx", "--class", "9", "--settings", Settings("size: 16"), "--maps", "occlusion").ShouldRefuse(ExitCode.Usage, "9");
        Explain("fixed.onnx").ShouldRefuse(ExitCode.Usage, "grid, scores", "--scores");
        Explain("none.onnx").ShouldRefuse(ExitCode.Usage, "no such file");
        Explain("").ShouldRefuse(ExitCode.Usage, "it is a folder; give the ONNX file in it");
        Explain("dynamic.onnx", "--spread", "3").ShouldRefuse(ExitCode.Usage, "--spread needs dropout, and in an ONNX file none is drawn; leave it out");
        Explain("dynamic.onnx", "--passes", "3").ShouldRefuse(ExitCode.Usage, "--passes needs dropout");
        Explain("dynamic.onnx", "--target", "epistemic").ShouldRefuse(ExitCode.Usage, "--target epistemic needs dropout");
        Explain("dynamic.onnx", "--settings", TinyInputs.Picture(_folder)).ShouldRefuse(ExitCode.Failure, "is a PNG picture; give a settings file in YAML");
        Cli.Run("explain", "--layers", "--onnx", Net("dynamic.onnx")).ShouldRefuse(ExitCode.Usage, "--layers cannot list");
    }
}
