using Ucam.Vqa.Features;
using Ucam.Vqa.Models;
using Ucam.Vqa.Runs;
using Ucam.Vqa.Training.Recipes;

namespace Ucam.Vqa.Tests.Runs;

[Collection(GlobalRandomState.Name)]
public sealed class FileSourceTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public FileSourceTests()
    {
        Directory.CreateDirectory(_folder["data"]);
        TinyFiles.Write(_folder["data"]);
    }

    public void Dispose() => _folder.Dispose();

    private RunResult Run(string run = "run", string? recipe = null, bool resume = false, string? stopAt = null, int? limit = null,
        List<string>? log = null)
    {
        using var stop = new CancellationTokenSource();
        void Log(string line)
        {
            log?.Add(line);
            if (stopAt is not null && line.StartsWith(stopAt)) stop.Cancel();
        }
        var options = new RunOptions { Folder = _folder[run], Data = _folder["data"], Resume = resume, Limit = limit, Logger = new RecordedLog(Log) };
        return new RecipeRunner(RecipeFile.Parse(recipe ?? TinyFiles.Recipe(), "tiny.yaml"), options).Run(stop.Token);
    }

    private UcamException Refused(string? recipe = null)
    {
        var run = () => Run(recipe: recipe);
        UcamException problem = run.Should().Throw<UcamException>().Which;
        problem.Message.Should().NotContain("\n");
        Directory.Exists(_folder["run"]).Should().BeFalse("nothing is begun with data that cannot be used");
        return problem;
    }

    private Dictionary<string, string> Outcome(string run) => Directory.GetFiles(_folder[run])
        .Where(f => f.EndsWith(".csv") || f.EndsWith("model.safetensors"))
        .ToDictionary(f => Path.GetFileName(f), f => Convert.ToHexString(File.ReadAllBytes(f)));

    [Fact]
    public void A_run_on_files_ends_with_a_model_without_a_backbone_and_its_results()
    {
        List<string> log = [];
        RunResult result = Run(log: log);
        log.Should().Contain(["training: 16 pictures, 32 questions", "validation: 4 pictures, 8 questions", "test: 8 pictures, 16 questions"]);
        result.Summaries.Should().ContainSingle().Which.Set.Should().Be("val");
        result.Summaries[0].Summary.Overall.Questions.Should().Be(16);
        result.BlindAccuracy.Should().BeInRange(0, 1);
        using VqaNetwork network = Checkpoint.Load(result.ModelPath, out IReadOnlyDictionary<string, string> header);
        network.Config.Backbone.External.Should().Be("a network");
        network.Head.Shape.Should().Be(new HeadShape(TinyFiles.Channels, 2, 2, network.Words.Count, 5));
        network.Familiarity.Should().NotBeNull();
        header[Checkpoint.ProvenanceKey].Should().Contain("\"format\":\"vqa\"").And.Contain("\"order\":\"shuffled\"");
        File.ReadAllLines(_folder["run/metrics.csv"]).Should().HaveCount(1 + 3);
        File.ReadAllLines(_folder["run/questions-val.csv"]).Should().HaveCount(1 + 16);
    }

    [Fact]
    public void What_the_features_show_is_learned()
    {
        RunResult result = Run(recipe: TinyFiles.Recipe().Replace("epochs: 3", "epochs: 40"));
        result.Summaries[0].Summary.Overall.Accuracy.Should().BeGreaterThan(0.9).And.BeGreaterThan(result.BlindAccuracy);
    }

    [Fact]
    public void A_validation_part_of_its_own_takes_the_place_of_what_is_held_out()
    {
        TinyFiles.Part(_folder["data"], "dev", 201, 3);
        TinyFiles.Features(_folder["data"], "dev", 201, 3);
        List<string> log = [];
        Run(recipe: TinyFiles.Recipe("    validation: { paths: [dev_questions.json, dev_annotations.json], features: [dev.safetensors] }"), log: log);
        log.Should().Contain(["training: 20 pictures, 40 questions", "validation: 3 pictures, 6 questions"]);
    }

    [Theory]
    [InlineData("test: 8")]
    [InlineData("head epoch 1")]
    [InlineData("head epoch 2")]
    [InlineData("head: best")]
    [InlineData("blind model")]
    public void A_run_that_is_stopped_and_resumed_equals_one_without_a_break_byte_for_byte(string stopAt)
    {
        Run("whole");
        var interrupted = () => Run("parts", stopAt: stopAt);
        interrupted.Should().Throw<OperationCanceledException>();
        Run("parts", resume: true);
        Outcome("whole").Should().HaveCount(4);
        Outcome("parts").Should().BeEquivalentTo(Outcome("whole"));
    }

    [Fact]
    public void A_limit_leaves_at_most_so_many_questions_in_each_part()
    {
        List<string> log = [];
        RunResult result = Run(limit: 5, log: log);
        log.Should().Contain(["training: 3 pictures, 5 questions", "validation: 3 pictures, 5 questions", "test: 3 pictures, 5 questions"]);
        result.Summaries[0].Summary.Overall.Questions.Should().Be(5);
        var resume = () => Run(limit: 6, resume: true);
        resume.Should().Throw<UcamException>().WithMessage("*another recipe, seed or set*");
    }

    [Fact]
    public void Other_features_are_not_resumed_on()
    {
        Run();
        TinyFiles.Features(_folder["data"], "train", 1, TinyFiles.TrainPictures + 1);
        var resume = () => Run(resume: true);
        resume.Should().Throw<UcamException>().WithMessage("*another recipe, seed or set*");
    }

    [Theory]
    [InlineData("train_annotations.json", "data.files.training.paths")]
    [InlineData("val_questions.json", "data.files.test.paths")]
    [InlineData("train.safetensors", "data.files.training.features")]
    [InlineData("val.safetensors", "data.files.test.features")]
    public void A_missing_file_is_named_with_its_place_in_the_recipe(string file, string field)
    {
        File.Delete(_folder["data/" + file]);
        UcamException problem = Refused();
        problem.Message.Should().Contain($"{file} does not exist").And.Contain(field);
        (problem.File, problem.Field).Should().Be((_folder["data/" + file], field));
    }

    [Fact]
    public void A_picture_without_features_is_named_with_its_question_and_file()
    {
        TinyFiles.Features(_folder["data"], "train", 1, TinyFiles.TrainPictures - 1);
        UcamException problem = Refused();
        problem.Message.Should().Contain("picture 20 of question 200 is not in").And.Contain("train.safetensors");
        problem.File.Should().Be(_folder["data/train.safetensors"]);
    }

    [Fact]
    public void Features_of_another_network_are_refused()
    {
        TinyFiles.Features(_folder["data"], "val", 101, TinyFiles.TestPictures, channels: 7);
        Refused().Message.Should().Contain("val.safetensors holds 2×2×7 features").And.Contain("train.safetensors 2×2×6");
    }

    [Theory]
    [InlineData("    grid: 14", "the recipe needs 14×14×n")]
    [InlineData("    channels: 2048", "the recipe needs n×n×2048")]
    [InlineData("    grid: 2\n    channels: 5", "the recipe needs 2×2×5")]
    public void Features_of_another_size_than_the_recipe_s_are_refused(string more, string message) =>
        Refused(TinyFiles.Recipe(more)).Message.Should().Contain("train.safetensors holds 2×2×6 features").And.Contain(message);

    [Fact]
    public void Features_on_a_grid_that_is_no_square_are_refused()
    {
        TinyFiles.Features(_folder["data"], "train", 1, TinyFiles.TrainPictures, rows: 1, columns: 3);
        Refused().Message.Should().Contain("train.safetensors holds 1×3×6 features");
    }

    [Fact]
    public void A_part_without_answers_is_refused()
    {
        Refused(TinyFiles.Recipe().Replace("val_questions.json, val_annotations.json", "val_questions.json")).Message
            .Should().Contain("val_questions.json: no question has answers").And.Contain("data.files.test.paths");
    }

    [Fact]
    public void A_recipe_on_files_needs_their_folder()
    {
        var run = (string? data) =>
            () => new RecipeRunner(RecipeFile.Parse(TinyFiles.Recipe(), "t.yaml"),
            new RunOptions { Folder = _folder["run"], Data = data }).Run(TestContext.Current.CancellationToken);
        run(null).Should().Throw<UcamException>().WithMessage("*--data*");
        run(_folder["none"]).Should().Throw<UcamException>().Which.File.Should().Be(_folder["none"]);
    }

    [Fact]
    public void Features_of_one_part_may_lie_in_several_files()
    {
        RunResult one = Run("one");
        TinyFiles.Features(_folder["data"], "a", 1, 12);
        TinyFiles.Features(_folder["data"], "b", 13, 8);
        using (FeatureFile whole = FeatureFile.Open(_folder["data/train.safetensors"]))
        {
            Part(whole, "a", 0, 12);
            Part(whole, "b", 12, 8);
        }
        RunResult two = Run("two", TinyFiles.Recipe().Replace("[train.safetensors]", "[b.safetensors, a.safetensors]"));
        File.ReadAllBytes(_folder["two/metrics.csv"]).Should().Equal(File.ReadAllBytes(_folder["one/metrics.csv"]));
        two.BlindAccuracy.Should().Be(one.BlindAccuracy);
    }

    private void Part(FeatureFile whole, string name, int first, int count)
    {
        int[] rows = [.. Enumerable.Range(first, count)];
        using FeatureFileWriter writer =
            FeatureFileWriter.Create(_folder[$"data/{name}.safetensors"], count, whole.Rows, whole.Columns, whole.Channels,
            new Dictionary<string, string>());
        using TorchSharp.torch.Tensor features = whole.Read(rows);
        writer.Append(whole.Ids.Span.Slice(first, count), features);
        writer.Commit();
    }

    [Fact]
    public void A_run_does_not_go_on_with_other_answers_questions_or_features_of_the_same_counts()
    {
        Run();
        foreach (string file in new[] { "train_annotations.json", "train_questions.json", "val_annotations.json" })
        {
            string path = Path.Combine(_folder["data"], file), before = File.ReadAllText(path);
            File.WriteAllText(path, before.Replace("red", "gold"));
            FluentActions.Invoking(() => Run(resume: true)).Should().Throw<UcamException>("{0} has changed", file).Which.File
                .Should().EndWith("model.json");
            File.WriteAllText(path, before);
        }
        Directory.CreateDirectory(_folder["other"]);
        TinyFiles.Features(_folder["other"], "train", 2, TinyFiles.TrainPictures);
        using (FeatureFile other = FeatureFile.Open(_folder["other/train.safetensors"]))
        using (FeatureFileWriter writer =
            FeatureFileWriter.Create(_folder["data/train.safetensors"], other.Count, other.Rows, other.Columns, other.Channels, other.Metadata))
        {
            using TorchSharp.torch.Tensor rows = other.Read([.. Enumerable.Range(0, other.Count)]);
            writer.Append([.. Enumerable.Range(1, other.Count).Select(p => (long)p)], rows);
            writer.Commit();
        }
        FluentActions.Invoking(() => Run(resume: true)).Should().Throw<UcamException>("the features show other colours")
            .WithMessage("*files that have changed since*");
    }

    [Fact]
    public void A_run_goes_on_with_files_that_were_only_copied_or_touched()
    {
        Run();
        byte[] model = File.ReadAllBytes(_folder["run/model.safetensors"]);
        foreach (string file in Directory.GetFiles(_folder["data"]))
        {
            File.Copy(file, file + ".copy");
            File.Move(file + ".copy", file, overwrite: true);
            File.SetLastWriteTimeUtc(file, DateTime.UtcNow.AddDays(-3));
        }
        List<string> log = [];
        Run(resume: true, log: log);
        log.Should().NotContain(line => line.StartsWith("head epoch"), "every epoch was finished");
        File.ReadAllBytes(_folder["run/model.safetensors"]).Should().Equal(model);
    }
}
