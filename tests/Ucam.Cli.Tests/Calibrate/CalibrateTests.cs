using System.Text.Json;
using Ucam.Vqa.Features.Safetensors;
using Ucam.Vqa.Models;
using static TorchSharp.torch;

namespace Ucam.Cli.Tests.Calibrate;

public sealed class CalibrateTests : IDisposable
{
    private const string Estimator = "ucam.certainty", Promises = "ucam.promises";
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private static IReadOnlyDictionary<string, string> Header(string path)
    {
        using SafetensorsFile file = SafetensorsFile.Open(path);
        return file.Metadata;
    }

    private static Dictionary<string, byte[]> Tensors(string path)
    {
        using SafetensorsFile file = SafetensorsFile.Open(path);
        return file.Entries.ToDictionary(entry => entry.Name, entry =>
        {
            using var tensor = file.Read(entry.Name);
            return tensor.bytes.ToArray();
        });
    }

    [Fact]
    public void A_calibrated_model_carries_its_estimator_and_promises_and_is_otherwise_the_same()
    {
        string model = TinyInputs.Model(_folder), path = _folder.File("new", "c.safetensors");
        CliResult result = Cli.Run(["calibrate", "--model", model, .. CalibratedModel.Line, "--seed", "3", "--out", path]);
        result.Code.Should().Be(ExitCode.Success, result.Error);
        result.Out.Should().Contain("168 questions fitted the estimator, 72 others set the thresholds").And.Contain("fairly sure")
            .And.Contain("AUROC")
            .And.Contain("1 % cannot be promised: it takes 299 questions, all right, and there are 72.").And.Contain("Sets of answers");
        (IReadOnlyDictionary<string, string> before, IReadOnlyDictionary<string, string> after) = (Header(model), Header(path));
        after["ucam.config"].Should().Be(before["ucam.config"]);
        (after[Estimator].Length + after[Promises].Length).Should().BeLessThan(20_000);
        JsonElement note = JsonDocument.Parse(after[Checkpoint.ProvenanceKey]).RootElement.GetProperty("calibration");
        note.GetProperty("data").GetString().Should().Be("scenes-validation");
        note.GetProperty("seed").GetInt32().Should().Be(3);
        Dictionary<string, byte[]> tensors = Tensors(path);
        foreach ((string name, byte[] bytes) in Tensors(model)) tensors[name].Should().Equal(bytes, name);
        tensors.Keys.Except(Tensors(model).Keys).Should().OnlyContain(name => name.StartsWith("gaze."));
        using VqaNetwork read = Checkpoint.Load(path);
        read.Certainty!.Answers.Should().Be(168);
        read.Promises!.Risks.Select(promise => promise.Limit).Should().Equal(0.05, 0.01);
        read.Promises.Chosen.Select(chosen => chosen.Confidence).Should().Equal("p_right", "negative_entropy", "maximum");
    }

    [Fact]
    public void No_line_is_wider_than_80_columns()
    {
        CliResult result =
            Cli.Run(["calibrate", "--model", TinyInputs.Model(_folder), .. CalibratedModel.Line, "--out", _folder.File("c.safetensors")]);
        result.Out.Split('\n').Where(line => !line.StartsWith("model: ", StringComparison.Ordinal)).Should()
            .OnlyContain(line => line.TrimEnd().Length <= 80);
    }

    [Fact]
    public void The_same_seed_makes_the_same_file()
    {
        string first = CalibratedModel.Make(_folder);
        byte[] bytes = File.ReadAllBytes(first);
        File.ReadAllBytes(CalibratedModel.Make(_folder)).Should().Equal(bytes);
    }

    [Fact]
    public void A_kept_estimator_stays_and_all_questions_set_the_thresholds()
    {
        string from = CalibratedModel.Make(_folder), path = _folder.File("kept.safetensors");
        CliResult result = Cli.Run(["calibrate", "--model", from, .. CalibratedModel.Line, "--risk", "0.2,0.5", "--keep-estimator", "--out", path]);
        result.Code.Should().Be(ExitCode.Success, result.Error);
        result.Out.Should().Contain("the estimator was kept, 240 questions set the thresholds")
            .And.Contain("words of the model's own estimator, from the 168 answers of its fit:");
        result.Out.Split('\n').Where(line => !line.StartsWith("model: ", StringComparison.Ordinal)).Should()
            .OnlyContain(line => line.TrimEnd().Length <= 80);
        Header(path)[Estimator].Should().Be(Header(from)[Estimator]);
        Tensors(path).Keys.Should().BeEquivalentTo(Tensors(from).Keys);
        using VqaNetwork read = Checkpoint.Load(path);
        read.Promises!.Risks.Select(promise => promise.Limit).Should().Equal(0.2, 0.5);
    }

    [Fact]
    public void Questions_in_files_calibrate_from_pictures_and_from_features_alone()
    {
        string model = TinyInputs.Model(_folder), features = _folder.File("f.safetensors");
        string[] set = TinyInputs.Set(_folder, 60);
        Cli.Run("features", "extract", "--model", model, "--pictures", set[3], "--out", features).Code.Should().Be(ExitCode.Success);
        foreach (string[] data in new[] { set, [set[0], set[1], set[4], set[5], "--features", features] })
        {
            CliResult result = Cli.Run(["calibrate", "--model", model, .. data, "--passes", "10", "--out", _folder.File("c.safetensors")]);
            result.Code.Should().Be(ExitCode.Success, result.Error);
            result.Out.Should().Contain("84 questions fitted the estimator, 36 others set the thresholds");
        }
    }

    [Fact]
    public void A_file_is_replaced_only_where_it_is_an_earlier_calibration_of_the_same_model()
    {
        string model = TinyInputs.Model(_folder), path = _folder.File("c.safetensors");
        string[] line = ["calibrate", "--model", model, .. CalibratedModel.Line, "--out", path];
        int Run(params string[] more) => Cli.Run([.. line, .. more]).Code;
        File.WriteAllText(path, "precious");
        Cli.Run(line).ShouldRefuse(ExitCode.Usage, path, "is there already", "--force");
        File.ReadAllText(path).Should().Be("precious");
        File.Copy(model, path, overwrite: true);
        Cli.Run(line).ShouldRefuse(ExitCode.Usage, path, "is there already", "--force");
        Run("--force").Should().Be(ExitCode.Success);
        Run("--seed", "2").Should().Be(ExitCode.Success);
        using (VqaNetwork network = Checkpoint.Load(model))
        {
            using (no_grad()) network.Head.parameters().First().add_(1);
            Checkpoint.Save(network, model, "{}");
        }
        Cli.Run(line).ShouldRefuse(ExitCode.Usage, path, "is there already", "--force");
    }

    [Fact]
    public void Small_shares_are_told_as_they_were_given()
    {
        CliResult result = Cli.Run(["calibrate", "--model", TinyInputs.Model(_folder), .. CalibratedModel.Line, "--sets", "0.0001",
            "--out", _folder.File("c.safetensors")]);
        result.Code.Should().Be(ExitCode.Success, result.Error);
        result.Out.Should().Contain("answer to 0.01 % of");
    }

    [Fact]
    public void Questions_without_peoples_answers_name_the_option_that_gives_them() =>
        Cli.Run(["calibrate", "--model", TinyInputs.Model(_folder), .. TinyInputs.Set(_folder, annotated: false), "--passes", "10", "--out",
            _folder.File("c.safetensors")]).ShouldRefuse(ExitCode.Failure, "no held-out question has people's answers", "--annotations");

    [Fact]
    public void The_help_tells_the_usual_risks_once() =>
        Cli.Run("calibrate", "--help").Out.Split('\n').Where(line => line.Contains("0.05")).Should().ContainSingle();

    [Theory]
    [InlineData("--pictures 3 --questions-per-picture 40", "about 3 pictures,", "at least 7 pictures")]
    [InlineData("--pictures 10 --questions-per-picture 4", "40 held-out questions with people's answers are too few", "at least 100")]
    [InlineData("--pictures 15 --questions-per-picture 4", "60 held-out questions with people's answers are too few", "40 of them", "at least 100")]
    [InlineData("--keep-estimator", "carries no certainty estimator to keep")]
    public void What_cannot_be_calibrated_is_refused(string more, params string[] mentions)
    {
        string path = _folder.File("c.safetensors");
        Cli.Run(["calibrate", "--model", TinyInputs.Model(_folder), "--set", "scenes", "--passes", "10", .. more.Split(' '), "--out", path])
            .ShouldRefuse(ExitCode.Failure, mentions);
        File.Exists(path).Should().BeFalse();
    }

    [Theory]
    [InlineData("--set scenes --passes 9", "--passes must be from 10")]
    [InlineData("--set scenes --split train", "--split train", "not trained on")]
    [InlineData("--set scenes --split all", "--split all")]
    [InlineData("--set scenes --risk 1e-9", "--risk is '1e-9'", "from 0.0001 to below 1")]
    [InlineData("--set scenes --confidence 1e-300", "--confidence is '1e-300'", "from 0.0001 to below 1", "such as 0.95")]
    [InlineData("--set scenes --risk 5", "--risk is '5'", "to below 1")]
    [InlineData("--set scenes --risk 0.1,x", "--risk is 'x'")]
    [InlineData("--set scenes --sets 1", "--sets is '1'", "such as 0.9")]
    [InlineData("--set scenes --features f", "--features goes with --questions")]
    [InlineData("", "--set")]
    public void Arguments_that_cannot_be_meant_are_refused(string line, params string[] mentions) =>
        Cli.Run(["calibrate", "--model", "scenes", "--out", _folder.File("c.safetensors"), .. line.Split(' ', StringSplitOptions.RemoveEmptyEntries)])
            .ShouldRefuse(ExitCode.Usage, mentions);
}
