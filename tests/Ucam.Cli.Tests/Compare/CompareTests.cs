namespace Ucam.Cli.Tests.Compare;

public sealed class CompareTests : IDisposable
{
    private const string Settings = """
        name: tiny
        data: { set: scenes, train: 8, validation: 4, test: 4, questions_per_picture: 2 }
        methods: [saaa]
        variants: [baseline, a-gca]
        seeds: [1, 2]
        lstm: 6
        training: { uncertainty: { samples: 2 }, answers: 20, fit: { epochs: 1, batch: 8 } }
        evaluation: { passes: 2 }
        distanced_maps: 1
        """;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private string Recipe(string settings = Settings) => _folder.Write("tiny.yaml", settings + $"\nbackbone: {TinyInputs.Model(_folder)}\n");

    private CliResult Compare(string recipe, params string[] more) => Cli.Run(["compare", "--recipe", recipe, "--run", _folder.File("run"), .. more]);

    [Fact]
    public void A_comparison_ends_with_rows_and_a_report_and_is_not_repeated()
    {
        string recipe = Recipe(Settings + "\nlearning_rates: { saaa: 0.0025 }\nsizes: { saaa: { attention: 5 } }");
        CliResult result = Compare(recipe, "--workers", "2");
        result.Code.Should().Be(ExitCode.Success, result.Error);
        result.Error.Should().Contain("cell 4/4");
        File.ReadAllLines(_folder.File("run", "rows.csv")).Should().HaveCount(5);
        File.ReadAllText(_folder.File("run", "report.md")).Should().Contain("### Claim 3").And.Contain("Fewer than 5 seeds")
            .And.Contain("saaa: learning\\_rate 0.0025; saaa: attention 5");
        Compare(recipe).Error.Should().NotContain("cell ");
    }

    [Fact]
    public void The_report_alone_is_the_same_again_byte_for_byte()
    {
        string recipe = Recipe();
        Compare(recipe);
        string[] files = [_folder.File("run", "report.md"), _folder.File("run", "report.html")];
        byte[][] before = [.. files.Select(File.ReadAllBytes)];
        foreach (string file in files) File.Delete(file);
        Compare(recipe, "--report-only").Code.Should().Be(ExitCode.Success);
        for (int i = 0; i < files.Length; i++) File.ReadAllBytes(files[i]).Should().Equal(before[i]);
    }

    [Fact]
    public void A_report_without_rows_is_refused() => Compare(Recipe(), "--report-only").ShouldRefuse(ExitCode.Failure, "rows.csv");

    [Fact]
    public void A_recipe_that_is_missing_or_impossible_is_refused()
    {
        Compare(_folder.File("none.yaml")).ShouldRefuse(ExitCode.Usage, "none.yaml");
        Compare(Recipe(Settings.Replace("saaa", "sbbb", StringComparison.Ordinal))).ShouldRefuse(ExitCode.Failure, "sbbb");
        Directory.Exists(_folder.File("run")).Should().BeFalse();
    }

    [Fact]
    public void Photographs_must_be_given() =>
        Compare(Recipe(Settings.Replace("set: scenes", "set: photos", StringComparison.Ordinal))).ShouldRefuse(ExitCode.Usage, "--data");

    [Fact]
    public void No_workers_are_refused() => Compare(Recipe(), "--workers", "0").ShouldRefuse(ExitCode.Usage, "--workers");
}
