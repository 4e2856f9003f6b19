namespace Ucam.Cli.Tests.Explain;

/// <summary>An ONNX file of a picture and a question.</summary>
public sealed class ExplainVisionLanguageTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private CliResult Explain(params string[] more) => Cli.Run(["explain", TinyInputs.Picture(_folder), "--onnx", Repository.Fixture("onnx", "vqa.onnx"),
        "--sheet", _folder["sheet.png"], "--maps", "occlusion", "--scores", "logits", .. more]);

    [Fact]
    public void The_picture_is_explained_with_the_words_held_fixed()
    {
        CliResult result = Explain("--input", "input_ids=3,1,6", "--input", "attention_mask=1", "--class", "2", "--arrays", _folder["one.safetensors"]);
        result.Code.Should().Be(ExitCode.Success, result.Error);
        result.Out.Should().Contain("pixel_values is explained, with input_ids [1,3] and attention_mask [1,3] held fixed").And
            .MatchRegex(@"(?m)^ *occlusion +16×16 ");
        Explain("--input", "input_ids=5,0,2", "--input", "attention_mask=1", "--class", "2", "--arrays", _folder["two.safetensors"]);
        File.ReadAllBytes(_folder["one.safetensors"]).Should().NotEqual(File.ReadAllBytes(_folder["two.safetensors"]), "another question was asked");
    }

    [Fact]
    public void What_is_missing_or_wrong_is_a_matter_of_the_command_line()
    {
        Explain().ShouldRefuse(ExitCode.Usage, "pixel_values", "--input input_ids=");
        Explain("--input", "input_ids=3").ShouldRefuse(ExitCode.Usage, "attention_mask");
        Explain("--input", "words=3").ShouldRefuse(ExitCode.Usage, "no input 'words'");
        Explain("--input", "input_ids=1.5,2", "--input", "attention_mask=1").ShouldRefuse(ExitCode.Usage, "input_ids", "'1.5'", "no whole number");
        Explain("--input", "input_ids=1,2", "--input", "attention_mask=99999999999999999999")
            .ShouldRefuse(ExitCode.Usage, "attention_mask", "out of range");
        Explain("--input", "input_ids").ShouldRefuse(ExitCode.Usage, "name=numbers");
        Cli.Run("explain", TinyInputs.Picture(_folder), "what?", "--input", "a=1").ShouldRefuse(ExitCode.Usage, "--input needs --onnx");
    }
}
