using Ucam.Studies.MapBenchmark;
using Ucam.Studies.MapBenchmark.Doubt;
using Ucam.Studies.Reports;

namespace Ucam.Studies.Tests.MapBenchmark.Doubt;

public sealed class DoubtBenchmarkTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private DoubtBenchmarkOptions Options => new() { Folder = _folder["run"], Maps = ["hires-cam", "occlusion"], Subset = 1 };

    private static IReadOnlyList<MapRow> Run(KnownDoubtSubject subject, DoubtBenchmarkOptions options) =>
        new DoubtBenchmarkRun(subject, options).Run(TestContext.Current.CancellationToken);

    private static double Mean(IEnumerable<MapRow> rows, string map, string metric) =>
        DoubtSummary.Mean(rows.Where(row => row.Map == map), metric, 1).Mean;

    private static double Taken(IEnumerable<MapRow> rows, string map) => DoubtSummary.TakenAway(rows.Where(row => row.Map == map), 1).Mean;

    [Fact]
    public void True_maps_of_doubt_score_what_the_truth_scores_and_the_references_less()
    {
        using var subject = new KnownDoubtSubject();
        IReadOnlyList<MapRow> rows = Run(subject, Options);
        rows.Select(row => row.Map).Distinct().Should()
            .Equal("hires-cam", "occlusion", "occlusion~answer", "random", "centre", "own-cells", "own-objects", "oracle-grid", "oracle");
        foreach (string map in new[] { "hires-cam", "own-cells", "own-objects", "oracle", "oracle-grid" })
        {
            Mean(rows, map, DoubtMetrics.RankAccuracy).Should().Be(1);
            Mean(rows, map, "pointing").Should().Be(1);
            Mean(rows, map, "sign").Should().Be(1);
            Mean(rows, map, "mass_accuracy").Should().BeApproximately(1, 1e-6);
            Taken(rows, map).Should().BeApproximately(1, 1e-6, "a tenth of the pixels is all six");
            // Where nothing that matters is hard the model's own doubt is empty.
            Mean(rows, map, DoubtMetrics.Control).Should().Be(map.StartsWith("own", StringComparison.Ordinal) ? double.NaN : 0,
                "the bright pixels that do not matter have none of it");
        }
        Taken(rows, "occlusion").Should().BeGreaterThan(0.3);
        foreach (string map in new[] { "random", "centre" })
        {
            Mean(rows, map, DoubtMetrics.RankAccuracy).Should().BeLessThan(0.6);
            Taken(rows, map).Should().BeLessThan(0.5);
            Mean(rows, map, "repair_area").Should().BeGreaterThan(Mean(rows, "oracle", "repair_area"));
        }
    }

    [Fact]
    public void A_map_that_marks_every_bright_pixel_is_told_from_one_that_knows_which_matter()
    {
        const string bright = "bright-pixels";
        if (ExplanationMethods.All.All(entry => entry.Name != bright))
            ExplanationMethods.Add(new ExplanationEntry(bright, "Bright pixels", "a test", _ => new Bright()) { Unit = _ => "" });
        using var subject = new KnownDoubtSubject();
        IReadOnlyList<MapRow> rows = Run(subject, Options with { Maps = [bright] });
        Mean(rows, bright, DoubtMetrics.RankAccuracy).Should().BeApproximately(0.5, 1e-9, "half of what is bright matters");
        Mean(rows, bright, DoubtMetrics.Control).Should().BeGreaterThan(1);
        Mean(rows, bright, "control_shift").Should().BeGreaterThan(1);
        Mean(rows, bright, "planted_shift").Should().BeGreaterThan(1);
    }

    [Fact]
    public void Metrics_that_rerun_are_measured_on_the_subset_and_costs_are_counted()
    {
        using var subject = new KnownDoubtSubject();
        MapRow[] own = [.. Run(subject, Options).Where(row => row.Map == "hires-cam")];
        own[0].Values.Keys.Should().BeEquivalentTo(DoubtMetrics.Names);
        own[1].Values.Keys.Should().NotContain(["repeatability", "input_stability"]);
        own[0].Values["repeatability"].Should().BeApproximately(1, 1e-9, "it draws nothing");
        own.Should().OnlyContain(row => row.Values[DoubtMetrics.Seconds] > 0 && row.Values[DoubtMetrics.Passes] >= 1);
    }

    [Fact]
    public void Finished_maps_are_not_repeated_and_another_benchmark_s_folder_is_refused()
    {
        using KnownDoubtSubject subject = new(), other = new() { Fingerprint = "other" };
        IReadOnlyList<MapRow> first = Run(subject, Options);
        int loads = subject.Loads;
        Run(subject, Options).Should().BeEquivalentTo(first, o => o.WithStrictOrdering());
        subject.Loads.Should().Be(loads);
        File.Delete(Path.Combine(_folder["run"], "maps", "occlusion.csv"));
        Run(subject, Options);
        subject.Loads.Should().Be(loads + subject.Count);
        ((Action)(() => Run(other, Options))).Should().Throw<UcamException>().WithMessage("*other settings*--run*");
        ((Action)(() => Run(subject, Options with { Source = DoubtSource.Dropout }))).Should().Throw<UcamException>();
    }

    [Fact]
    public void Nothing_is_left_behind()
    {
        using var subject = new KnownDoubtSubject();
        Run(subject, Options with { Folder = _folder["first"] });
        long before = Tensors.Live;
        Run(subject, Options);
        Tensors.Live.Should().Be(before);
    }

    [Fact]
    public void The_share_that_is_taken_away_is_a_ratio_of_sums()
    {
        MapRow[] rows = [Row(fall: 1, repairable: 1), Row(fall: 0, repairable: 3)];
        DoubtSummary.TakenAway(rows, 1).Mean.Should().Be(0.25);
        DoubtSummary.TakenAway([rows[0], rows[0]], 1).Should().Be(new Ucam.Metrics.MeanInterval(1, 1, 1));
        DoubtSummary.TakenAway(rows, 1).Low.Should().Be(0);
        DoubtSummary.TakenAway([], 1).Mean.Should().Be(double.NaN);
    }

    [Fact]
    public void The_report_names_every_map_metric_and_kind()
    {
        using var subject = new KnownDoubtSubject();
        string text = DoubtBenchmarkReport.Text(DoubtBenchmarkReport.Notes(subject.Description, Options), Run(subject, Options), 1);
        text.Should().Contain("| HiResCAM | doubt | 1.000").And.Contain("| Occlusion, of the answer | answer or loss |")
            .And.Contain("| True map | reference |");
        foreach (DoubtMetric metric in DoubtMetrics.All) text.Should().Contain(metric.Info.Title).And.Contain(metric.Info.Definition);
    }

    [Fact]
    public void Metrics_have_names_of_their_own() => DoubtMetrics.Names.Should().OnlyHaveUniqueItems();

    private static MapRow Row(double fall, double repairable) => new("map", "1", new Dictionary<string, double>
    { [DoubtMetrics.Fall] = fall, [DoubtMetrics.Repairable] = repairable });

    private sealed class Bright : ExplanationMethod
    {
        public override string Name => "bright-pixels";

        public override TorchSharp.torch.Tensor Explain(ExplanationContext context) => context.Picture.squeeze(1) - 0.1f + 1e-6f;
    }
}
