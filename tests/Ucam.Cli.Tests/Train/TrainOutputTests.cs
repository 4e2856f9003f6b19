namespace Ucam.Cli.Tests.Train;

/// <summary>What a training run must never do to a model that is there already.</summary>
public sealed class TrainOutputTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly string _recipe, _model;

    public TrainOutputTests() => (_recipe, _model) = (_folder.Write("tiny.yaml", TinyInputs.Recipe), _folder.File("my.safetensors"));

    public void Dispose() => _folder.Dispose();

    private CliResult Train(params string[] more) => Cli.Run(["train", "--recipe", _recipe, "--out", _model, .. more]);

    [Fact]
    public void A_model_of_another_origin_is_refused_before_work_and_replaced_with_force()
    {
        File.WriteAllText(_model, "mine");
        CliResult refused = Train();
        refused.ShouldRefuse(ExitCode.Usage, _model, "is there already", "--force");
        refused.Error.Should().NotContain("backbone:");
        File.ReadAllText(_model).Should().Be("mine");
        Train("--force").Code.Should().Be(ExitCode.Success);
        new FileInfo(_model).Length.Should().BeGreaterThan(1000);
    }

    [Fact]
    public void The_same_run_may_be_repeated_another_one_not()
    {
        Train().Code.Should().Be(ExitCode.Success);
        Train().Code.Should().Be(ExitCode.Success);
        Train("--resume").Code.Should().Be(ExitCode.Success);
        byte[] before = File.ReadAllBytes(_model);
        Train("--seed", "5").ShouldRefuse(ExitCode.Usage, _model, "--force");
        File.ReadAllBytes(_model).Should().Equal(before);
    }

    [Fact]
    public void A_model_that_was_changed_since_is_refused_in_the_runs_own_folder_too()
    {
        string[] line = ["train", "--recipe", _recipe, "--run", _folder.File("run")];
        Cli.Run(line).Code.Should().Be(ExitCode.Success);
        string model = _folder.File("run", "model.safetensors");
        File.WriteAllText(model, "edited");
        Cli.Run(line).ShouldRefuse(ExitCode.Usage, model, "--force");
        File.ReadAllText(model).Should().Be("edited");
    }

    [Fact]
    public void On_ones_own_set_a_foreign_model_is_refused_before_any_training()
    {
        string table = _folder.Write("my.csv", "image,question,answer\na.png,What is it?,cat\n");
        TinyInputs.Picture(_folder, "a.png");
        File.WriteAllText(_model, "mine");
        CliResult refused = Cli.Run("train", "--data", table, "--images", _folder.Path, "--out", _model);
        refused.ShouldRefuse(ExitCode.Usage, _model, "--force");
        File.ReadAllText(_model).Should().Be("mine");
    }
}
