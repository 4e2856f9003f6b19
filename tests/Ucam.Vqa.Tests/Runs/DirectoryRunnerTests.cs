using Ucam.Vqa.Datasets;
using Ucam.Vqa.Datasets.Vqa;
using Ucam.Vqa.Runs;
using Ucam.Vqa.Training.Extraction;
using Ucam.Vqa.Training.Recipes;

namespace Ucam.Vqa.Tests.Runs;

[Collection(GlobalRandomState.Name)]
public sealed class DirectoryRunnerTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly DirectoryOptions _options = new() { Epochs = 5, PicturesPerStep = 4, QuestionsPerPicture = 2, HeldOut = 0.25, Length = 0.01 };

    public DirectoryRunnerTests() => VqaExporter.Export(TinyTraining.Scenes(), _folder["set"], "mine", cancel: TestContext.Current.CancellationToken);

    public void Dispose() => _folder.Dispose();

    private VqaDirectorySet Open(bool labelled = true) => VqaDirectorySet.Open(_folder["set/mine_questions.json"],
        labelled ? _folder["set/mine_annotations.json"] : null, _folder["set/images/mine"], regionsDir: _folder["set/regions/mine"]);

    private RunResult Run(string run, IVqaSet? set = null, DirectoryOptions? options = null, IVqaSet? validation = null, Recipe? recipe = null,
        Action<string>? log = null, bool resume = false, CancellationToken? cancel = null) =>
        new DirectoryRunner(recipe ?? TinyTraining.Recipe,
            new RunOptions { Folder = _folder[run], Logger = new RecordedLog(log ?? (_ => { })), Resume = resume }, options
            ?? _options)
            .Run(set ?? Open(), validation, cancel ?? TestContext.Current.CancellationToken);

    private static void Flatten(Ucam.Vqa.Models.Backbones.Backbone backbone)
    {
        using var quiet = TorchSharp.torch.no_grad();
        foreach (var parameter in backbone.parameters()) parameter.zero_();
    }

    [Fact]
    public void A_users_own_set_becomes_a_model_tested_on_what_was_held_out()
    {
        RunResult result = Run("a");
        using var vqa = VqaModel.Load(result.ModelPath);
        vqa.Ask(Open().LoadPicture(0), Open().Items[0].Question).Text.Should().NotBeEmpty();
        (string name, EvaluationSummary summary) = result.Summaries.Should().ContainSingle().Which;
        name.Should().Be("held-out");
        summary.Overall.Questions.Should().Be(3 * 3);
        double.IsFinite(summary.Overall.AttentionRatio).Should().BeTrue();
    }

    [Fact]
    public void The_same_seed_gives_the_same_model()
    {
        Run("a");
        Run("b");
        File.ReadAllBytes(_folder["b/model.safetensors"]).Should().Equal(File.ReadAllBytes(_folder["a/model.safetensors"]));
    }

    [Fact]
    public void A_given_validation_set_is_the_one_that_is_tested_on()
    {
        (string name, EvaluationSummary summary) = Run("a", validation: Open()).Summaries.Should().ContainSingle().Which;
        name.Should().Be("mine_questions");
        summary.Overall.Questions.Should().Be(Open().Items.Count);
    }

    [Fact]
    public void Starting_from_a_trained_backbone_trains_the_head_on_it_first()
    {
        string start = Run("a").ModelPath;
        RunResult result = Run("b", options: _options with { StartFrom = start });
        File.Exists(result.ModelPath).Should().BeTrue();
        string[] stages = [.. File.ReadAllLines(_folder["b/metrics.csv"]).Skip(1).Select(line => line.Split(',')[0]).Distinct()];
        stages.Should().Equal("head-first", "end to end", "head");
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(7)]
    public void The_epochs_asked_for_are_all_that_are_trained(int epochs)
    {
        string start = Run("a").ModelPath;
        Run("b", options: _options with { Epochs = epochs, StartFrom = start });
        File.ReadAllLines(_folder["b/metrics.csv"]).Should().HaveCount(1 + epochs);
    }

    [Fact]
    public void The_start_that_does_best_in_a_short_trial_is_taken()
    {
        string trained = Run("a", options: _options with { Epochs = 60 }).ModelPath, other = _folder["flat.safetensors"];
        using (var flat = Ucam.Vqa.Models.Checkpoint.Load(trained))
        {
            Flatten(flat.Backbone);
            Ucam.Vqa.Models.Checkpoint.Save(flat, other, "{}");
        }
        var log = new List<string>();
        foreach (string[] candidates in new string[][] { [trained, other], [other, trained] })
        {
            log.Clear();
            Run("b", options: _options with { Epochs = 1, StartCandidates = candidates }, log: log.Add);
            double[] losses =
                [.. log.Where(line => line.StartsWith("start tiny: validation loss ", StringComparison.Ordinal))
                .Select(line => double.Parse(line.Split(' ')[4].TrimEnd(',')))];
            losses.Should().HaveCount(2);
            File.ReadAllText(_folder["b/start.json"]).Should().Contain(Path.GetFileName(candidates[losses[0] < losses[1] ? 0 : 1]));
        }
        Directory.Exists(_folder["b/start-trial"]).Should().BeFalse();
    }

    [Fact]
    public void A_run_that_is_stopped_and_resumed_at_any_moment_ends_with_the_same_bytes()
    {
        string start = Run("a").ModelPath;
        DirectoryOptions open = _options with { Epochs = null, StartCandidates = [start, _folder["copy.safetensors"]] };
        File.Copy(start, _folder["copy.safetensors"]);
        byte[] whole = File.ReadAllBytes(Run("whole", options: open).ModelPath);
        int told = 0, stopAt = 2, stops = 0;
        while (true)
        {
            using var stop = new CancellationTokenSource();
            void Log(string line)
            {
                if (++told == stopAt) stop.Cancel();
            }
            try
            {
                Run("parts", options: open, log: Log, resume: true, cancel: stop.Token);
                break;
            }
            catch (OperationCanceledException)
            {
                stopAt = told + 10;
                stops++;
            }
        }
        stops.Should().BeGreaterThan(1);
        File.ReadAllBytes(_folder["parts/model.safetensors"]).Should().Equal(whole);
    }

    [Theory]
    [InlineData("start-train pictures")]
    [InlineData("start-validation pictures")]
    [InlineData("head-first epoch 1")]
    public void A_run_that_is_stopped_on_the_start_and_resumed_ends_with_the_same_bytes(string line)
    {
        DirectoryOptions from = _options with { Epochs = null, StartFrom = Run("a").ModelPath };
        byte[] whole = File.ReadAllBytes(Run("whole", options: from).ModelPath);
        using var stop = new CancellationTokenSource();
        bool told = false;
        void Log(string text)
        {
            if (!text.Contains(line, StringComparison.Ordinal)) return;
            told = true;
            stop.Cancel();
        }
        FluentActions.Invoking(() => Run("parts", options: from, log: Log, cancel: stop.Token)).Should().Throw<OperationCanceledException>();
        told.Should().BeTrue();
        File.ReadAllBytes(Run("parts", options: from, resume: true).ModelPath).Should().Equal(whole);
    }

    [Fact]
    public void Features_of_the_start_leave_the_network_as_it_was()
    {
        using var network = TinyTraining.Network(Open(), seed: 1);
        network.Backbone.train();
        string before = BackboneExtraction.Fingerprint(network.Backbone);
        BackboneExtraction.Extract(network.Backbone, Open(), _folder["f.safetensors"], cancel: TestContext.Current.CancellationToken);
        BackboneExtraction.Fingerprint(network.Backbone).Should().Be(before);
    }

    [Fact]
    public void A_second_run_in_a_folder_is_refused_while_the_first_works()
    {
        var second = () => Run("a");
        bool tried = false;
        Run("a", log: line =>
        {
            if (tried) return;
            tried = true;
            second.Should().Throw<UcamException>().WithMessage("*another process works in this folder*");
        });
        tried.Should().BeTrue();
    }

    [Fact]
    public void A_backbone_of_other_sizes_is_refused()
    {
        using (var other = SmallModels.Network()) Ucam.Vqa.Models.Checkpoint.Save(other, _folder["other.safetensors"], "{}");
        var run = () => Run("a", options: _options with { StartFrom = _folder["other.safetensors"] });
        run.Should().Throw<UcamException>().WithMessage("*other sizes*").Which.File.Should().Be(_folder["other.safetensors"]);
    }

    [Fact]
    public void A_set_without_answers_is_refused()
    {
        var run = () => Run("a", Open(labelled: false));
        run.Should().Throw<UcamException>().WithMessage("*no question has answers*");
    }

    [Fact]
    public void Too_few_pictures_to_hold_any_out_are_refused()
    {
        var run = () => Run("a", new PictureSubset(Open(), "one", [0]));
        run.Should().Throw<UcamException>().WithMessage("*too few*");
    }

    [Theory]
    [InlineData("set/mine_annotations.json")]
    [InlineData("set/images/mine")]
    [InlineData("start.safetensors")]
    public void A_run_does_not_go_on_with_other_files_of_the_same_names(string changed)
    {
        string start = _folder["start.safetensors"];
        using (var network = TinyTraining.Network(Open())) Ucam.Vqa.Models.Checkpoint.Save(network, start, "{}");
        DirectoryOptions options = _options with { StartFrom = start, Epochs = 3 };
        Recipe recipe = TinyTraining.Recipe with
        { Training = TinyTraining.Recipe.Training with { BlindEpochs = 0, Fit = TinyTraining.Recipe.Training.Fit with { Epochs = 1 } } };
        void Run(bool resume) =>
            new DirectoryRunner(recipe, new RunOptions { Folder = _folder["a"], Resume = resume }, options).Run(Open(), null,
            TestContext.Current.CancellationToken);
        Run(resume: false);
        File.Copy(start, start + ".copy");
        File.Move(start + ".copy", start, overwrite: true);
        Run(resume: true);
        if (changed.EndsWith(".json")) File.WriteAllText(_folder[changed], File.ReadAllText(_folder[changed]).Replace("\"yes\"", "\"yep\""));
        else if (changed.EndsWith(".safetensors")) using (var other = TinyTraining.Network(Open(), seed: 2)) Ucam.Vqa.Models.Checkpoint.Save(other,
            start, "{}");
        else File.Copy(Directory.GetFiles(_folder[changed])[1], Directory.GetFiles(_folder[changed])[0], overwrite: true);
        FluentActions.Invoking(() => Run(resume: true)).Should().Throw<UcamException>().WithMessage("*another recipe, seed or set*");
    }
}
