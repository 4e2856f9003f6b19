namespace Ucam.Cli.Tests.Train;

/// <summary><c>ucam train</c> by a recipe whose data are files.</summary>
public sealed class TrainFilesTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly string _recipe, _run;

    public TrainFilesTests()
    {
        Directory.CreateDirectory(_folder.File("data"));
        TinyFiles.Write(_folder.File("data"));
        (_recipe, _run) = (_folder.Write("tiny.yaml", TinyFiles.Recipe()), _folder.File("run"));
    }

    public void Dispose() => _folder.Dispose();

    private CliResult Train(params string[] more) => Cli.Run(["train", "--recipe", _recipe, "--data", _folder.File("data"), "--run", _run, .. more]);

    [Fact]
    public void A_recipe_on_files_makes_a_model_that_is_evaluated_on_features()
    {
        CliResult result = Train("--device", "cpu");
        result.Code.Should().Be(ExitCode.Success, result.Error);
        result.Lines.Last().Should().Be($"model: {Path.Combine(_run, "model.safetensors")}");
        result.Out.Should().Contain("val ").And.Contain("blind model");
        string[] eval = ["eval", "--model", Path.Combine(_run, "model.safetensors"), "--questions", _folder.File("data", "val_questions.json"),
            "--annotations", _folder.File("data", "val_annotations.json")];
        CliResult tested = Cli.Run([.. eval, "--features", _folder.File("data", "val.safetensors"), "--passes", "4"]);
        tested.Code.Should().Be(ExitCode.Success, tested.Error);
        Cli.Run([.. eval, "--images", _folder.Path, "--device", "cuda"]).ShouldRefuse(ExitCode.Usage, "--device goes with --features");
    }

    [Fact]
    public void A_run_below_the_folder_of_the_data_is_taken_up_again()
    {
        string[] line = ["train", "--recipe", _recipe, "--data", _folder.Path, "--limit", "6"];
        _folder.Write("tiny.yaml", TinyFiles.Recipe().Replace("[train", "[data/train").Replace("[val", "[data/val"));
        Directory.CreateDirectory(_folder.File("runs", "tiny"));
        _folder.Write(Path.Combine("runs", "tiny", "head.state.json"), "{}");
        Cli.Run([.. line, "--run", _folder.File("runs", "tiny"), "--resume"]).Error.Should().NotContain("would replace");
        _folder.Write(Path.Combine("data", "model.json"), "{}");
        Cli.Run("train", "--recipe", _recipe, "--data", _folder.File("data"), "--run", _folder.File("data")).ShouldRefuse(ExitCode.Usage, "would replace", "model.json");
    }

    [Fact]
    public void A_limit_is_kept_for_files_and_for_drawn_sets()
    {
        CliResult files = Train("--limit", "6");
        files.Code.Should().Be(ExitCode.Success, files.Error);
        File.ReadAllLines(Path.Combine(_run, "questions-val.csv")).Should().HaveCount(1 + 6);
        CliResult drawn = Cli.Run("train", "--recipe", _folder.Write("scenes.yaml", TinyInputs.Recipe), "--run", _folder.File("drawn"), "--limit",
            "5");
        drawn.Code.Should().Be(ExitCode.Success, drawn.Error);
        drawn.Error.Should().Contain("backbone: 2 epochs of 5 pictures").And.Contain("features: 3 train pictures");
        Directory.GetFiles(_folder.File("drawn"), "questions-*.csv").Should().NotBeEmpty()
            .And.AllSatisfy(file => File.ReadAllLines(file).Should().HaveCount(1 + 5));
    }

    [Theory]
    [InlineData(ExitCode.Usage, "--limit must be from 1 up", "--limit", "0")]
    [InlineData(ExitCode.Usage, "--device is 'gpu'; it must be cpu, cuda, or cuda:N", "--device", "gpu")]
    public void Impossible_options_are_refused(int code, string message, params string[] more) => Train(more).ShouldRefuse(code, message);

    [Fact]
    public void A_GPU_that_is_not_there_is_refused_before_anything_is_read()
    {
        Assert.SkipWhen(TorchSharp.torch.cuda.is_available(), "There is a GPU.");
        Train("--device", "cuda").ShouldRefuse(ExitCode.Failure, "cuda is not there", "-p:Cuda=true", "--device cpu");
        Directory.Exists(_run).Should().BeFalse();
        Cli.Run("train", "--recipe", _folder.Write("scenes.yaml", TinyInputs.Recipe), "--run", _run, "--device", "cuda")
            .ShouldRefuse(ExitCode.Failure,
            "data.set: files");
    }

    [Fact]
    public void Missing_data_are_refused()
    {
        Cli.Run("train", "--recipe", _recipe, "--run", _run).ShouldRefuse(ExitCode.Usage, "--data");
        File.Delete(_folder.File("data", "val.safetensors"));
        Train().ShouldRefuse(ExitCode.Failure, _folder.File("data", "val.safetensors"), "data.files.test.features");
    }
}
