namespace Ucam.Cli.Tests.Demo;

public sealed class DemoTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void The_demo_answers_about_scenes_and_photographs_and_writes_what_a_person_opens()
    {
        CliResult result = Cli.Run("demo", "--out", _folder.File("out"));
        result.Code.Should().Be(ExitCode.Success, result.Error);
        result.Out.Should().Contain("[scene-colour]").And.Contain("[scene-blurred]").And.Contain("[cat]").And.Contain("[coffee]");
        result.Out.Should().Contain("people said").And.Contain("! Unknown words: flavour, espresso");
        result.Out.Should().Contain("11 questions answered");
        // The words the model never saw come first, and no part of the doubt is laid to people or training.
        result.Out.Should().MatchRegex(@"espresso\?  \[coffee\]\s+! Unknown words: flavour, espresso[^\n]*\n +cat \(48 ?%\), guessing: doubt 1\.94 nats, not parted into data and model");
        string[] files = [.. Directory.EnumerateFiles(_folder.File("out")).Select(f => Path.GetFileName(f)!)];
        files.Where(f => f.EndsWith(".card.png", StringComparison.Ordinal)).Should().HaveCount(11);
        files.Where(f => f.EndsWith(".attention.png", StringComparison.Ordinal)).Should().HaveCount(11);
        files.Where(f => f.EndsWith(".ucam.png", StringComparison.Ordinal)).Should().HaveCount(11);
        files.Should().Contain("report.html");
        result.Out.Split('\n').Should().OnlyContain(line => line.Length <= 160);
    }

    public void Dispose() => _folder.Dispose();
}
