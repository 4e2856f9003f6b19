using Ucam.Studies.MapBenchmark;
using static TorchSharp.torch;

namespace Ucam.Studies.Tests.MapBenchmark;

public sealed class MapBenchmarkTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private MapBenchmarkOptions Options =>
        new()
        {
            Folder = _folder["run"],
            Maps = ["hires-cam", "occlusion"],
            Subset = 1,
            Grid = 4,
            Steps = 8,
            RoadShares = [0.25, 0.75],
            Sensitivities = 2,
            Squares = 20
        };

    private static IReadOnlyList<MapRow> Run(KnownSubject subject, MapBenchmarkOptions options) =>
        new MapBenchmarkRun(subject, options).Run(TestContext.Current.CancellationToken);

    private static double Mean(IEnumerable<MapRow> rows, string map, string metric) =>
        rows.Where(row => row.Map == map).Average(row => row.Values[metric]);

    [Fact]
    public void True_maps_lie_in_the_region_and_beat_the_references()
    {
        using var subject = new KnownSubject();
        IReadOnlyList<MapRow> rows = Run(subject, Options with { Subset = 0 });
        rows.Select(row => row.Map).Distinct().Should().Equal("hires-cam", "occlusion", "random", "centre");
        rows.Where(row => row.Map == "hires-cam").Select(row => row.Sample).Should().Equal("0", "1", "2");
        Mean(rows, "hires-cam", "region_energy").Should().BeApproximately(1, 1e-6);
        Mean(rows, "hires-cam", "pointing").Should().Be(1);
        Mean(rows, "hires-cam", "region_iou").Should().Be(1);
        Mean(rows, "hires-cam", "empty").Should().Be(0);
        foreach (string map in new[] { "hires-cam", "occlusion" })
        {
            Mean(rows, map, "deletion").Should().BeLessThan(Mean(rows, "random", "deletion"));
            Mean(rows, map, "insertion").Should().BeGreaterThan(Mean(rows, "random", "insertion"));
            Mean(rows, map, "road").Should().BeGreaterThan(Mean(rows, "random", "road"));
            Mean(rows, map, "region_emd").Should().BeLessThan(Mean(rows, "centre", "region_emd"));
        }
    }

    [Fact]
    public void A_folder_in_which_another_process_works_is_refused()
    {
        using var subject = new KnownSubject();
        Directory.CreateDirectory(_folder["run"]);
        using IDisposable held = Vqa.Runs.RunFolder.Hold(_folder["run"]);
        var run = () => Run(subject, Options);
        run.Should().Throw<UcamException>().WithMessage("*another process works in this folder*");
    }

    [Fact]
    public void Rerunning_metrics_are_measured_on_the_subset_and_people_where_they_are_known()
    {
        using var subject = new PlainSubject();
        IReadOnlyList<MapRow> rows = new MapBenchmarkRun(subject, Options with { Maps = ["hires-cam"] }).Run(TestContext.Current.CancellationToken);
        MapRow[] own = [.. rows.Where(row => row.Map == "hires-cam")];
        own[0].Values.Keys.Should().Contain(["infidelity", "sensitivity", "randomised", MapMetrics.Memory]);
        own[1].Values.Keys.Should().NotContain(["infidelity", "sensitivity", "randomised", MapMetrics.Memory]);
        own[0].Values["people_rank"].Should().Be(double.NaN);
        own.Should().OnlyContain(row => row.Values[MapMetrics.Seconds] > 0);
        MapRow random = rows.First(row => row.Map == "random");
        random.Values["randomised"].Should().BeApproximately(1, 1e-9, "it does not know the model");
    }

    private sealed class Blank : ExplanationMethod
    {
        public override string Name => "blank";

        public override Tensor Explain(ExplanationContext context) => zeros(context.Batch, 4, 4);
    }

    [Fact]
    public void A_map_that_shows_nothing_gets_no_credit_for_being_steady()
    {
        using var subject = new KnownSubject();
        using MapSample sample = subject.Load(0);
        CancellationToken stop = TestContext.Current.CancellationToken;
        RawMap map = subject.Explainer.Explain([new Blank()], sample.Inputs, cancellation: stop)[0][0];
        var probe = new MapProbe((subject.Explainer, subject.Blank), new Blank(), map, sample, Options, stop);
        probe.IsEmpty.Should().BeTrue();
        probe.Sensitivity().Should().Be(double.NaN);
        probe.Randomised().Should().Be(double.NaN);
    }

    [Fact]
    public void Finished_maps_are_not_repeated_and_a_missing_one_is_made_again()
    {
        using var subject = new KnownSubject();
        IReadOnlyList<MapRow> first = Run(subject, Options with { Subset = 0 });
        int loads = subject.Loads;
        Run(subject, Options with { Subset = 0 }).Should().BeEquivalentTo(first, o => o.WithStrictOrdering());
        subject.Loads.Should().Be(loads);
        File.Delete(Path.Combine(_folder["run"], "maps", "occlusion.csv"));
        IReadOnlyList<MapRow> again = Run(subject, Options with { Subset = 0 });
        subject.Loads.Should().Be(loads + subject.Count);
        again.Select(row => row.Values["deletion"]).Should().Equal(first.Select(row => row.Values["deletion"]));
    }

    [Theory]
    [InlineData(1, "it has 1 of the 3 rows of occlusion")]
    [InlineData(0, "it has no rows")]
    public void A_map_that_has_not_all_its_rows_is_refused(int rows, string mention)
    {
        using var subject = new KnownSubject();
        Run(subject, Options with { Subset = 0 });
        string map = Path.Combine(_folder["run"], "maps", "occlusion.csv");
        File.WriteAllLines(map, File.ReadAllLines(map)[..(1 + rows)]);
        ((Action)(() => Run(subject, Options with { Subset = 0 }))).Should().Throw<UcamException>()
            .WithMessage($"{map}: *{mention}; delete the file, and the same command makes it again.");
    }

    [Fact]
    public void Another_benchmark_s_folder_is_refused()
    {
        using KnownSubject subject = new(), other = new() { Fingerprint = "other" };
        Run(subject, Options with { Subset = 0 });
        ((Action)(() => Run(other, Options with { Subset = 0 }))).Should().Throw<UcamException>().WithMessage("*other settings*--run*");
        ((Action)(() => Run(subject, Options with { Subset = 0, Steps = 9 }))).Should().Throw<UcamException>();
    }

    [Fact]
    public void A_map_that_does_not_apply_is_refused()
    {
        using var subject = new KnownSubject();
        ((Action)(() => _ = new MapBenchmarkRun(subject, Options with { Maps = ["u-cam"] }))).Should().Throw<UcamException>()
            .WithMessage("*'u-cam'*");
        ((Action)(() => _ = new MapBenchmarkRun(subject, Options with { Maps = ["nothing"] }))).Should().Throw<UcamException>()
            .WithMessage("*'nothing'*");
    }

    [Fact]
    public void Nothing_is_left_behind()
    {
        using var subject = new KnownSubject();
        Run(subject, Options with { Folder = _folder["first"], Subset = 0 });
        long before = Tensors.Live;
        Run(subject, Options with { Subset = 0 });
        Tensors.Live.Should().Be(before);
    }

    [Fact]
    public void Metrics_have_names_of_their_own_and_a_definition() =>
        MapMetrics.All.Concat(MapMetrics.Costs).Should().OnlyHaveUniqueItems(metric => metric.Info.Name)
            .And.OnlyContain(metric => metric.Info.Definition.Length > 10);
}
