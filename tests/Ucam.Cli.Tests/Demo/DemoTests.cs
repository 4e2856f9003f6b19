using System.Text.RegularExpressions;

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
        result.Out.Should().MatchRegex(@"espresso\?  \[coffee\]\s+! Unknown words: flavour, espresso[^\n]*\n +cat [^\n]*guessing[^\n]*\n( +[^\n]*\n)? +doubt 1\.94 nats, not parted into data and model");
        // Each answer says how likely it is right, or why that is not known.
        Regex.Count(result.Out, @"(?m)( right with [a-z0-9 ]+ %: )|(^ +not known how likely it is right: )").Should().Be(11);
        string[] files = [.. Directory.EnumerateFiles(_folder.File("out")).Select(f => Path.GetFileName(f)!)];
        files.Where(f => f.EndsWith(".card.png", StringComparison.Ordinal)).Should().HaveCount(11);
        files.Where(f => f.EndsWith(".attention.png", StringComparison.Ordinal)).Should().HaveCount(11);
        files.Where(f => f.EndsWith(".certainty.png", StringComparison.Ordinal)).Should().HaveCount(11);
        files.Should().Contain("report.html");
        result.Out.Split('\n').Should().OnlyContain(line => line.Length <= 160);
    }

    [Fact]
    public void A_picture_that_cannot_be_written_ends_it_in_one_line_and_leaves_whole_files_alone()
    {
        Directory.CreateDirectory(_folder.File("out", "01-scene-colour.png"));
        CliResult result = Cli.Run("demo", "--out", _folder.File("out"));
        result.Code.Should().Be(ExitCode.Failure);
        result.Error.Should().MatchRegex(@"^ucam: Cannot write '[^']*01-scene-colour\.png': it is a folder; give a file name\.\n$");
        foreach (string file in Directory.GetFiles(_folder.File("out")))
        {
            Path.GetExtension(file).Should().BeOneOf([".png", ".html"], "nothing that is half written stays behind");
            if (Path.GetExtension(file) == ".png") Picture.Load(file).Width.Should().BePositive();
        }
    }

    public void Dispose() => _folder.Dispose();
}
