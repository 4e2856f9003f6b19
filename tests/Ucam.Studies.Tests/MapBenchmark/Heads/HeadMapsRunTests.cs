using Ucam.Studies.Comparison;
using Ucam.Studies.MapBenchmark.Doubt;
using Ucam.Studies.MapBenchmark.Heads;
using Ucam.Studies.Reports;
using Ucam.Uncertainty.Losses;
using Ucam.Vqa.Training.Recipes;

namespace Ucam.Studies.Tests.MapBenchmark.Heads;

[Collection(GlobalRandomState.Name)]
public sealed class HeadMapsRunTests : IDisposable
{
    private static readonly HeadMapsRecipe Recipe = new()
    {
        Name = "tiny",
        Passes = 2,
        Questions = 1,
        LeastDoubt = 0,
        FidelityQuestions = 2,
        Maps = ["attention", "doubt-epistemic", "layer-cam"],
        Heads = new CompareRecipe
        {
            Name = "tiny-heads",
            Pool = 4,
            Data = new DataRecipe { Train = 40, Validation = 10, Test = 4, QuestionsPerPicture = 8 },
            Methods = ["mlb"],
            Variants = ["baseline"],
            Seeds = [1, 2],
            Lstm = 16,
            FeatureScale = 8,
            Training = new HeadRecipe
            {
                Uncertainty = new AleatoricLossOptions { Samples = 2 },
                Answers = 20,
                BlindEpochs = 0,
                Fit = new FitRecipe { Epochs = 6, Batch = 16, LearningRate = 5e-3 },
            },
            Evaluation = new EvaluationRecipe { Passes = 2 },
            DistancedMaps = 0,
        },
    };

    private static string Shipped(string name) => Repository.At(Path.Combine("src", "Ucam.Models", "models", name + ".safetensors"));

    private static readonly HeadMapsRecipe Single =
        Recipe with { Sources = [DoubtSource.Single], FidelityQuestions = 0, Heads = Recipe.Heads with { Seeds = [1] } };

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private HeadMapsResult Run(string folder, HeadMapsRecipe? recipe = null, List<string>? log = null, CancellationToken? cancel = null,
        Shard? shard = null, string backbone = "scenes", string? data = null) =>
        new HeadMapsRun(recipe ?? Recipe, new CompareOptions
        {
            Folder = _folder[folder],
            Backbone = Shipped(backbone),
            Data = data,
            Workers = 1,
            Shard = shard,
            Logger = new RecordedLog(line => log?.Add(line)),
        }).Run(cancel ?? TestContext.Current.CancellationToken);

    [Fact]
    public void Every_kind_of_network_is_measured_and_a_stopped_run_goes_on_to_the_same_numbers()
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        var log = new RecordedLog(line =>
        {
            if (line.StartsWith("kind 2/", StringComparison.Ordinal)) stop.Cancel();
        });
        var options = new CompareOptions { Folder = _folder["a"], Backbone = Shipped("scenes"), Workers = 1, Logger = log };
        FluentActions.Invoking(() => new HeadMapsRun(Recipe, options).Run(stop.Token)).Should().Throw<OperationCanceledException>();
        var rest = new List<string>();
        HeadMapsResult result = Run("a", log: rest);
        IReadOnlyList<HeadMapsRow> rows = result.Doubt;
        rest.Should().NotContain(line => line.Contains("mlb, single, seed 1:"))
            .And.Contain(line => line.StartsWith("kind 7/7: mlb, laplace, seed 2"));

        // One, its dropout and its Laplace draws for each seed, and one ensemble.
        rows.Select(row => row.Cell).Distinct().Select(cell => cell.FileName).Should().Equal(
            "mlb-single-1", "mlb-single-2", "mlb-dropout-1", "mlb-dropout-2", "mlb-ensemble", "mlb-laplace-1", "mlb-laplace-2");
        rows.Where(row => row.Cell.FileName == "mlb-ensemble").Select(row => row.Row.Map).Distinct().Should().Equal(
            "doubt-epistemic", "layer-cam", "attention", "layer-cam~answer", "random", "centre", "oracle-grid", "oracle");
        rows.Should().OnlyContain(row => row.Row.Values[DoubtMetrics.Repairable] >= 0);
        rows.Should().OnlyContain(row => !row.Row.Values.ContainsKey("road_doubt"));
        // Four pictures; a map of the ensemble takes both members, and that of its disagreement each member twice more.
        double Cost(string kind, string map) => rows.First(row => row.Cell.FileName == kind && row.Row.Map == map).Row.Values[DoubtMetrics.Passes];
        (Cost("mlb-single-1", "layer-cam"), Cost("mlb-dropout-1", "layer-cam"), Cost("mlb-ensemble", "layer-cam")).Should().Be((1, 2, 2));
        Cost("mlb-ensemble", "doubt-epistemic").Should().Be(2 + 2 * 2);

        IReadOnlyList<HeadMapsRow> whole = Run("b").Doubt;
        foreach ((HeadMapsRow one, HeadMapsRow other) in rows.Zip(whole))
            foreach ((string metric, double value) in one.Row.Values.Where(value => value.Key != DoubtMetrics.Seconds))
                other.Row.Values[metric].Should().Be(value, $"{one.Cell} {one.Row.Map} {metric}");
        File.ReadAllLines(Path.Combine(_folder["b"], "means.csv")).Should().HaveCount(1 + 7 * 8);
        string report = HeadMapsReport.Text(Recipe, result);
        report.Should().Contain("| map | single | dropout | ensemble | laplace |").And.Contain("| map | MLB |").And.Contain("less the attention's")
            .And.Contain("| Doubt in the model |").And.Contain("ms")
            .And.Contain("F-Fidelity −");
        // Two questions of each of two heads, by nine maps and two references.
        result.Fidelity.Should().HaveCount(2 * 2 * 11).And.OnlyContain(row => Math.Abs(row.Row.Values[HeadFidelity.Plus]) <= 1);
    }

    [Fact]
    public void Parts_are_joined_to_what_one_run_makes()
    {
        HeadMapsRecipe small = Recipe with { Sources = [DoubtSource.Single, DoubtSource.Ensemble], Maps = ["attention", "layer-cam"] };
        HeadMapsResult whole = Run("whole", small), first = Run("1", small, shard: new Shard(1, 2)), second = Run("2", small, shard: new Shard(2, 2));
        first.Doubt.Select(row => row.Cell.FileName).Distinct().Should().Equal("mlb-single-1", "mlb-ensemble");
        second.Doubt.Select(row => row.Cell.FileName).Distinct().Should().Equal("mlb-single-2");
        File.Exists(Path.Combine(_folder["1"], "means.csv")).Should().BeFalse();
        Directory.GetFiles(_folder["2"], "mlb*2*", SearchOption.AllDirectories).Should().NotBeEmpty();
        Directory.GetFiles(_folder["2"], "*mlb*baseline*1.csv", SearchOption.AllDirectories).Should().BeEmpty("that head is the other part's");

        ComparisonMerge.Run([_folder["1"], _folder["2"]], _folder["all"], TestContext.Current.CancellationToken).Should().Be(3 + 2);
        var log = new List<string>();
        HeadMapsResult joined = Run("all", small, log);
        log.Should().BeEmpty("nothing is left to do");
        Values(joined).Should().Equal(Values(whole));
        File.ReadAllText(Path.Combine(_folder["all"], "means.csv")).Length.Should().BePositive();

        string RowsIn(string folder) => Path.Combine(_folder[folder], "kinds", "mlb-single-2", "rows.csv");
        (string rows, string other) = (RowsIn("2"), RowsIn("all"));
        File.WriteAllText(rows, File.ReadAllText(rows).Replace("attention,", "attention,other-", StringComparison.Ordinal));
        string before = File.ReadAllText(other);
        FluentActions.Invoking(() => ComparisonMerge.Run([_folder["1"], _folder["2"]], _folder["all"], default))
            .Should().Throw<UcamException>().WithMessage("*same cell, and differ*");
        File.ReadAllText(other).Should().Be(before);

        static IEnumerable<(string, string, string, double)> Values(HeadMapsResult result) =>
            from row in result.Doubt.Concat(result.Fidelity)
            from value in row.Row.Values
            where value.Key != DoubtMetrics.Seconds
            select ($"{row.Cell}", $"{row.Row.Map} {row.Row.Sample}", value.Key, value.Value);
    }

    [Fact]
    public void Heads_of_photographs_are_asked_about_photographs_that_people_do_not_agree_about()
    {
        using var data = new TemporaryFolder();
        SmallArchive.WriteAmbiguous(data, SmallArchive.Mixed);
        HeadMapsRecipe photos = Single with
        {
            Maps = ["full-grad", "full-grad-regions"],
            Heads = Single.Heads with { Data = Recipe.Heads.Data with { Set = "photos", QuestionsPerPicture = 4 } },
        };
        HeadMapsResult result = Run("photos", photos, backbone: "photos", data: data.Path);
        result.Doubt.Select(row => row.Row.Map).Should().Equal("full-grad", "full-grad-regions", "random", "centre", "oracle-grid", "oracle");
        result.Doubt.Should().OnlyContain(row => double.IsFinite(row.Row.Values[DoubtMetrics.Repairable]));
        HeadMapsReport.Text(photos, result).Should().Contain("Photos-Doubt, seed 1").And.NotContain("Scenes");
    }

    [Fact]
    public void A_map_of_features_by_region_takes_the_regions_of_the_picture_and_metrics_make_it_again()
    {
        HeadMapsRecipe small = Single with { Subset = 1, Maps = ["doubt-layer-cam", "doubt-layer-cam-regions"] };
        HeadMapsRow[] rows = [.. Run("regions", small).Doubt];
        double Of(string map, string metric) => rows.Single(row => row.Row.Map == map).Row.Values[metric];
        // The same gradients; the regions are of 128 by 128 pixels and not of 4 by 4 cells.
        Of("doubt-layer-cam-regions", DoubtMetrics.Passes).Should().Be(Of("doubt-layer-cam", DoubtMetrics.Passes));
        Of("doubt-layer-cam-regions", "shapley_rank").Should().NotBe(Of("doubt-layer-cam", "shapley_rank"));
        Of("doubt-layer-cam", "repeatability").Should().BeApproximately(1, 1e-6, "one network without dropout draws nothing");
        Of("doubt-layer-cam-regions", "repeatability").Should().BeApproximately(1, 1e-6);
        rows.Should().OnlyContain(row => row.Row.Values.ContainsKey("input_stability"));
    }

    [Fact]
    public void Another_recipe_needs_another_folder()
    {
        HeadMapsRecipe small = Single with { Maps = ["attention"] };
        Run("a", small);
        FluentActions.Invoking(() => Run("a", small with { Seed = 2 })).Should().Throw<UcamException>().WithMessage("*other settings*--run*");
    }

    [Theory]
    [InlineData("seeds: [1]", "sources has 'ensemble', which is made of all seeds; give at least 2.")]
    [InlineData("data: {set: nlvr}", "heads.data must have the set scenes or photos, whose causes of doubt are known.")]
    public void A_recipe_that_cannot_be_measured_says_why(string heads, string why) =>
        FluentActions.Invoking(() => YamlFile.Parse<HeadMapsRecipe>($"name: x\nheads: {{name: y, {heads}}}\n", "r.yaml"))
            .Should().Throw<UcamException>().WithMessage("r.yaml: " + why);

    [Fact]
    public void A_map_of_losses_is_refused() =>
        FluentActions.Invoking(() => YamlFile.Parse<HeadMapsRecipe>("name: x\nmaps: [u-cam]\nheads: {name: y}\n", "r.yaml"))
            .Should().Throw<UcamException>().WithMessage("r.yaml: maps has 'u-cam', which needs a variance head*");
}
