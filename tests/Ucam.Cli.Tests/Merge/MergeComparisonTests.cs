using Ucam.Studies;

namespace Ucam.Cli.Tests.Merge;

public sealed class MergeComparisonTests : IDisposable
{
    private const string Settings = """
        name: tiny
        data: { set: scenes, train: 8, validation: 4, test: 4, questions_per_picture: 2 }
        methods: [saaa, mlb]
        variants: [baseline, a-gca]
        seeds: [1, 2]
        lstm: 6
        start: { epochs: 1, batch: 8 }
        training: { uncertainty: { samples: 2 }, answers: 20, fit: { epochs: 1, batch: 8 } }
        evaluation: { passes: 2 }
        distanced_maps: 1
        """;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private CliResult Compare(string recipe, string run, params string[] more) =>
        Cli.Run(["compare", "--recipe", recipe, "--run", _folder.File(run), .. more]);

    [Fact]
    public void Parts_that_are_joined_come_to_the_same_as_one_run()
    {
        string recipe = _folder.Write("tiny.yaml", $"{Settings}\nbackbone: {TinyInputs.Model(_folder)}\n");
        Compare(recipe, "whole", "--workers", "1").Code.Should().Be(ExitCode.Success);
        for (int part = 1; part <= 3; part++)
        {
            CliResult run = Compare(recipe, $"part{part}", "--shard", $"{part}/3", "--workers", "1");
            run.Code.Should().Be(ExitCode.Success, run.Error);
            run.Out.Should().StartWith($"shard {part}/3 is done: ");
            File.Exists(_folder.File($"part{part}", "rows.csv")).Should().BeFalse("the tables are of all cells");
        }
        // Four pairs of a method and a seed, with two variants each.
        Enumerable.Range(1, 3).Select(part => Directory.GetFiles(_folder.File($"part{part}", "rows")).Length).Should().Equal(4, 2, 2);
        CliResult joined = Cli.Run("merge", _folder.File("part2"), _folder.File("part1"), _folder.File("part3"), "--out", _folder.File("all"));
        joined.Out.Should().StartWith("8 finished pieces: ");
        CliResult report = Compare(recipe, "all");
        report.Code.Should().Be(ExitCode.Success, report.Error);
        report.Error.Should().NotContain("cell ");
        Untimed("all").Should().Equal(Untimed("whole"));
        File.ReadAllText(_folder.File("all", "learning.csv")).Should().Be(File.ReadAllText(_folder.File("whole", "learning.csv")));
    }

    private IEnumerable<string> Untimed(string run) => CompareRows.Read(_folder.File(run, "rows.csv")).Select(row =>
        $"{row.Method} {row.Variant} {row.Seed}: {string.Join(' ', row.Values.Where(value => value.Key is not ("train_seconds" or "questions_per_second")).Select(value => $"{value.Key}={value.Value}"))}");

    [Fact]
    public void What_cannot_be_joined_is_refused_and_nothing_is_written()
    {
        string recipe = _folder.Write("tiny.yaml", $"{Settings}\nbackbone: {TinyInputs.Model(_folder)}\n");
        Compare(recipe, "a", "--shard", "1/4");
        Compare(recipe, "b", "--shard", "1/4");
        Directory.CreateDirectory(_folder.File("none"));
        Cli.Run("merge", _folder.File("none"), "--out", _folder.File("o")).ShouldRefuse(ExitCode.Failure, "none holds no comparison");
        string[] rows = Directory.GetFiles(_folder.File("b", "rows"));
        // Run twice, a cell differs in its speed alone.
        Cli.Run("merge", _folder.File("a"), _folder.File("b"), "--out", _folder.File("same")).Code.Should().Be(ExitCode.Success);
        File.WriteAllText(rows[0], File.ReadAllText(rows[0]).Replace(",0.", ",1.", StringComparison.Ordinal));
        Cli.Run("merge", _folder.File("a"), _folder.File("b"), "--out", _folder.File("o")).ShouldRefuse(ExitCode.Failure, "are results of the same cell, and differ");
        Compare(_folder.Write("other.yaml", File.ReadAllText(recipe).Replace("passes: 2", "passes: 3", StringComparison.Ordinal)), "c", "--shard", "2/4");
        Cli.Run("merge", _folder.File("a"), _folder.File("c"), "--out", _folder.File("o")).ShouldRefuse(ExitCode.Failure, "are of different comparisons");
        Cli.Run("merge", _folder.File("a"), rows[0], "--out", _folder.File("o")).ShouldRefuse(ExitCode.Usage, "is no folder, as the other parts are");
        Directory.Exists(_folder.File("o")).Should().BeFalse();
        Cli.Run("merge", _folder.File("a"), "--out", _folder.File("a")).Code.Should().Be(ExitCode.Usage);
    }

    [Theory]
    [InlineData("--shard is '9/8'; it must be a part and their number, such as 2/8.", "--shard", "9/8")]
    [InlineData("--shard and --report-only do not go together", "--shard", "1/8", "--report-only")]
    public void A_part_that_is_none_is_refused(string message, params string[] more) =>
        Compare(_folder.Write("tiny.yaml", $"{Settings}\nbackbone: {TinyInputs.Model(_folder)}\n"), "run", more).ShouldRefuse(ExitCode.Usage, message);
}
