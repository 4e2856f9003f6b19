namespace Ucam.Cli.Tests.Explain;

public sealed class ExplainBenchmarkTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private string[] Arguments(params string[] more) =>
        ["explain", "--benchmark", "--count", "2", "--subset", "1", "--pictures", "60", "--maps", "grad-cam,u-cam", "--run", _folder.File("run"),
            .. more];

    [Fact]
    public void A_vqa_model_s_maps_are_measured_and_not_measured_again()
    {
        string[] arguments = Arguments("--model", TinyInputs.Model(_folder));
        CliResult result = Cli.Run(arguments);
        result.Code.Should().Be(ExitCode.Success, result.Error);
        result.Error.Should().Contain("map 4/4 centre");
        File.ReadAllLines(_folder.File("run", "rows.csv")).Should().HaveCount(1 + 4 * 2);
        string report = File.ReadAllText(_folder.File("run", "report.md"));
        report.Should().Contain("VQA model 'tiny' on scenes-test").And.Contain("| U-CAM |").And.Contain("Spearman, people");
        CliResult again = Cli.Run(arguments);
        again.Error.Should().NotContain("map ");
        File.ReadAllText(_folder.File("run", "report.md")).Should().Be(report);
    }

    [Theory]
    [InlineData("scenes", "grad-cam,u-cam")]
    [InlineData("scenes-doubt", "attention,doubt")]
    public void Maps_measured_in_parts_are_joined(string set, string maps)
    {
        string[] Line(string run, params string[] more) => ["explain", "--benchmark", "--count", "2", "--subset", "0", "--set", set,
            "--model", set == "scenes" ? TinyInputs.Model(_folder) : "scenes", "--maps", maps, "--run", _folder.File(run),
            .. set == "scenes" ? new[] { "--pictures", "60" } : [], .. more];
        for (int part = 1; part <= 2; part++)
        {
            CliResult measured = Cli.Run(Line($"part{part}", "--shard", $"{part}/2"));
            measured.Code.Should().Be(ExitCode.Success, measured.Error);
            measured.Out.Should().StartWith($"shard {part}/2 is done: ");
            File.Exists(_folder.File($"part{part}", "rows.csv")).Should().BeFalse();
        }
        Cli.Run("merge", _folder.File("part1"), _folder.File("part2"), "--out", _folder.File("all")).Code.Should().Be(ExitCode.Success);
        Cli.Run(Line("all")).Error.Should().NotContain("map ");
        Cli.Run(Line("whole"));
        Names("all").Should().Equal(Names("whole"));

        IEnumerable<string> Names(string run) => File.ReadLines(_folder.File(run, "rows.csv")).Select(line => string.Join(',', line.Split(',')[..2]));
    }

    [Fact]
    public void A_plain_classifier_is_trained_and_its_maps_are_measured()
    {
        CliResult result =
            Cli.Run("explain", "--benchmark", "--classifier", "--training-pictures", "16", "--count", "1", "--subset", "0", "--maps", "grad-cam",
            "--run", _folder.File("run"));
        result.Code.Should().Be(ExitCode.Success, result.Error);
        File.ReadAllText(_folder.File("run", "report.md")).Should().Contain("plain classifier").And.NotContain("Spearman, people");
        Directory.GetFiles(_folder.File("run"), "classifier.*.safetensors").Should().ContainSingle();
    }

    [Fact]
    public void Maps_of_doubt_are_measured_where_the_doubt_s_source_is_known()
    {
        CliResult result = Cli.Run("explain", "--benchmark", "--model", "scenes", "--set", "scenes-doubt", "--count", "2", "--subset", "0", "--maps",
            "doubt,attention", "--source", "dropout", "--passes", "2", "--run", _folder.File("run"));
        result.Code.Should().Be(ExitCode.Success, result.Error);
        File.ReadAllLines(_folder.File("run", "rows.csv")).Should().HaveCount(1 + 8 * 2);
        File.ReadAllText(_folder.File("run", "report.md")).Should().Contain("on Scenes-Doubt, seed 1")
            .And.Contain("| Doubt at the attention | doubt |")
            .And.Contain("2 passes with dropout");
    }

    [Fact]
    public void A_model_that_does_not_doubt_more_where_it_is_hard_is_refused() =>
        Cli.Run("explain", "--benchmark", "--model", TinyInputs.Model(_folder), "--set", "scenes-doubt", "--count", "3", "--maps", "attention",
            "--run", _folder.File("run")).ShouldRefuse(ExitCode.Failure, "make the model doubt", "lower --count");

    [Theory]
    [InlineData("--model")]
    [InlineData("--maps")]
    [InlineData("--seed")]
    public void A_recipe_says_all_that_is_measured(string option)
    {
        string recipe = _folder.File("maps.yaml");
        File.WriteAllText(recipe, "name: x\nsources: [single]\nheads: {name: y}\n");
        Cli.Run("explain", "--benchmark", "--recipe", recipe, option, "1", "--run", _folder.File("run"))
            .ShouldRefuse(ExitCode.Usage, "--recipe", option);
    }

    [Fact]
    public void A_recipe_runs_in_parts()
    {
        string recipe = _folder.File("maps.yaml");
        File.WriteAllText(recipe, "name: x\nsources: [single]\nheads: {name: y, methods: [mlb], seeds: [1]}\n");
        // There is one kind of network, so that the second part has nothing to do.
        CliResult second = Cli.Run("explain", "--benchmark", "--recipe", recipe, "--run", _folder.File("run"), "--shard", "2/2");
        (second.Code, second.Error).Should().Be((ExitCode.Success, ""));
        second.Out.Should().Contain("shard 2/2 is done");
        Cli.Run("explain", "--benchmark", "--recipe", recipe, "--run", _folder.File("run"), "--shard", "3/2")
            .ShouldRefuse(ExitCode.Usage, "--shard is '3/2'");
    }

    [Fact]
    public void A_recipe_of_heads_of_photographs_needs_them_and_one_of_drawn_scenes_takes_none()
    {
        string photos = _folder.Write("photos.yaml", "name: x\nheads: {name: y, data: {set: photos}, backbone: photos, seeds: [1, 2]}\n");
        string scenes = _folder.Write("scenes.yaml", "name: x\nheads: {name: y, seeds: [1, 2]}\n"), run = _folder.File("run");
        Cli.Run("explain", "--benchmark", "--recipe", photos, "--run", run).ShouldRefuse(ExitCode.Usage, "the set photos-doubt needs --data");
        Cli.Run("explain", "--benchmark", "--recipe", scenes, "--run", run, "--data", _folder.Path)
            .ShouldRefuse(ExitCode.Usage, "--data goes with sets that are made of files", "scenes-doubt");
        Directory.Exists(run).Should().BeFalse();
    }

    [Theory]
    [InlineData("--recipe", "maps.yaml")]
    [InlineData("--count", "3")]
    [InlineData("--run", "maps")]
    [InlineData("--classifier")]
    public void What_is_of_a_benchmark_is_refused_beside_a_picture(params string[] option) =>
        Cli.Run(["explain", TinyInputs.Picture(_folder), "what is it?", "--model", TinyInputs.Model(_folder), .. option])
            .ShouldRefuse(ExitCode.Usage, $"{option[0]} goes with --benchmark.");

    [Fact]
    public void A_kind_of_network_that_is_none_is_told_which_there_are()
    {
        string recipe = _folder.Write("maps.yaml", "name: x\nsources: [sing]\nheads: {name: y}\n");
        Cli.Run("explain", "--benchmark", "--recipe", recipe, "--run", _folder.File("run"))
            .ShouldRefuse(ExitCode.Failure, "line 2: sources is 'sing'; it must be one of single, dropout, ensemble, laplace.");
    }

    [Fact]
    public void A_recipe_that_is_none_names_its_line()
    {
        string recipe = _folder.File("maps.yaml");
        File.WriteAllText(recipe, "name: x\nsource: [single]\n");
        Cli.Run("explain", "--benchmark", "--recipe", recipe, "--run", _folder.File("run")).ShouldRefuse(ExitCode.Failure, "line 2", "source");
    }

    [Fact]
    public void Stopped_it_keeps_the_finished_maps_and_goes_on_with_the_others()
    {
        string[] arguments = Arguments("--model", TinyInputs.Model(_folder));
        using var stop = new CancellationTokenSource();
        using var errors = new StopAt("map 1/4", stop);
        CliResult stopped = Cli.Run(arguments, "", errors, stop.Token);
        stopped.Code.Should().Be(ExitCode.Interrupted);
        stopped.Error.Should().Contain("finished maps").And.Contain("goes on");
        Directory.GetFiles(_folder.File("run", "maps")).Should().ContainSingle();
        Cli.Run(arguments).Error.Should().Contain("map 3/3");
    }

    [Fact]
    public void Another_seed_needs_another_folder()
    {
        string model = TinyInputs.Model(_folder);
        Cli.Run(Arguments("--model", model)).Code.Should().Be(ExitCode.Success);
        CliResult other = Cli.Run(Arguments("--model", model, "--seed", "2"));
        other.Code.Should().Be(ExitCode.Failure);
        other.Error.Should().Contain("other settings").And.Contain("--run");
    }
}
