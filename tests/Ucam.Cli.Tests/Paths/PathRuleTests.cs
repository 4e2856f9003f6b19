using System.CommandLine;
using Ucam.Cli.Paths;

namespace Ucam.Cli.Tests.Paths;

public sealed class PathRuleTests : IDisposable
{
    /// <summary>Options and arguments whose texts are no paths; whatever is not here must say whether it is read or written.</summary>
    private static readonly string[] Texts =
    [
        "question", "shell", "format", "--part", "--split", "--set", "--device", "--resnet", "--layer", "--target", "--maps", "--colours", "--scores",
            "--input", "--features-of", "--mode",
        "--activation", "--decoding", "--source", "--backbone", "--address", "--token", "--host", "--chat", "--chat-model",
            "--chat-key", "--database", "--distributed", "--precision",
    ];

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_list_that_an_extraction_would_take_for_its_own_journal_is_refused_and_stays()
    {
        string picture = TinyInputs.Picture(_folder), list = _folder.Write("f.safetensors.partial.json", $"[\"{Path.GetFileName(picture)}\"]");
        Cli.Run("features", "extract", "--model", TinyInputs.Model(_folder), "--pictures", list, "--out", _folder.File("f.safetensors"))
            .ShouldRefuse(ExitCode.Usage, "would replace", "f.safetensors.partial.json");
        File.Exists(list).Should().BeTrue();
    }

    [Fact]
    public void Two_results_in_one_folder_by_two_names_are_refused()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "links need rights there");
        Directory.CreateDirectory(_folder.File("o"));
        Directory.CreateSymbolicLink(_folder.File("o2"), _folder.File("o"));
        Cli.Run("ask", TinyInputs.Picture(_folder), TinyInputs.Question, "--model", TinyInputs.Model(_folder), "--card", _folder.File("o", "k.png"),
            "--report",
            _folder.File("o2", "k.png"))
            .ShouldRefuse(ExitCode.Usage, "one file");
    }

    private static IEnumerable<Command> Commands(Command command) => command.Subcommands.SelectMany(Commands).Prepend(command);

    [Fact]
    public void Every_path_of_every_command_is_declared_as_read_or_written()
    {
        foreach (Command command in Commands(App.Create()))
        {
            foreach (Option option in command.Options.Where(o => o.ValueType == typeof(string) && o is not (IInputPath or OutputOption)))
                Texts.Should().Contain(option.Name, "{0} of '{1}' must be an InputOption, an OutputOption or a text", option.Name, command.Name);
            foreach (Argument argument in command.Arguments
                .Where(a => (a.ValueType == typeof(string) || a.ValueType == typeof(string[])) && a is not IInputPath))
                Texts.Should().Contain(argument.Name, "{0} of '{1}' must be an input or a text", argument.Name, command.Name);
        }
    }

    [Fact]
    public void An_output_that_is_an_input_is_refused_before_the_work_and_the_input_stays()
    {
        string picture = TinyInputs.Picture(_folder), model = TinyInputs.Model(_folder);
        string[] set = TinyInputs.Set(_folder, 4);
        string table = _folder.Write("q.csv", "image,question,prediction\ncat.png,what,red\n");
        (string Option, string Input, string[] Line)[] lines =
        [
            ("--card", picture, ["ask", picture, "what", "--model", model, "--card"]),
            ("--report", picture, ["ask", picture, "what", "--model", model, "--report"]),
            ("--report", model, ["ask", picture, "what", "--model", model, "--report"]),
            ("--out", picture, ["ask", picture, "what", "--model", model, "--out"]),
            ("--out", table, ["ask", "--data", table, "--model", model, "--out"]),
            ("--report", picture, ["ask", "--data", table, "--model", model, "--report"]),
            ("--report", model, ["eval", "--model", model, .. set, "--report"]),
            ("--decisions", table, ["review", table, "--decisions"]),
            ("--decisions", picture, ["review", "--data", table, "--model", model, "--decisions"]),
            ("--sheet", picture, ["explain", picture, "what", "--model", model, "--sheet"]),
            ("--table", model, ["explain", picture, "what", "--model", model, "--table"]),
            ("--out", model, ["features", "extract", "--model", model, "--pictures", _folder.Path, "--out"]),
            ("--out", picture, ["features", "extract", "--model", model, "--pictures", _folder.Path, "--out"]),
            ("--out", model, ["features", "import", "--hdf5", model, "--out"]),
            ("--hdf5", model, ["features", "export", "--features", model, "--hdf5"]),
            ("--out", set[1], ["eval", "--model", model, .. set, "--out"]),
            ("--metrics", set[5], ["eval", "--model", model, .. set, "--metrics"]),
            ("--out", model, ["calibrate", "--model", model, "--set", "scenes", "--out"]),
            ("--out", set[5], ["calibrate", "--model", model, .. set, "--out"]),
            ("--official", set[5], ["eval", "--model", model, .. set, "--official"]),
            ("--out", set[1], ["train", .. set, "--out"]),
            ("--out", set[5], ["model", "import", "--weights", model, "--vocabulary", set[5], "--out"]),
            ("--weights", model, ["model", "export", "--model", model, "--vocabulary", _folder.File("v.json"), "--weights"]),
            ("--list", set[1], ["data", "check", "vqa", set[1], set[5], set[3], "--list"]),
            ("--out", set[1], ["data", "show", "vqa", set[1], set[5], set[3], "--out"]),
            ("--out", Directory.GetFiles(set[3])[0], ["eval", "--model", model, .. set, "--out"]),
        ];
        foreach ((string option, string input, string[] line) in lines)
        {
            byte[] before = File.ReadAllBytes(input);
            Cli.Run([.. line, input]).ShouldRefuse(ExitCode.Usage, option, input, "which is read");
            File.ReadAllBytes(input).Should().Equal(before);
        }
    }

    [Fact]
    public void Links_to_an_input_are_the_input()
    {
        string picture = TinyInputs.Picture(_folder), model = TinyInputs.Model(_folder);
        File.CreateSymbolicLink(_folder.File("link.png"), picture);
        Directory.CreateSymbolicLink(_folder.File("alias"), _folder.Path);
        foreach (string other in new[] { _folder.File("link.png"), _folder.File("alias", "cat.png"), Path.Combine(_folder.Path, ".", "cat.png") })
            Cli.Run("ask", picture, "what", "--model", model, "--card", other).ShouldRefuse(ExitCode.Usage, "--card", other);
    }

    [Fact]
    public void A_sheet_folder_that_is_the_folder_of_the_pictures_is_refused()
    {
        TinyInputs.Picture(_folder, Path.Combine("pictures", "a.png"));
        Cli.Run("explain", _folder.File("pictures"), "what", "--model", TinyInputs.Model(_folder), "--sheet",
            _folder.File("pictures")).ShouldRefuse(ExitCode.Usage, "--sheet", "a.png");
    }

    [Theory]
    [InlineData("show", "--out", "qa.894.raw.train.txt")]
    [InlineData("check", "--list", "qa.csv")]
    public void Lines_and_tables_of_questions_in_a_folder_are_read_too(string command, string option, string name)
    {
        Directory.CreateDirectory(_folder.File("set"));
        string file = _folder.Write(Path.Combine("set", name), "what is on the table in the image1 ?\nbook\n");
        Cli.Run("data", command, "daquar", _folder.File("set"), option, file).ShouldRefuse(ExitCode.Usage, option, name);
        File.ReadAllText(file).Should().StartWith("what is on");
    }

    [Fact]
    public void Pictures_named_on_standard_input_are_read_too()
    {
        string picture = TinyInputs.Picture(_folder);
        Cli.Run(["ask", "-", "what", "--model", TinyInputs.Model(_folder), "--report", picture], picture + "\n",
            TestContext.Current.CancellationToken).ShouldRefuse(ExitCode.Usage, "--report", picture);
    }

    [Theory]
    [InlineData("explain", "--arrays")]
    [InlineData("extract", "--out")]
    public void Weights_that_an_ONNX_file_keeps_outside_are_read_too(string command, string option)
    {
        foreach (string name in new[] { "outside.onnx", "outside.bin" }) File.Copy(Repository.Fixture("onnx", name), _folder.File(name));
        string picture = TinyInputs.Picture(_folder, Path.Combine("pictures", "a.png")), weights = _folder.File("outside.bin");
        byte[] before = File.ReadAllBytes(weights);
        string[] line = command == "explain"
            ? ["explain", picture, "--sheet", _folder.File("s.png")] : ["features", "extract", "--pictures", _folder.File("pictures")];
        Cli.Run([.. line, "--onnx", _folder.File("outside.onnx"), option, weights]).ShouldRefuse(ExitCode.Usage, option, weights, "which is read");
        File.ReadAllBytes(weights).Should().Equal(before);
    }

    [Fact]
    public void Weights_outside_the_folder_of_an_ONNX_file_are_not_read()
    {
        // As long as the fixture's own name, so that nothing else of the file changes.
        byte[] model = File.ReadAllBytes(Repository.Fixture("onnx", "outside.onnx")), other = "../side.bin"u8.ToArray();
        for (int at; (at = model.AsSpan().IndexOf("outside.bin"u8)) >= 0;) other.CopyTo(model, at);
        Directory.CreateDirectory(_folder.File("in"));
        File.WriteAllBytes(_folder.File("in", "m.onnx"), model);
        File.Copy(Repository.Fixture("onnx", "outside.bin"), _folder.File("side.bin"));
        Cli.Run("explain", TinyInputs.Picture(_folder, "a.png"), "--onnx", _folder.File("in", "m.onnx")).ShouldRefuse(ExitCode.Failure, "escapes model directory");
    }

    [Fact]
    public void The_backbone_that_a_comparison_names_is_read_too()
    {
        string model = _folder.File("run", "weights", "mine.safetensors");
        Directory.CreateDirectory(_folder.File("run", "weights"));
        File.Copy(TinyInputs.Model(_folder), model);
        string recipe = _folder.Write("tiny.yaml", $"name: tiny\nmethods: [saaa]\nvariants: [baseline, aul]\nseeds: [1]\nbackbone: {model}\n");
        Cli.Run("compare", "--recipe", recipe, "--run", _folder.File("run")).ShouldRefuse(ExitCode.Usage, "--run", model, "which is read");
    }

    [Fact]
    public void Two_results_cannot_be_one_file() =>
        Cli.Run("ask", TinyInputs.Picture(_folder), "what", "--model", TinyInputs.Model(_folder), "--card", _folder.File("x.png"), "--report",
            _folder.File("x.png")).ShouldRefuse(ExitCode.Usage, "--card and --report are one file");
}
