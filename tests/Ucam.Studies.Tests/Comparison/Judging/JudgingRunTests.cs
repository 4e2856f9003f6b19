using Ucam.Studies.Comparison;
using Ucam.Studies.Comparison.Judging;
using Ucam.Uncertainty.Losses;
using Ucam.Vqa.Models;
using Ucam.Vqa.Training.Recipes;

namespace Ucam.Studies.Tests.Comparison.Judging;

[Collection(GlobalRandomState.Name)]
public sealed class JudgingRunTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private readonly CompareRecipe _recipe = new()
    {
        Name = "tiny",
        Data = new DataRecipe { Train = 40, Validation = 24, Test = 12, QuestionsPerPicture = 6 },
        Methods = ["ban", "mlb"],
        Variants = ["baseline"],
        Seeds = [1],
        Lstm = 6,
        Training = new HeadRecipe
        {
            Uncertainty = new AleatoricLossOptions { Samples = 2 },
            Answers = 20,
            Fit = new FitRecipe { Epochs = 2, Batch = 8 },
            BlindEpochs = 0,
        },
        Evaluation = new EvaluationRecipe { Passes = 3 },
        DistancedMaps = 0,
        Certainty = true,
    };

    public JudgingRunTests()
    {
        using VqaNetwork network = SmallModels.Network();
        Checkpoint.Save(network, _folder["backbone.safetensors"], "{}");
    }

    public void Dispose() => _folder.Dispose();

    private void Run(string run, CompareRecipe recipe, int workers = 2, Action<string>? log = null) => new CompareRunner(recipe, new CompareOptions
    {
        Folder = _folder[run],
        Backbone = _folder["backbone.safetensors"],
        Workers = workers,
        Logger = new RecordedLog(log ?? (_ => { })),
    }).Run(TestContext.Current.CancellationToken);

    [Fact]
    public void Every_judge_is_asked_about_every_cell_whatever_runs_beside_it()
    {
        CompareRecipe recipe = _recipe with { FurtherJudges = ["laplace", "peers-2"] };
        Run("a", recipe);
        IReadOnlyList<JudgedRow> rows = JudgedRows.Read(_folder["a/certainty.csv"]);
        rows.Select(row => (row.Cell.Method, row.Judge)).Should().Equal(
            from method in new[] { "mlb", "ban" } from judge in recipe.Judges select (method, judge.Name));
        recipe.Judges.Should().HaveCount(CellJudges.Usual.Count + 2);
        foreach (JudgedRow row in rows)
        {
            row.Value("questions").Should().Be(72, row.Judge);
            foreach (string share in new[] { "accuracy", "right", "auroc", "aurc", "coverage_1", "coverage_5", "ece", "brier" })
                row.Value(share).Should().BeInRange(0, 1, $"{row.Judge}'s {share}");
            row.Value("log_loss").Should().BeInRange(0, 14);
        }
        rows.Where(row => row.Judge != CellJudges.Twice).GroupBy(row => row.Cell).Should().OnlyContain(
            cell => cell.Select(row => row.Value("right")).Distinct().Count() == 1, "judges are asked about the same answers");

        Run("b", recipe, workers: 1);
        File.ReadAllText(_folder["b/certainty.csv"]).Should().Be(File.ReadAllText(_folder["a/certainty.csv"]));
    }

    [Fact]
    public void Certainty_may_be_asked_for_later_and_trains_nothing_again()
    {
        Run("a", _recipe with { Certainty = false });
        File.Exists(_folder["a/certainty.csv"]).Should().BeFalse();
        var lines = new List<string>();
        Run("a", _recipe, log: lines.Add);
        lines.Should().Contain(line => line.StartsWith("certainty 2/2: ")).And.NotContain(line => line.StartsWith("cell "));
        string first = File.ReadAllText(_folder["a/certainty.csv"]);

        File.Delete(_folder["a/certainty/scenes.ban.baseline.1.csv"]);
        lines.Clear();
        Run("a", _recipe, log: lines.Add);
        lines.Should().ContainSingle(line => line.StartsWith("certainty ") && line.Contains(": ")).Which.Should().Contain("ban");
        File.ReadAllText(_folder["a/certainty.csv"]).Should().Be(first);
    }

    [Fact]
    public void Further_judges_may_be_added_later_and_nothing_is_asked_or_trained_again()
    {
        CompareRecipe one = _recipe with { Methods = ["mlb"], Seeds = [1, 2, 3] };
        Run("a", one);
        string usual = File.ReadAllText(_folder["a/certainty.csv"]);
        CompareRecipe more = one with { FurtherJudges = ["ensemble-3", "ensemble-3-passes"] };
        var lines = new List<string>();
        Run("a", more, log: lines.Add);
        lines.Should().NotContain(line => line.StartsWith("cell ")).And.Contain(line => line.StartsWith("certainty 3/3: "));
        IReadOnlyList<JudgedRow> rows = JudgedRows.Read(_folder["a/certainty.csv"]);
        rows.GroupBy(row => row.Cell).Should().HaveCount(3).And.OnlyContain(cell =>
            cell.Select(row => row.Judge).SequenceEqual(more.Judges.Select(judge => judge.Name))
            && cell.Where(row => row.Judge != CellJudges.Twice).Select(row => row.Value("right")).Distinct().Count() == 1);

        Run("a", one);
        File.ReadAllText(_folder["a/certainty.csv"]).Should().Be(usual, "a recipe without them has none of their rows");
    }

    [Fact]
    public void Peers_see_all_pictures_but_those_they_tell_of()
    {
        Run("a", _recipe with { Methods = ["mlb"], FurtherJudges = ["peers-2"] });
        // What they tell is tested with the judge; here that each is one training of its own.
        string[] kept = [.. Directory.GetFiles(_folder["a/weights"]).Select(file => Path.GetFileName(file)!)];
        kept.Where(name => name.StartsWith("peer")).Should().HaveCount(2).And.OnlyHaveUniqueItems();
        kept.Should().ContainSingle(name => name.StartsWith("scenes.mlb."), "a cell's own weights have their own name");
    }

    [Fact]
    public void Ensembles_are_left_out()
    {
        var own = new Dictionary<string, OwnVariant> { ["two"] = new() { From = "baseline", Members = 2 } };
        Run("a", _recipe with { Methods = ["mlb"], Variants = ["baseline", "two"], OwnVariants = own });
        JudgedRows.Read(_folder["a/certainty.csv"]).Select(row => row.Cell.Variant).Distinct().Should().Equal("baseline");
    }
}
