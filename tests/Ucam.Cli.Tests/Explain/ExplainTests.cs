using Ucam.Cli.Explain;
using Ucam.Vqa.Features.Safetensors;

namespace Ucam.Cli.Tests.Explain;

public sealed class ExplainTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly string _model, _picture;

    public ExplainTests() => (_model, _picture) = (TinyInputs.Model(_folder), TinyInputs.Picture(_folder));

    public void Dispose() => _folder.Dispose();

    private CliResult Explain(params string[] more) =>
        Cli.Run(["explain", _picture, TinyInputs.Question, "--model", _model, "--sheet", _folder.File("sheet.png"), .. more]);

    [Fact]
    public void Maps_come_as_a_sheet_with_their_numbers_and_the_words()
    {
        CliResult result = Explain();
        result.Code.Should().Be(ExitCode.Success, result.Error);
        result.Error.Should().BeEmpty();
        result.Lines[0].Should().MatchRegex("^tiny, the model's answer “(red|blue|yes|no)” \\(logit\\)$");
        foreach (string map in new[] { "attention", "evidence", "counter-evidence", "doubt-layer-cam" })
            result.Out.Should().MatchRegex($@"(?m)^ *{map} +8×8 ");
        foreach (string word in new[] { "what", "colour", "ball" }) result.Out.Should().MatchRegex($@"(?m)^ *{word} ");
        result.Lines[^1].Should().Be("sheet: " + _folder.File("sheet.png"));
        Picture sheet = Picture.Load(_folder.File("sheet.png"));
        (sheet.Width, sheet.Height > 600).Should().Be((5 * 260 - 20 + 72, true));
    }

    [Fact]
    public void What_gave_and_took_the_doubt_is_told_and_how_well_a_map_keeps_its_sum()
    {
        CliResult result = Explain("--maps", "evidence-path,evidence");
        result.Code.Should().Be(ExitCode.Success, result.Error);
        result.Out.Should().Contain("nats with neither picture nor question").And.MatchRegex(@"(?m)^ *words: what ")
            .And.MatchRegex(@"(?m)^ *evidence-path adds up to within 0\.\d+ %\r?$").And.NotContain("evidence adds up");
    }

    [Fact]
    public void All_maps_are_in_the_arrays_and_the_table()
    {
        (string arrays, string table) = (_folder.File("new", "maps.safetensors"), _folder.File("new", "maps.csv"));
        CliResult result = Explain("--maps", "all", "--metrics", "--arrays", arrays, "--table", table);
        result.Code.Should().Be(ExitCode.Success, result.Error);
        result.Error.Should().MatchRegex("^ucam: --maps all leaves out attention-rollout, gradient-attention: they need a transformer")
            .And.MatchRegex(@"(?m)^ucam: \d+ maps take about .*: [\d,]+ forward passes of this model, .* each; Ctrl-C keeps ");
        string[] names = [.. ExplanationMethods.All.Where(entry => !entry.NeedsLayerAttentions).Select(entry => entry.Name)];
        using SafetensorsFile file = SafetensorsFile.Open(arrays);
        file.Entries.Select(entry => entry.Name).Should().BeEquivalentTo(names.Select(name => $"cat.{name}"));
        file.Entry("cat.grad-cam").Shape.Should().Equal(8, 8);
        file.Entry("cat.rise").Shape.Should().Equal(32, 32);
        file.Metadata["cat.grad-cam.unit"].Should().Be("logit");
        string[] lines = File.ReadAllLines(table);
        lines[0].Should().Be("picture,model,target,map,unit,rows,columns,lowest,highest,gini,deletion,insertion");
        lines.Skip(1).Select(line => line.Split(',')[^9]).Should().Equal(names);
    }

    [Fact]
    public void What_is_stopped_keeps_the_maps_that_are_finished()
    {
        using var stop = new CancellationTokenSource();
        using var errors = new StopAt("ucam: 3 maps take", stop);
        (string arrays, string table) = (_folder.File("new", "maps.safetensors"), _folder.File("new", "maps.csv"));
        string[] line = ["explain", _picture, TinyInputs.Question, "--model", _model, "--sheet", _folder.File("sheet.png"), "--maps",
            "rise,attention,occlusion", "--arrays", arrays, "--table", table];
        CliResult nothing = Cli.Run(line, "", errors, stop.Token);
        nothing.Code.Should().Be(ExitCode.Interrupted);
        nothing.Error.Should().Contain("interrupted");
        Directory.GetFiles(_folder.Path, "*", SearchOption.AllDirectories).Should().NotContain(file => file.EndsWith("sheet.png") || file == arrays);

        using var later = new CancellationTokenSource();
        ExplainResult result = Run(later, share => { if (share > 0.01) later.Cancel(); });
        result.Maps.Select(map => map.Entry.Name).Should().Equal("attention");
        result.Stopped.Should().Be("stopped after 1 of 3 maps");
        var writer = new ExplainWriter(new ExplainFiles(_folder.File("part.png"), arrays, table), several: false, new ExplainSettings());
        writer.Add(result);
        writer.Finish();
        Picture.Load(_folder.File("part.png")).Width.Should().Be(3 * 260 - 20 + 72);
        File.ReadAllLines(table).Should().HaveCount(2);
        using SafetensorsFile file = SafetensorsFile.Open(arrays);
        file.Entries.Select(entry => entry.Name).Should().Equal("cat.attention");
    }

    // The maps of the same picture, with progress that may stop it.
    private ExplainResult Run(CancellationTokenSource stop, Action<double> progress)
    {
        using var model = new ExplainableVqa(_model, TinyInputs.Question, [_picture]);
        var settings = new ExplainSettings { Maps = [.. new[] { "rise", "attention", "occlusion" }.Select(ExplanationMethods.Find)] };
        return new ExplainRun(model, settings, new Told(progress), stop.Token).Explain(_picture, Picture.Load(_picture));
    }

    private sealed class Told(Action<double> report) : IProgress<double>
    {
        public void Report(double value) => report(value);
    }

    [Fact]
    public void A_map_of_next_to_nothing_says_so()
    {
        CliResult result = Explain("--maps", "hires-cam,attention");
        result.Code.Should().Be(ExitCode.Success, result.Error);
        // The features' length is taken off before they are used, so that features and gradient stand at right angles.
        result.Lines.Should().Contain("next to nothing to see in hires-cam");
    }

    [Fact]
    public void Spread_says_how_well_passes_agree()
    {
        CliResult result = Explain("--maps", "grad-cam,attention", "--spread", "3", "--arrays", _folder.File("maps.safetensors"));
        result.Code.Should().Be(ExitCode.Success, result.Error);
        result.Out.Should().Contain("agreement").And.Contain("deviation");
        using SafetensorsFile file = SafetensorsFile.Open(_folder.File("maps.safetensors"));
        file.Entries.Select(entry => entry.Name)
            .Should().BeEquivalentTo("cat.grad-cam", "cat.grad-cam.mean", "cat.grad-cam.deviation", "cat.attention", "cat.attention.mean",
            "cat.attention.deviation");
    }

    [Theory]
    [InlineData("blue", "“blue” (logit)")]
    [InlineData("red~no", "“red” rather than “no” (logit)")]
    [InlineData("aleatoric", "aleatoric uncertainty (nats)")]
    [InlineData("epistemic", "epistemic uncertainty (nats)")]
    [InlineData("predictive", "predictive uncertainty (nats)")]
    public void Other_targets_are_explained(string target, string said)
    {
        CliResult result = Explain("--target", target, "--maps", "grad-cam,integrated-gradients");
        result.Code.Should().Be(ExitCode.Success, result.Error);
        result.Lines[0].Should().Be("tiny, " + said);
    }

    [Fact]
    public void The_same_seed_gives_the_same_bytes_and_colours_and_contours_others()
    {
        byte[] Sheet(params string[] more)
        {
            Explain(["--maps", "rise,smooth-grad", "--seed", "4", "--arrays", _folder.File("a.safetensors"), .. more]).Code.Should()
                .Be(ExitCode.Success);
            return File.ReadAllBytes(_folder.File("sheet.png"));
        }
        byte[] once = Sheet(), arrays = File.ReadAllBytes(_folder.File("a.safetensors"));
        Sheet().Should().Equal(once);
        File.ReadAllBytes(_folder.File("a.safetensors")).Should().Equal(arrays);
        Sheet("--colours", "cividis").Should().NotEqual(once);
        Sheet("--contours").Should().NotEqual(once);
    }

    [Fact]
    public void A_folder_gives_a_sheet_each_and_goes_on_after_a_broken_picture()
    {
        foreach (string name in new[] { "a.png", "c.png" }) TinyInputs.Picture(_folder, Path.Combine("many", name));
        _folder.Write(Path.Combine("many", "b.png"), "no picture");
        CliResult result =
            Cli.Run("explain", _folder.File("many"), TinyInputs.Question, "--model", _model, "--sheet", _folder.File("sheets"), "--table",
            _folder.File("t.csv"), "--maps", "grad-cam");
        result.Code.Should().Be(ExitCode.Failure);
        result.Error.Should().Contain("b.png");
        Directory.GetFiles(_folder.File("sheets")).Select(Path.GetFileName).Order().Should().Equal("a.png", "c.png");
        File.ReadAllLines(_folder.File("t.csv")).Should().HaveCount(3);
    }

    [Fact]
    public void Layers_are_listed_and_can_be_chosen()
    {
        CliResult layers = Cli.Run("explain", "--layers", "--model", _model);
        layers.Code.Should().Be(ExitCode.Success);
        layers.Lines.Should().Contain("backbone").And.Contain("variance");
        Explain("--layer", "head._imageProjection", "--maps", "grad-cam").Code.Should().Be(ExitCode.Success);
        Cli.Run("explain", "--layers", "--resnet", "resnet18").Lines.Should().Contain(["conv1", "layer4", "layer4.1.conv2", "fc"]);
    }

    [Fact]
    public void What_the_model_lacks_is_refused_and_nothing_is_written()
    {
        Explain("--target", "purple").ShouldRefuse(ExitCode.Usage, "--target", "'purple'");
        Explain("--target", "red~purple").ShouldRefuse(ExitCode.Usage, "'purple'");
        Explain("--target", "red~red").ShouldRefuse(ExitCode.Usage, "red~red", "name two that differ");
        Explain("--layer", "nowhere").ShouldRefuse(ExitCode.Usage, "nowhere");
        Cli.Run("explain", _folder.File("none.png"), TinyInputs.Question, "--model", _model, "--sheet", _folder.File("sheet.png"))
            .ShouldRefuse(ExitCode.Failure,
            "none.png");
        File.Exists(_folder.File("sheet.png")).Should().BeFalse();
    }
}
