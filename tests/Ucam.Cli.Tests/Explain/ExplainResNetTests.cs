using Ucam.Vqa.Features.Safetensors;
using Ucam.Vqa.Models;
using Ucam.Vqa.Models.Backbones;
using static TorchSharp.torch;

namespace Ucam.Cli.Tests.Explain;

public sealed class ExplainResNetTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private string Weights()
    {
        manual_seed(1);
        using var network = new ResNet(ResNetDepth.ResNet18, classes: 3);
        SafetensorsWriter.Write(_folder.File("resnet18.safetensors"), new Dictionary<string, string>(), [.. ModuleTensors.Of(network, "")]);
        return _folder.File("resnet18.safetensors");
    }

    [Fact]
    public void A_classifier_s_class_is_explained_where_it_looks()
    {
        string weights = Weights();
        CliResult Explain(params string[] more) =>
            Cli.Run(["explain", TinyInputs.Picture(_folder), "--resnet", "resnet18", "--weights", weights, "--sheet", _folder.File("sheet.png"),
                .. more]);
        CliResult result = Explain("--class", "2", "--maps", "grad-cam,eigen-cam");
        result.Code.Should().Be(ExitCode.Success, result.Error);
        result.Lines[0].Should().Be("ResNet-18, “class 2” (logit)");
        result.Out.Should().MatchRegex(@"(?m)^ *grad-cam +7×7 ").And.NotContain("word");
        Picture.Load(_folder.File("sheet.png")).Width.Should().Be(3 * 260 - 20 + 72);
        CliResult usual = Explain("--labels", _folder.Write("names.txt", "cat\ndog\nhorse"));
        usual.Out.Should().MatchRegex(@"(?m)^ *\d+ %  (cat|dog|horse)$").And.MatchRegex("(?m)^ *grad-cam ").And.MatchRegex("(?m)^ *evidence ")
            .And.MatchRegex("(?m)^ *counter-evidence ").And.MatchRegex("(?m)^ *doubt-layer-cam ");
        Explain("--target", "1~0").Lines[0].Should().Be("ResNet-18, “class 1” rather than “class 0” (logit)");
        Explain("--class", "3").ShouldRefuse(ExitCode.Usage, "'3'");
        Explain("--maps", "u-cam").ShouldRefuse(ExitCode.Usage, "'u-cam'", "VQA");
        Explain("--spread", "3").ShouldRefuse(ExitCode.Usage, "--spread needs dropout, and a ResNet has none");
        Cli.Run("explain", TinyInputs.Picture(_folder), "--resnet", "resnet50", "--weights", weights).ShouldRefuse(ExitCode.Failure,
            "does not hold a ResNet-50");
    }
}
