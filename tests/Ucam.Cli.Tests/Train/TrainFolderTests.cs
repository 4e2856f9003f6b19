using Ucam.Vqa;

namespace Ucam.Cli.Tests.Train;

/// <summary>The folder of a run is a run's, and the model tells what it was made by.</summary>
public sealed class TrainFolderTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly string _recipe;

    public TrainFolderTests() => _recipe = _folder.Write("tiny.yaml", TinyInputs.Recipe);

    public void Dispose() => _folder.Dispose();

    private CliResult Train(params string[] options) => Cli.Run(["train", "--recipe", _recipe, .. options]);

    [Theory]
    [InlineData("notes.txt", "mine")]
    [InlineData("metrics.csv", "a,b\n1,2\n")]
    [InlineData("model.json", "{\"name\":\"mine\"}")]
    [InlineData("head.state.json", "{}")]
    public void A_folder_of_the_users_own_beside_the_checkpoint_is_refused_and_stays(string name, string text)
    {
        Directory.CreateDirectory(_folder.File("my.run"));
        File.WriteAllText(_folder.File("my.run", name), text);
        string[] before = _folder.Files;
        Train("--out", _folder.File("my.safetensors")).ShouldRefuse(ExitCode.Usage, _folder.File("my.run"), name, "give another folder");
        _folder.Files.Should().Equal(before);
        File.ReadAllText(_folder.File("my.run", name)).Should().Be(text);
    }

    [Fact]
    public void A_file_in_the_place_of_the_folder_is_refused()
    {
        string taken = _folder.Write("my.run", "mine");
        Train("--out", _folder.File("my.safetensors")).ShouldRefuse(ExitCode.Usage, taken, "not a folder");
    }

    [Fact]
    public void A_named_folder_may_hold_other_files_but_none_that_the_run_would_replace()
    {
        Directory.CreateDirectory(_folder.File("run"));
        File.WriteAllText(_folder.File("run", "results.csv"), "mine");
        Train("--run", _folder.File("run")).ShouldRefuse(ExitCode.Usage, "--run", "results.csv");
        File.ReadAllText(_folder.File("run", "results.csv")).Should().Be("mine");
        File.Move(_folder.File("run", "results.csv"), _folder.File("run", "notes.txt"));
        Train("--run", _folder.File("run")).Code.Should().Be(ExitCode.Success);
    }

    [Fact]
    public void A_folder_of_a_run_and_an_empty_one_are_taken()
    {
        Directory.CreateDirectory(_folder.File("my.run"));
        File.WriteAllText(_folder.File("my.run", ".DS_Store"), "");
        Train("--out", _folder.File("my.safetensors")).Code.Should().Be(ExitCode.Success);
        File.WriteAllText(_folder.File("my.run", "notes.txt"), "about this run");
        Train("--out", _folder.File("my.safetensors")).Code.Should().Be(ExitCode.Success);
    }

    [Fact]
    public void A_model_tells_the_recipe_that_was_named()
    {
        Train("--out", _folder.File("my.safetensors"), "--seed", "5").Code.Should().Be(ExitCode.Success);
        using VqaModel model = VqaModel.Load(_folder.File("my.safetensors"));
        model.Provenance.Should().Contain("\"command\":\"ucam train --recipe tiny.yaml --seed 5\"").And.NotContain(_folder.Path);
    }

    [Fact]
    public void A_model_of_a_users_own_table_tells_the_table_and_no_recipe()
    {
        string[] names = [.. Enumerable.Range(0, 24).Select(i => $"p{i}.png")];
        foreach (string name in names) TinyInputs.Picture(_folder, Path.Combine("my pics", name), red: name.Length * 20);
        string table = _folder.Write("my.csv", "image,question,answer\n" + string.Concat(names.Select((name, i) =>
            $"{name},What is it?,{(i % 2 == 0 ? "red" : "blue")}\n{name},Is the ball there?,{(i % 3 == 0 ? "yes" : "no")}\n")));
        CliResult result = Cli.Run("train", "--data", table, "--images", _folder.File("my pics"), "--epochs", "2", "--start-from", "none", "--limit",
            "20", "--out", _folder.File("my.safetensors"));
        result.Code.Should().Be(ExitCode.Success, result.Error);
        using VqaModel model = VqaModel.Load(_folder.File("my.safetensors"));
        model.Provenance.Should().Contain("ucam train --data my.csv --images ").And.Contain("--epochs 2 --start-from none --limit 20 --seed 1")
            .And.NotContain("--recipe").And.NotContain(_folder.Path);
    }
}
