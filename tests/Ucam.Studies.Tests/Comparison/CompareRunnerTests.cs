using Ucam.Studies.Comparison;
using Ucam.Uncertainty.Losses;
using Ucam.Vqa.Features.Safetensors;
using Ucam.Vqa.Models;
using Ucam.Vqa.Training.Recipes;
using static TorchSharp.torch;

namespace Ucam.Studies.Tests.Comparison;

[Collection(GlobalRandomState.Name)]
public sealed class CompareRunnerTests : IDisposable
{
    private static readonly string[] Timed = ["train_seconds", "questions_per_second"];
    private readonly TemporaryFolder _folder = new();

    private readonly CompareRecipe _recipe = new()
    {
        Name = "tiny",
        Data = new DataRecipe { Train = 8, Validation = 4, Test = 4, QuestionsPerPicture = 3 },
        Methods = ["saaa", "mlb"],
        Variants = ["baseline", "a-gca"],
        Seeds = [1],
        Lstm = 6,
        Training = new HeadRecipe
        { Uncertainty = new AleatoricLossOptions { Samples = 2 }, Answers = 20, Fit = new FitRecipe { Epochs = 2, Batch = 8 } },
        Evaluation = new EvaluationRecipe { Passes = 3 },
        DistancedMaps = 2,
    };

    public CompareRunnerTests()
    {
        using VqaNetwork network = SmallModels.Network();
        Checkpoint.Save(network, _folder["backbone.safetensors"], "{}");
    }

    public void Dispose() => _folder.Dispose();

    private IReadOnlyList<CompareRow> Run(string run, CompareRecipe? recipe = null, int workers = 2, Action<string>? log = null,
        CancellationToken? cancel = null) =>
        new CompareRunner(recipe ?? _recipe, new CompareOptions
        {
            Folder = _folder[run],
            Backbone = _folder["backbone.safetensors"],
            Workers = workers,
            Logger = new RecordedLog(log ?? (_ => { })),
        }).Run(cancel ?? TestContext.Current.CancellationToken);

    private static IEnumerable<double> Numbers(CompareRow row) => row.Values.Where(v => !Timed.Contains(v.Key)).Select(v => v.Value);

    [Fact]
    public void Every_cell_has_a_row_with_the_metrics_and_curves()
    {
        IReadOnlyList<CompareRow> rows = Run("a");
        rows.Select(r => (r.Method, r.Variant, r.Seed))
            .Should().Equal(("saaa", "baseline", 1), ("saaa", "a-gca", 1), ("mlb", "baseline", 1), ("mlb", "a-gca", 1));
        foreach (CompareRow row in rows)
        {
            row.Values["accuracy"].Should().BeInRange(0, 1);
            foreach (string metric in new[] { "nll", "brier", "aurc", "augrc", "map_energy", "map_rank", "map_emd", "divergence", "human_spearman" })
                row.Values.Keys.Should().Contain(metric);
            double.IsNaN(row.Values["gradient_cosine"]).Should().Be(row.Variant == "baseline");
            row.Values["epochs"].Should().Be(2);
        }
        CellCurvesFile.ReadFolder(_folder["a/curves"]).Should().HaveCount(4).And.OnlyContain(c => c.Learning.Count == 2);
        CompareRows.Read(_folder["a/rows.csv"]).Should().HaveCount(4);
        string[] learning = File.ReadAllLines(_folder["a/learning.csv"]);
        learning.Should().HaveCount(1 + 4 * 2, "a line an epoch");
        learning[1].Should().MatchRegex(@"^scenes,saaa,baseline,1,1,[\d.]+,[\d.]+$");
        Directory.EnumerateDirectories(_folder["a"], "work-*").Should().BeEmpty();
        CompareState.VersionsOf(_folder["a"]).Should().ContainSingle().Which.Should().MatchRegex(@"^\d+\.\d+\.\d+");
        CompareState.VersionsOf(_folder["none"]).Should().BeEmpty();
    }

    [Fact]
    public void A_folder_in_which_another_process_works_is_refused()
    {
        Directory.CreateDirectory(_folder["a"]);
        using IDisposable held = Vqa.Runs.RunFolder.Hold(_folder["a"]);
        var run = () => Run("a");
        run.Should().Throw<UcamException>().WithMessage("*another process works in this folder*");
    }

    [Fact]
    public void Variants_of_a_method_start_from_the_same_weights_and_differ_by_their_loss()
    {
        IReadOnlyList<CompareRow> rows = Run("a");
        rows[0].Values["parameters"].Should().Be(rows[1].Values["parameters"]);
        rows[0].Values["nll"].Should().NotBe(rows[1].Values["nll"]);
    }

    [Fact]
    public void Variants_go_on_from_one_network_where_the_recipe_has_a_start()
    {
        CompareRecipe recipe = _recipe with { Methods = ["mlb"], Start = new FitRecipe { Epochs = 3, Batch = 8 } };
        var lines = new List<string>();
        IReadOnlyList<CompareRow> rows = Run("a", recipe, workers: 1, log: lines.Add);
        lines.Should().ContainSingle(l => l.StartsWith("start ")).Which
            .Should().MatchRegex(@"^start 1/1: mlb seed 1: validation accuracy [\d.]+ %, trained in \d+ s; [\d:]+ left with 1 at once$");
        rows.Should().OnlyContain(r => r.Values["epochs"] == 3 + 2);
        IReadOnlyList<CellCurves> curves = CellCurvesFile.ReadFolder(_folder["a/curves"]);
        curves.Should().OnlyContain(c => c.Learning.Select(e => e.Epoch).SequenceEqual(Enumerable.Range(1, 5)));
        curves[0].Learning.Take(3).Should().Equal(curves[1].Learning.Take(3), "they start from the same network");
        curves[0].Learning[4].Should().NotBe(curves[1].Learning[4]);
        Directory.EnumerateFiles(_folder["a/weights"]).Count(f => Path.GetFileName(f).StartsWith("start.")).Should().Be(1);
        File.Delete(Directory.EnumerateFiles(_folder["a/rows"]).First());
        Run("a", recipe, workers: 1).SelectMany(Numbers).Should().Equal(rows.SelectMany(Numbers), "kept weights give the same cell");
    }

    [Fact]
    public void A_method_may_start_from_more_epochs_and_keeps_to_that()
    {
        CompareRecipe recipe = _recipe with
        { Variants = ["baseline"], Start = new FitRecipe { Epochs = 1, Batch = 8 }, StartEpochs = new Dictionary<string, int> { ["mlb"] = 3 } };
        Run("a", recipe).Select(r => (r.Method, r.Values["epochs"])).Should().Equal(("saaa", 1 + 2), ("mlb", 3 + 2));
        var other = () => Run("a", recipe with { StartEpochs = new Dictionary<string, int> { ["mlb"] = 4 } });
        other.Should().Throw<UcamException>().WithMessage("*method 'mlb' with another definition*");
        var without = () => Run("b", recipe with { Start = null });
        without.Should().Throw<UcamException>().WithMessage("StartEpochs needs Start*");
    }

    [Fact]
    public void An_ensemble_may_divide_the_epochs_of_the_start_among_its_networks()
    {
        var half = new OwnVariant { From = "baseline", Epochs = 1, StartEpochs = 2, Members = 2 };
        CompareRecipe recipe = _recipe with
        {
            Methods = ["mlb"],
            Variants = ["baseline", "half"],
            Start = new FitRecipe { Epochs = 4, Batch = 8 },
            OwnVariants = new Dictionary<string, OwnVariant> { ["half"] = half },
        };
        Run("a", recipe, workers: 1);
        CellCurvesFile.ReadFolder(_folder["a/curves"]).Select(c => (c.Variant, c.Learning.Count))
            .Should().BeEquivalentTo([("baseline", 4 + 2), ("half", 2 + 1)]);
        Directory.EnumerateFiles(_folder["a/weights"]).Count(f => Path.GetFileName(f).StartsWith("start.")).Should().Be(1 + 2);
        recipe.DefinitionOf("half").Should().Be("baseline with 1 epochs, a start of 2 epochs, 2 networks together");
        var lines = new List<string>();
        Run("b", recipe with { Variants = ["half"] }, workers: 1, log: lines.Add);
        lines.Should().NotContain(l => l.StartsWith("start "), "no cell goes on from the method's own start");
        Run("c", recipe with { OwnVariants = new Dictionary<string, OwnVariant> { ["half"] = half with { StartEpochs = 3 } } },
            workers: 1)[1].Value("nll")
            .Should().NotBe(Run("a", recipe, workers: 1)[1].Value("nll"), "the same last epoch after another start");
    }

    [Fact]
    public void A_method_may_have_a_size_of_its_own_and_keeps_to_that()
    {
        CompareRecipe recipe = _recipe with { Methods = ["mlb", "mcb"], Variants = ["baseline"] };
        double[] small = [.. Run("a", recipe).Select(r => r.Values["parameters"])];
        CompareRecipe sized = recipe with { Sizes = new Dictionary<string, MethodSizes> { ["mcb"] = new() { Joint = 32, JointScale = 4 } } };
        double[] own = [.. Run("b", sized).Select(r => r.Values["parameters"])];
        own[0].Should().Be(small[0]);
        own[1].Should().BeLessThan(small[1]);
        var mixed = () => Run("a", sized);
        mixed.Should().Throw<UcamException>().WithMessage("*method 'mcb' with another definition*");
    }

    [Fact]
    public void A_start_goes_on_into_the_training_of_a_variant()
    {
        CompareRecipe recipe = _recipe with
        {
            Methods = ["mlb"],
            Variants = ["aul"],
            Start = new FitRecipe { Epochs = 3, Batch = 8 },
            Training = _recipe.Training with { Fit = _recipe.Training.Fit with { Epochs = 1, LearningRate = 1e-12, WeightDecay = 0 } },
        };
        Run("a", recipe);
        IReadOnlyList<CurveEpoch> learning = CellCurvesFile.ReadFolder(_folder["a/curves"])[0].Learning;
        learning[3].ValidationAccuracy
            .Should().Be(learning.Take(3).Max(e => e.ValidationAccuracy), "a rate of nothing leaves the best start as it was");
        using var scope = NewDisposeScope();
        using SafetensorsFile weights =
            SafetensorsFile.Open(Directory.EnumerateFiles(_folder["a/weights"]).Single(f => !Path.GetFileName(f).StartsWith("start.")));
        weights.Read("variance.linear.weight").abs().max().item<float>()
            .Should().BeLessThan(1e-9f, "a variance head that nothing trained must not speak on large logits");
    }

    [Fact]
    public void A_stopped_comparison_goes_on_with_the_cells_that_are_missing_and_ends_at_the_same_numbers()
    {
        using var stop = new CancellationTokenSource();
        var stopped = () => Run("a", workers: 1, log: line => { if (line.StartsWith("cell 2/4")) stop.Cancel(); }, cancel: stop.Token);
        stopped.Should().Throw<OperationCanceledException>();
        string[] finished = [.. Directory.EnumerateFiles(_folder["a/rows"])];
        finished.Should().HaveCount(2);
        DateTime[] written = [.. finished.Select(File.GetLastWriteTimeUtc)];
        var lines = new List<string>();
        IReadOnlyList<CompareRow> resumed = Run("a", workers: 1, log: lines.Add);
        lines.Should().Contain("2 of 4 cells to run, 1 at once");
        finished.Select(File.GetLastWriteTimeUtc).Should().Equal(written);
        resumed.SelectMany(Numbers).Should().Equal(Run("whole", workers: 2).SelectMany(Numbers));
    }

    [Theory]
    [InlineData(0, "has no row of its cell (scenes.mlb.baseline.1)")]
    [InlineData(1, "has no column 'accuracy'")]
    public void A_finished_cell_whose_rows_were_cut_is_told_before_the_others_are_run(int rows, string mention)
    {
        CompareRecipe one = _recipe with { Methods = ["mlb"], Variants = ["baseline"] };
        Run("a", one);
        string path = _folder["a/rows/scenes.mlb.baseline.1.csv"];
        // The names of the cell stay, all metrics but the first are cut off.
        string[] lines = [.. File.ReadAllLines(path).Take(1 + rows).Select(line => string.Join(',', line.Split(',')[..(rows == 0 ? 9 : 4)]))];
        File.WriteAllText(path, string.Concat(lines.Select(line => $"{line}\n")));
        var log = new List<string>();
        var again = () => Run("a", one with { Seeds = [1, 2] }, log: log.Add);
        again.Should().Throw<UcamException>().Which.Message.Should().StartWith($"{path} {mention}").And.EndWith("; delete it, and the same command "
            + "runs the cell again.");
        log.Should().BeEmpty();
        File.Delete(path);
        Run("a", one).Should().HaveCount(1);
    }

    [Fact]
    public void Seeds_may_be_added_and_other_settings_are_refused()
    {
        CompareRecipe one = _recipe with { Methods = ["mlb"], Variants = ["baseline"] };
        Run("a", one);
        Run("a", one with { Seeds = [1, 2] }).Should().HaveCount(2);
        var other = () => Run("a", one with { Lstm = 7 });
        other.Should().Throw<UcamException>().WithMessage("*other settings*--run*");
    }

    [Fact]
    public void A_variant_keeps_its_definition_within_a_folder()
    {
        CompareRecipe With(OwnVariant own) =>
            _recipe with { Methods = ["mlb"], Variants = ["own"], OwnVariants = new Dictionary<string, OwnVariant> { ["own"] = own } };
        Run("a", With(new OwnVariant { From = "aul", Epochs = 1 }))[0].Values["epochs"].Should().Be(1);
        var other = () => Run("a", With(new OwnVariant { From = "aul", Epochs = 2 }));
        other.Should().Throw<UcamException>().WithMessage("*'own' with another definition*--run*");
    }

    [Fact]
    public void A_method_keeps_its_rate_within_a_folder()
    {
        CompareRecipe one = _recipe with { Methods = ["mlb"], Variants = ["baseline"] };
        Run("a", one);
        Run("a", one with { Methods = ["mlb", "saaa"], LearningRates = new Dictionary<string, double> { ["saaa"] = 0.01 } }).Should().HaveCount(2);
        var other = () => Run("a", one with { LearningRates = new Dictionary<string, double> { ["mlb"] = 0.01 } });
        other.Should().Throw<UcamException>().WithMessage("*method 'mlb' with another definition*");
    }

    [Fact]
    public void Cells_that_are_trained_alike_share_the_weights_and_are_tested_their_own_way()
    {
        CompareRecipe recipe = _recipe with
        {
            Methods = ["saaa"],
            Variants = ["baseline", "scaled", "both"],
            OwnVariants = new Dictionary<string, OwnVariant>
            {
                ["scaled"] = new() { From = "baseline", Temperature = true },
                ["both"] = new() { From = "baseline", Members = 2 },
            },
        };
        IReadOnlyList<CompareRow> rows = Run("a", recipe, workers: 1);
        Directory.EnumerateFiles(_folder["a/weights"]).Should().HaveCount(2, "the second member alone is trained anew");
        (CompareRow plain, CompareRow scaled, CompareRow both) = (rows[0], rows[1], rows[2]);
        scaled.Values["train_seconds"].Should().Be(plain.Values["train_seconds"]);
        scaled.Values["nll"].Should().NotBe(plain.Values["nll"]);
        scaled.Values["map_energy"].Should().Be(plain.Values["map_energy"], "a temperature does not move the attention");
        both.Values["parameters"].Should().Be(2 * plain.Values["parameters"]);
        both.Values["epochs"].Should().Be(4);
        both.Values["epistemic"].Should().BeGreaterThan(plain.Values["epistemic"], "members disagree");
    }

    [Fact]
    public void Settings_can_be_chosen_on_the_validation_set()
    {
        CompareRecipe one = _recipe with { Methods = ["mlb"], Variants = ["baseline"] };
        double[] test = [.. Run("a", one).SelectMany(Numbers)],
            validation = [.. Run("b", one with { TestOn = TestPart.Validation }).SelectMany(Numbers)];
        validation.Should().NotEqual(test);
    }

    [Fact]
    public void A_damaged_state_is_refused()
    {
        Run("a", _recipe with { Methods = ["mlb"], Variants = ["baseline"] });
        File.WriteAllText(_folder["a/comparison.json"], "{");
        var again = () => Run("a", _recipe with { Methods = ["mlb"], Variants = ["baseline"] });
        again.Should().Throw<UcamException>().WithMessage("*damaged comparison.json*");
    }

    [Fact]
    public void A_failing_cell_ends_the_comparison_with_its_reason()
    {
        CompareRecipe diverging = _recipe with
        {
            Training = _recipe.Training with { Fit = new FitRecipe { Epochs = 30, Batch = 2, LearningRate = 1 } },
            Variants = ["aul"],
            Seeds = [1, 2, 3]
        };
        Exception? thrown = Record.Exception(() => Run("a", diverging));
        // At a rate of 1 the loss usually diverges; where it does not, the comparison must simply be complete.
        if (thrown is not null)
        {
            thrown.Should().BeAssignableTo<UcamException>().Which.Message.Should().Contain("learning").And.Contain("its batch is kept in");
            Directory.EnumerateFiles(_folder["a"], "not-finite.*.json").Should().NotBeEmpty();
        }
        else Directory.EnumerateFiles(_folder["a/rows"]).Should().HaveCount(6);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_comparison_does_not_go_on_with_another_backbone_of_the_same_name(bool finished)
    {
        CompareRecipe recipe = _recipe with { Methods = ["mlb"], Variants = ["baseline"] };
        Run("a", recipe);
        string backbone = _folder["backbone.safetensors"];
        File.Copy(backbone, _folder["first"]);
        using (VqaNetwork other = SmallModels.Network())
        {
            using (no_grad()) other.Backbone.parameters().First().add_(0.1);
            Checkpoint.Save(other, backbone, "{}");
        }
        var again = () => Run("a", finished ? recipe : recipe with { Seeds = [1, 2] });
        again.Should().Throw<UcamException>().WithMessage("*another backbone*contents have changed*--run*");
        File.Move(_folder["first"], backbone, overwrite: true);
        File.SetLastWriteTimeUtc(backbone, DateTime.UtcNow.AddDays(-1));
        again.Should().NotThrow("a copy of the same bytes is the same backbone");
    }

    [Fact]
    public void A_comparison_of_an_earlier_version_goes_on_by_the_backbone_that_its_features_name()
    {
        CompareRecipe recipe = _recipe with { Methods = ["mlb"], Variants = ["baseline"] }, more = recipe with { Seeds = [1, 2] };
        Run("a", recipe);
        string state = _folder["a/comparison.json"];
        void Forget() =>
            File.WriteAllText(state, System.Text.RegularExpressions.Regex.Replace(File.ReadAllText(state), ",\"Inputs\":\\{[^}]*\\}", ""));
        Forget();
        File.Copy(_folder["backbone.safetensors"], _folder["first"]);
        using (VqaNetwork other = SmallModels.Network())
        {
            using (no_grad()) other.Backbone.parameters().First().add_(0.1);
            Checkpoint.Save(other, _folder["backbone.safetensors"], "{}");
        }
        var again = () => Run("a", more);
        again.Should().Throw<UcamException>().WithMessage("*features-*made by another backbone*");
        File.Move(_folder["first"], _folder["backbone.safetensors"], overwrite: true);
        List<string> log = [];
        Run("a", more, log: line => { lock (log) log.Add(line); }).Should().HaveCount(2);
        log.Should().Contain(line => line.Contains("begun by an earlier version of ucam"));
        File.ReadAllText(state).Should().Contain("\"Inputs\":{\"backbone\":\"backbone ");
    }
}
