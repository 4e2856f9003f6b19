using Ucam.Vqa.Features;
using Ucam.Vqa.Features.Safetensors;
using Ucam.Vqa.Models;
using static TorchSharp.torch;

namespace Ucam.Cli.Tests.Calibrate;

public sealed class CalibrateBadFilesTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private string Damaged(string from, string entry, string text)
    {
        string path = _folder.File("damaged.safetensors");
        using SafetensorsFile file = SafetensorsFile.Open(from);
        using var scope = NewDisposeScope();
        SafetensorsWriter.Write(path, new Dictionary<string, string>(file.Metadata) { [entry] = text },
            [.. file.Entries.Select(each => (each.Name, file.Read(each.Name)))]);
        return path;
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void Features_that_are_no_numbers_are_refused_with_file_and_picture(double value)
    {
        string model = TinyInputs.Model(_folder), good = _folder.File("f.safetensors"), bad = _folder.File("bad.safetensors");
        string[] set = TinyInputs.Set(_folder, 60);
        Cli.Run("features", "extract", "--model", model, "--pictures", set[3], "--out", good).Code.Should().Be(ExitCode.Success);
        long picture;
        using (SafetensorsFile file = SafetensorsFile.Open(good))
        using (NewDisposeScope())
        {
            Tensor features = file.Read(FeatureFile.FeaturesName).clone(), ids = file.Read(FeatureFile.IdsName);
            features[5, 0, 0] = value;
            picture = ids[5].item<long>();
            SafetensorsWriter.Write(bad, new Dictionary<string, string>(file.Metadata),
                [(FeatureFile.FeaturesName, features), (FeatureFile.IdsName, ids)]);
        }
        string[] data = [set[0], set[1], set[4], set[5], "--passes", "10", "--features", bad, "--out", _folder.File("out")];
        foreach (string command in new[] { "calibrate", "eval" })
            Cli.Run([command, "--model", model, .. data])
                .ShouldRefuse(ExitCode.Failure, bad, $"picture {picture} ", "not a finite number", "row 1, column 1", "channel 1");
    }

    [Theory]
    [InlineData("ucam.certainty", "{}", false)]
    [InlineData("ucam.promises", "", true)]
    public void What_is_damaged_of_a_models_certainty_can_be_fitted_again(string entry, string text, bool keeps)
    {
        string model = Damaged(CalibratedModel.Make(_folder), entry, text), mended = _folder.File("mended.safetensors");
        string[] line = ["calibrate", "--model", model, .. CalibratedModel.Line, "--out", mended];
        Cli.Run("ask", TinyInputs.Picture(_folder), TinyInputs.Question, "--model", model).ShouldRefuse(ExitCode.Failure, model, "damaged", "again");
        CliResult kept = Cli.Run([.. line, "--keep-estimator"]);
        if (keeps) kept.Code.Should().Be(ExitCode.Success, kept.Error);
        else kept.ShouldRefuse(ExitCode.Failure, model, "damaged", "again");
        CliResult result = Cli.Run(line);
        result.Code.Should().Be(ExitCode.Success, result.Error);
        using VqaNetwork read = Checkpoint.Load(mended);
        read.Certainty.Should().NotBeNull();
        read.Promises.Should().NotBeNull();
    }

    [Fact]
    public void The_message_of_a_damaged_estimator_goes_on_behind_the_path()
    {
        string model = Damaged(CalibratedModel.Make(_folder), "ucam.certainty", "NaN");
        Cli.Run("ask", TinyInputs.Picture(_folder), TinyInputs.Question, "--model", model)
            .ShouldRefuse(ExitCode.Failure, model + ": a certainty estimator is damaged (the text is no JSON at line 1, byte 1)");
    }
}
