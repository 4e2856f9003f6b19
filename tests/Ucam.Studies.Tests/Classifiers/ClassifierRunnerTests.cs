using Ucam.Studies.Classifiers;
using Ucam.Studies.Comparison.Judging;

namespace Ucam.Studies.Tests.Classifiers;

[Collection(GlobalRandomState.Name)]
public sealed class ClassifierRunnerTests : IDisposable
{
    private static readonly string[] Timed = ["train_seconds", "questions_per_second"];
    private static readonly string[] Sets = ["cifar", "cifar-c1", "cifar-c2", "cifar-c3", "cifar-c4", "cifar-c5", "cifar-half", "cifar-turned"];
    private readonly TemporaryFolder _folder = new();
    private readonly ClassifierRecipe _small = TinyClassifiers.Recipe with { Variants = ["baseline", "temperature", "mc-dropout", "a-gca"] };

    public ClassifierRunnerTests() => TinyClassifiers.Archive(_folder);

    public void Dispose() => _folder.Dispose();

    private IReadOnlyList<CompareRow> Run(string run, ClassifierRecipe recipe, int workers = 2, Action<string>? log = null,
        CancellationToken? cancel = null) =>
        new ClassifierRunner(recipe,
            new CompareOptions { Folder = _folder[run], Data = _folder["cifar"], Workers = workers, Logger = new RecordedLog(log ?? (_ => { })) })
            .Run(cancel ?? TestContext.Current.CancellationToken);

    private static IEnumerable<double> Numbers(IEnumerable<CompareRow> rows) =>
        rows.SelectMany(row => row.Values.Where(v => !Timed.Contains(v.Key)).Select(v => v.Value));

    [Fact]
    public void Every_variant_has_a_row_for_every_set_and_curves_but_for_single_corruptions()
    {
        ClassifierRecipe recipe = TinyClassifiers.Recipe;
        IReadOnlyList<CompareRow> rows = Run("a", recipe);
        rows.Should().HaveCount(Sets.Length * recipe.Variants.Count).And.OnlyContain(r => r.Method == "resnet" && r.Seed == 1);
        rows.Select(r => r.Set).Distinct().Should().BeEquivalentTo(Sets);
        rows.Select(r => r.Variant).Distinct().Should().BeEquivalentTo(recipe.Variants);
        CompareRow[] single = [.. CompareRows.Read(_folder["a/corruptions.csv"])];
        single.Should().HaveCount(20 * recipe.Variants.Count);
        single.Select(r => r.Set).Distinct().Should().HaveCount(20).And.Contain("cifar-jpeg-5");
        CompareRows.Read(_folder["a/rows.csv"]).Should().HaveCount(rows.Count);
        CellCurvesFile.ReadFolder(_folder["a/curves"]).Should().HaveCount(rows.Count);
        foreach (CompareRow row in rows.Concat(single))
        {
            foreach (string metric in new[] { "accuracy", "nll", "brier", "ece", "ece_classwise", "aurc", "predictive" })
                double.IsFinite(row.Values[metric]).Should().BeTrue(metric);
            double.IsFinite(row.Values["divergence"]).Should().Be(row.Set == "cifar", "people saw the photographs as they are");
            row.Values.ContainsKey("ood_auroc").Should().Be(row.Set == "cifar");
            double.IsNaN(row.Values["gradient_cosine"]).Should().Be(!row.Variant.Contains("gca"), row.Variant);
            double.IsNaN(row.Values["variance"]).Should().Be(!(row.Variant.Contains("gca") || row.Variant is "aul" or "pul"), row.Variant);
            row.Values["epochs"].Should().Be(row.Variant == "baseline-long" ? 3 : 2);
            (row.Values["epistemic"] > 0)
                .Should().Be(row.Variant is "mc-dropout" or "ensemble-5" or "aul" or "pul" || row.Variant.Contains("gca"), row.Variant);
        }
    }

    [Fact]
    public void Networks_are_judged_once_each_and_later_as_well_as_at_once()
    {
        ClassifierRecipe recipe = TinyClassifiers.Recipe with
        {
            Data = TinyClassifiers.Recipe.Data with { Asked = 2, Validation = 50, Test = 8, Corrupted = 4 },
            Variants = ["baseline", "mc-dropout", "ensemble-5", "a-gca"],
            Certainty = true,
        };
        Run("a", recipe);
        IReadOnlyList<JudgedRow> rows = JudgedRows.Read(_folder["a/certainty.csv"]);
        rows.Select(row => (row.Cell.Variant, row.Judge)).Should().Equal(
            from variant in new[] { "baseline", "a-gca" } from judge in CellJudges.OfClassifiers select (variant, judge.Name));
        rows.Should().OnlyContain(row => row.Value("questions") == 8 && row.Value("accuracy") == row.Value("right"));
        CellJudges.OfClassifiers.Select(judge => judge.Name).Should().Contain([CellJudges.WithGradient, CellJudges.Twice, CellJudges.Selector])
            .And.NotContain([CellJudges.Everything, "question-gradient", "laplace"]);

        Run("b", recipe with { Certainty = false });
        File.Exists(_folder["b/certainty.csv"]).Should().BeFalse();
        string before = File.ReadAllText(_folder["b/rows.csv"]);
        Run("b", recipe);
        File.ReadAllText(_folder["b/certainty.csv"]).Should().Be(File.ReadAllText(_folder["a/certainty.csv"]));
        File.ReadAllText(_folder["b/rows.csv"]).Should().Be(before, "finished cells stay");
    }

    [Fact]
    public void What_is_done_to_the_baselines_network_alone_is_done_to_the_same_network()
    {
        IReadOnlyList<CompareRow> rows =
            Run("a", TinyClassifiers.Recipe with { Variants = ["baseline", "temperature", "laplace", "ensemble-5", "soft-labels"] });
        foreach (string set in Sets)
        {
            CompareRow Of(string variant) => rows.Single(r => r.Set == set && r.Variant == variant);
            CompareRow plain = Of("baseline"), cooled = Of("temperature");
            cooled.Values["accuracy"].Should().Be(plain.Values["accuracy"], "a temperature keeps the order of the answers");
            cooled.Values["nll"].Should().NotBe(plain.Values["nll"]);
            Of("laplace").Values["train_seconds"].Should().Be(plain.Values["train_seconds"]);
            Of("ensemble-5").Values["parameters"].Should().Be(5 * plain.Values["parameters"]);
            Of("soft-labels").Values["nll"].Should().NotBe(plain.Values["nll"], "it is trained on other targets");
        }
    }

    [Fact]
    public void Pooled_sets_hold_all_corruptions_of_a_severity()
    {
        IReadOnlyList<CompareRow> rows = Run("a", _small with { Variants = ["baseline"] });
        IReadOnlyList<CompareRow> single = CompareRows.Read(_folder["a/corruptions.csv"]);
        for (int severity = 1; severity <= 5; severity++)
            foreach (string metric in new[] { "accuracy", "nll", "brier", "predictive" })
                rows.Single(r => r.Set == $"cifar-c{severity}").Values[metric].Should()
                    .BeApproximately(single.Where(r => r.Set.EndsWith($"-{severity}")).Average(r => r.Values[metric]), 1e-9);
    }

    [Fact]
    public void Numbers_do_not_depend_on_the_workers_or_on_when_a_variant_was_added()
    {
        IReadOnlyList<CompareRow> whole = Run("whole", _small with { Seeds = [1, 2] }, workers: 2);
        Run("a", _small with { Variants = ["baseline", "a-gca"] }, workers: 1);
        string first = Directory.EnumerateFiles(_folder["a/rows"]).First();
        DateTime written = File.GetLastWriteTimeUtc(first);
        IReadOnlyList<CompareRow> added = Run("a", _small with { Seeds = [1, 2] }, workers: 1);
        Numbers(added).Should().Equal(Numbers(whole));
        File.GetLastWriteTimeUtc(first).Should().Be(written);
        Numbers(whole.Where(r => r.Seed == 1)).Should().NotEqual(Numbers(whole.Where(r => r.Seed == 2)));
    }

    [Fact]
    public void A_stopped_comparison_goes_on_and_ends_at_the_same_numbers()
    {
        using var stop = new CancellationTokenSource();
        var stopped = () => Run("a", _small, workers: 1, log: line => { if (line.StartsWith("cell 1/2")) stop.Cancel(); }, cancel: stop.Token);
        stopped.Should().Throw<OperationCanceledException>();
        Directory.EnumerateFiles(_folder["a/rows"]).Should().HaveCount(3);
        var lines = new List<string>();
        IReadOnlyList<CompareRow> resumed = Run("a", _small, workers: 1, log: lines.Add);
        lines.Should().Contain("1 of 2 trainings to run, 1 at once").And.NotContain(l => l.StartsWith("backbone epoch"));
        Numbers(resumed).Should().Equal(Numbers(Run("whole", _small)));
        Run("a", _small, log: line => throw new InvalidOperationException(line)).Should().HaveCount(resumed.Count, "nothing is left to do");
    }

    [Fact]
    public void Other_settings_and_missing_photographs_are_refused()
    {
        Run("a", _small with { Variants = ["baseline"] });
        var other = () => Run("a", _small with { LongEpochs = 4 });
        other.Should().Throw<UcamException>().WithMessage("*other settings*--run*");
        var without = () => new ClassifierRunner(_small, new CompareOptions { Folder = _folder["b"] }).Run(TestContext.Current.CancellationToken);
        without.Should().Throw<UcamException>().WithMessage("*--data*");
        var few = () => Run("c", _small with { Data = _small.Data with { Asked = 21 } });
        few.Should().Throw<UcamException>().WithMessage("*61 photographs that people were asked about, there are 60*");
    }
}
