using System.Text.RegularExpressions;

namespace Ucam.Tests.Basics;

/// <summary>A range stands in a property's documentation and in its attribute: both must say the same.</summary>
public partial class RangeDocumentationTests
{
    [Fact]
    public void A_documented_range_is_the_one_that_is_checked()
    {
        var seen = from file in SourceTree.Sources(Repository.At("src"))
                   from Match setting in Declared().Matches(File.ReadAllText(file))
                   let told = Told().Matches(setting.Groups["text"].Value).FirstOrDefault()
                   where told is not null
                   select (Where: $"{Path.GetFileName(file)} {setting.Groups["name"].Value}", Told: Numbers(told),
                       Checked: Numbers(setting));
        seen.Should().HaveCountGreaterThan(25);
        seen.Where(s => s.Told != s.Checked).Should().BeEmpty();
    }

    private static (string, string) Numbers(Match range) => (Plain(range.Groups["from"].Value), Plain(range.Groups["to"].Value));

    private static string Plain(string number) => number.Replace(",", "").Replace("_", "").Replace('−', '-');

    [GeneratedRegex(@"(?<text>(?:    ///[^\n]*\n)+)    \[(?:\w+(?:\([^)]*\))?, )*From\((?<from>[-\d._]+), (?<to>[-\d._]+)\)\]\n"
        + @"    public [^\n]*? (?<name>\w+) \{")]
    private static partial Regex Declared();

    [GeneratedRegex(@"(?<from>[-−]?\d[\d,.]*) to (?<to>[-−]?\d(?:[\d,.]*\d)?)")]
    private static partial Regex Told();
}
