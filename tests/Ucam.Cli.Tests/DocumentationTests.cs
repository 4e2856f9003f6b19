using System.Text;
using System.Text.RegularExpressions;

namespace Ucam.Cli.Tests;

/// <summary>The written pages hang together.</summary>
public sealed partial class DocumentationTests
{
    public static TheoryData<string> Pages =>
        ["README.md", "bench/README.md",
            .. Files("docs").Where(file => Path.GetExtension(file) == ".md").Select(Relative).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Pages))]
    public void Every_relative_link_leads_to_a_file_and_its_heading(string page)
    {
        string path = Path.Combine(Repository.Root, page);
        Links(File.ReadAllText(path)).Where(link => !Exists(path, link)).Should().BeEmpty();
    }

    [Fact]
    public void Every_page_that_code_or_a_recipe_names_exists()
    {
        var files = new[] { "src", "recipes", "samples", "bench" }.SelectMany(Files)
            .Where(file => Path.GetExtension(file) is ".cs" or ".yaml" && !Built().IsMatch(Relative(file)));
        var named = from file in files
                    from Match match in Named().Matches(File.ReadAllText(file))
                    where !File.Exists(Path.Combine(Repository.Root, match.Value))
                    select $"{Relative(file)}: {match.Value}";
        named.Should().BeEmpty();
    }

    [Theory]
    [InlineData("## Read me: what it _says_", "#read-me-what-it-_says_")]
    [InlineData("# Aleatoric & `epistemic`, σ²", "#aleatoric--epistemic-σ²")]
    [InlineData("# A\n\n## A", "#a-1")]
    public void Headings_have_the_anchors_that_GitHub_gives_them(string text, string anchor) => Anchors(text).Should().Contain(anchor[1..]);

    [Fact]
    public void Links_in_code_are_not_links() =>
        Links("[a](b.md) ![c](d.png \"title\") `[e](f)` <img src=\"g.png\">\n```\n[h](i)\n```\n[j](https://k)")
            .Should().Equal("b.md", "d.png", "g.png");

    private static IEnumerable<string> Links(string text) =>
        Link().Matches(Inline().Replace(Fence().Replace(text, ""), "")).Select(m => m.Groups[1].Value + m.Groups[2].Value)
            .Where(link => !Absolute().IsMatch(link));

    private static bool Exists(string page, string link)
    {
        string[] parts = link.Split('#', 2);
        string target = parts[0].Length == 0 ? page : Path.Combine(Path.GetDirectoryName(page)!, Uri.UnescapeDataString(parts[0]));
        if (parts.Length == 1) return Path.Exists(target);
        return File.Exists(target) && Anchors(File.ReadAllText(target)).Contains(Uri.UnescapeDataString(parts[1]));
    }

    private static HashSet<string> Anchors(string text)
    {
        HashSet<string> anchors = [];
        foreach (Match heading in Heading().Matches(Fence().Replace(text, "")))
        {
            string anchor = Slug(Link().Replace(heading.Groups[1].Value, m => m.Value[1..m.Value.IndexOf(']')])), own = anchor;
            for (int again = 1; !anchors.Add(own); again++) own = $"{anchor}-{again}";
        }
        return anchors;
    }

    private static string Slug(string heading)
    {
        var slug = new StringBuilder();
        foreach (char c in heading.Trim().ToLowerInvariant())
            if (char.IsLetterOrDigit(c) || char.IsNumber(c) || c is '-' or '_') slug.Append(c);
            else if (c == ' ') slug.Append('-');
        return slug.ToString();
    }

    private static IEnumerable<string> Files(string folder) =>
        Directory.EnumerateFiles(Path.Combine(Repository.Root, folder), "*", SearchOption.AllDirectories);

    private static string Relative(string file) => Path.GetRelativePath(Repository.Root, file).Replace('\\', '/');

    [GeneratedRegex(@"(?s)^```.*?^```", RegexOptions.Multiline)]
    private static partial Regex Fence();

    [GeneratedRegex(@"`[^`\n]*`")]
    private static partial Regex Inline();

    [GeneratedRegex(@"\[[^\]]*\]\(([^)\s]+)[^)]*\)|<(?:img|a)\b[^>]*\b(?:src|href)=""([^""]+)""")]
    private static partial Regex Link();

    [GeneratedRegex(@"^[a-z]+:", RegexOptions.IgnoreCase)]
    private static partial Regex Absolute();

    [GeneratedRegex(@"^#{1,6} +(.+)$", RegexOptions.Multiline)]
    private static partial Regex Heading();

    [GeneratedRegex(@"(^|/)(bin|obj)/")]
    private static partial Regex Built();

    [GeneratedRegex(@"\bdocs/[\w/.-]+\.md\b")]
    private static partial Regex Named();
}
