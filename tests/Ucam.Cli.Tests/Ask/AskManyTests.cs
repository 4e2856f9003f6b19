using System.Text.Json;

namespace Ucam.Cli.Tests.Ask;

public sealed class AskManyTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly string _model;

    public AskManyTests() => _model = TinyInputs.Model(_folder);

    public void Dispose() => _folder.Dispose();

    private string[] Line(string picture, params string[] more) => ["ask", picture, TinyInputs.Question, "--model", _model, "--passes", "2", .. more];

    private CliResult List(string input, params string[] more) => Cli.Run(Line("-", more), input, TestContext.Current.CancellationToken);

    [Fact]
    public void A_folder_s_pictures_are_answered_by_name()
    {
        foreach (string name in new[] { "b.png", "a.png", "c.jpg" }) TinyInputs.Picture(_folder, Path.Combine("photos", name));
        _folder.Write(Path.Combine("photos", "notes.txt"), "left out");
        CliResult result = Cli.Run(Line(_folder.File("photos"), "--json"));
        result.Code.Should().Be(ExitCode.Success);
        result.Lines.Select(l => JsonDocument.Parse(l).RootElement.GetProperty("picture").GetString())
            .Should().Equal(_folder.File("photos", "a.png"), _folder.File("photos", "b.png"), _folder.File("photos", "c.jpg"));
    }

    [Fact]
    public void A_list_on_standard_input_is_answered_in_its_order()
    {
        string a = TinyInputs.Picture(_folder, "a.png"), b = TinyInputs.Picture(_folder, "b.png");
        CliResult result = List($"{b}\n\n  {a}\n");
        result.Code.Should().Be(ExitCode.Success);
        result.Lines.Where(l => l.EndsWith(".png", StringComparison.Ordinal)).Should().Equal(b, a);
    }

    [Fact]
    public void One_bad_picture_is_named_and_the_others_are_answered()
    {
        string a = TinyInputs.Picture(_folder, "a.png"), bad = _folder.Write("bad.png", "no picture"), c = TinyInputs.Picture(_folder, "c.png");
        CliResult result = List($"{a}\n{bad}\n{c}", "--json", "--report", _folder.File("report.html"));
        result.Code.Should().Be(ExitCode.Failure);
        result.Error.Split('\n').Should().ContainSingle(line => line.StartsWith("ucam: ", StringComparison.Ordinal)).Which.Should().Contain(bad);
        result.Lines.Should().HaveCount(2);
        File.ReadAllText(_folder.File("report.html")).Should().Contain("a.png").And.Contain("c.png").And.NotContain("bad.png");
    }

    [Fact]
    public void If_every_picture_is_bad_no_report_is_written()
    {
        CliResult result = List(_folder.Write("bad.png", "no picture"), "--report", _folder.File("report.html"));
        result.ShouldRefuse(ExitCode.Failure, "bad.png");
        File.Exists(_folder.File("report.html")).Should().BeFalse();
    }

    [Fact]
    public void Pictures_of_one_name_get_files_of_their_own()
    {
        string[] pictures =
            [TinyInputs.Picture(_folder, Path.Combine("a", "cat.png"), 10), TinyInputs.Picture(_folder, Path.Combine("b", "cat.png"), 240),
            TinyInputs.Picture(_folder, "cat-2.png")];
        List(string.Join('\n', pictures), "--card", _folder.File("cards"), "--maps", _folder.File("maps")).Code.Should().Be(ExitCode.Success);
        _folder.Files.Where(f => f.StartsWith("cards", StringComparison.Ordinal)).Select(Path.GetFileName)
            .Should().BeEquivalentTo("cat.card.png", "cat-2.card.png", "cat-2-2.card.png");
        _folder.Files.Where(f => f.StartsWith("maps", StringComparison.Ordinal)).Should().HaveCount(9);
        File.ReadAllBytes(_folder.File("cards", "cat.card.png")).Should().NotEqual(File.ReadAllBytes(_folder.File("cards", "cat-2.card.png")));
    }

    [Fact]
    public void A_folder_with_one_picture_has_its_card_in_a_folder_too()
    {
        TinyInputs.Picture(_folder, Path.Combine("photos", "only.png"));
        Cli.Run(Line(_folder.File("photos"), "--card", _folder.File("cards"))).Code.Should().Be(ExitCode.Success);
        _folder.Files.Should().Contain(Path.Combine("cards", "only.card.png"));
    }

    [Fact]
    public void Ctrl_C_ends_with_130_and_leaves_whole_files()
    {
        string a = TinyInputs.Picture(_folder, "a.png");
        using var stop = new CancellationTokenSource();
        stop.Cancel();
        CliResult result = Cli.Run(Line("-", "--report", _folder.File("report.html")), $"{a}\n{a}", stop.Token);
        result.ShouldRefuse(ExitCode.Interrupted, "interrupted", "starts again");
        result.Error.Should().NotContain("--resume");
        File.Exists(_folder.File("report.html")).Should().BeFalse();
    }
}
