using Ucam.Vqa.Models;

namespace Ucam.Cli.Tests.Train;

public sealed class TrainDirectoryTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly string[] _set;

    public TrainDirectoryTests() => _set = TinyInputs.Set(_folder, pictures: 12);

    public void Dispose() => _folder.Dispose();

    // A tiny model to start from makes the network tiny too, since the backbone's sizes are taken over with its weights.
    private CliResult Train(params string[] more) => TrainFrom(TinyInputs.Model(_folder), more);

    private CliResult TrainFrom(string start, params string[] more) =>
        Cli.Run(["train", .. _set, "--epochs", "1", "--run", _folder.File("run"), "--out", _folder.File("my.safetensors"), "--start-from", start,
            .. more]);

    [Fact]
    public void A_set_in_the_VQA_layout_makes_a_model_named_after_its_file()
    {
        CliResult result = Train();
        result.Code.Should().Be(ExitCode.Success, result.Error);
        result.Error.Should().Contain("backbone starts from tiny");
        result.Out.Should().Contain("held-out");
        using VqaNetwork network = Checkpoint.Load(_folder.File("my.safetensors"));
        network.Config.Name.Should().Be("my");
        network.Config.Words.Should().Contain("what");
        network.Familiarity.Should().NotBeNull();
    }

    [Fact]
    public void The_model_answers_and_is_tested_on_the_same_files()
    {
        Train().Code.Should().Be(ExitCode.Success);
        Cli.Run(["eval", "--model", _folder.File("my.safetensors"), "--passes", "2", .. _set]).Out.Should().Contain("mine_questions");
        Cli.Run("ask", TinyInputs.Picture(_folder), TinyInputs.Question, "--model", _folder.File("my.safetensors")).Code.Should()
            .Be(ExitCode.Success);
    }

    [Fact]
    public void A_table_of_questions_and_a_folder_of_pictures_make_a_model_too()
    {
        string[] rows = [.. Enumerable.Range(0, 12)
            .Select(i =>
            $"{Path.GetFileName(TinyInputs.Picture(_folder, Path.Combine("mine", $"p{i}.png"), red: i * 20))},\"Well, what is "
            + $"this?\",{(i < 6 ? "dark" : "red|red|dark")}")];
        string table = _folder.Write("my.csv", string.Join('\n', rows.Prepend("image,question,answer")));
        CliResult result =
            Cli.Run("train", "--data", table, "--images", _folder.File("mine"), "--epochs", "1", "--run", _folder.File("run"), "--out",
            _folder.File("my.safetensors"), "--start-from", TinyInputs.Model(_folder));
        result.Code.Should().Be(ExitCode.Success, result.Error);
        using (VqaNetwork network = Checkpoint.Load(_folder.File("my.safetensors"))) network.Config.Answers.Should().BeEquivalentTo("dark", "red");
        Cli.Run("eval", "--model", _folder.File("my.safetensors"), "--questions", table, "--images", _folder.File("mine"), "--passes", "2").Out
            .Should().Contain("my ");
    }

    [Theory]
    [InlineData("train --data pictures --images i", "without --recipe", ".csv")]
    [InlineData("train --data a.csv --questions q.json --images i", "--data and --questions do not go together")]
    public void A_table_is_all_that_data_can_be_without_a_recipe(string line, params string[] mentions) =>
        Cli.Run(line.Split(' ')).ShouldRefuse(ExitCode.Usage, mentions);

    [Fact]
    public void A_validation_set_takes_the_place_of_held_out_pictures()
    {
        string[] validation = [.. _set.Select(s => s.Replace("--", "--validation-", StringComparison.Ordinal))];
        CliResult result = Train(validation);
        result.Code.Should().Be(ExitCode.Success, result.Error);
        result.Out.Should().Contain("mine_questions").And.NotContain("held-out");
    }

    [Fact]
    public void The_run_folder_stands_beside_the_checkpoint()
    {
        CliResult result =
            Cli.Run(["train", .. _set, "--epochs", "2", "--out", _folder.File("models/my.safetensors"), "--start-from", TinyInputs.Model(_folder)]);
        result.Code.Should().Be(ExitCode.Success, result.Error);
        File.ReadAllLines(_folder.File("models/my.run/metrics.csv")).Should().HaveCount(1 + 2, "the epochs asked for are those of all stages");
        Directory.GetFileSystemEntries(_folder.File("models")).Select(Path.GetFileName).Should().BeEquivalentTo("my.run", "my.safetensors");
    }

    [Fact]
    public void A_finished_run_is_not_repeated_on_resume()
    {
        Train().Code.Should().Be(ExitCode.Success);
        CliResult again = Train("--resume");
        again.Code.Should().Be(ExitCode.Success, again.Error);
        again.Error.Should().NotContain("head epoch 1:");
    }

    [Fact]
    public void Resuming_with_another_set_is_refused()
    {
        Train().Code.Should().Be(ExitCode.Success);
        using var other = new TemporaryFolder();
        CliResult result =
            Cli.Run(["train", .. TinyInputs.Set(other, pictures: 20), "--epochs", "1", "--run", _folder.File("run"), "--out",
            _folder.File("my.safetensors"),
            "--start-from", _folder.File("tiny.safetensors"), "--resume"]);
        result.Code.Should().Be(ExitCode.Failure);
        result.Error.Trim().Split('\n').Last().Should().Contain("--run");
    }

    [Fact]
    public void A_model_to_start_from_that_is_missing_is_refused() => TrainFrom("nowhere").ShouldRefuse(ExitCode.Usage, "nowhere");

    [Fact]
    public void A_set_with_a_single_answer_is_refused()
    {
        string annotations = _folder.File("mine_annotations.json");
        File.WriteAllText(annotations,
            System.Text.RegularExpressions.Regex.Replace(File.ReadAllText(annotations), "\"answer\":\"[^\"]*\"", "\"answer\":\"yes\""));
        Train().ShouldRefuse(ExitCode.Failure, "1 different answers", "train on more");
    }
}
