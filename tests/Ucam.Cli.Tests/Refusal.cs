namespace Ucam.Cli.Tests;

/// <summary>What every refusal of bad input must be: the right code, one line that names the place, no trace, nothing on standard output.</summary>
internal static class Refusal
{
    public static void ShouldRefuse(this CliResult result, int code, params string[] mentions)
    {
        result.Code.Should().Be(code, "the error was: {0}", result.Error);
        string[] lines = result.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        lines.Should().ContainSingle();
        lines[0].Should().StartWith("ucam: ").And.NotContain("   at ").And.NotContain("unexpected problem");
        foreach (string mention in mentions) lines[0].Should().Contain(mention);
        result.Out.Should().BeEmpty();
    }
}
