using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;

namespace Ucam.Tests;

/// <summary>The rules of the source tree: who may use whom, how long a file may be, and what the library leaves to the tool.</summary>
public partial class ArchitectureTests
{
    private const int MaximumLines = 250;

    private static readonly string[] Folders =
        ["Imaging", "Text", "Metrics", "Datasets", "Features", "Models", "Uncertainty", "Certainty", "Explanations", "Training", "Evaluation", "Reports"];

    private static readonly string[] RootForAll =
    [
        "UcamException", "OutputRefusedException", "AtomicFile", "CsvText", "FileIdentity", "FileKind", "FileProblem", "Leftovers", "Utf8File", "FileHash", "JsonProblem", "RealPath", "CallGuard", "ComputeThreads",
        "Answer", "AnswerCandidate", "Familiarity",
    ];
    private static readonly string[] UsesWholeRoot = ["Evaluation", "Reports"];
    private static readonly string Source = Path.GetFullPath(Path.Combine(Here(), "..", "..", "src"));
    private static readonly string Library = Path.Combine(Source, "Ucam");

    private static IEnumerable<(string Name, string Folder, string Code)> LibraryFiles => Files(Library).Select(file =>
    {
        string name = Path.GetRelativePath(Library, file).Replace('\\', '/');
        return (name, name.Contains('/') ? name[..name.IndexOf('/')] : "", WithoutText(File.ReadAllText(file)));
    });

    [Fact]
    public void A_folder_uses_only_folders_to_its_left()
    {
        var wrong = from file in LibraryFiles
                    where file.Folder != ""
                    from used in FolderName().Matches(file.Code).Select(match => match.Groups[1].Value).Distinct()
                    where Array.IndexOf(Folders, used) > Array.IndexOf(Folders, file.Folder)
                    select $"{file.Name} uses {used}";
        wrong.Should().BeEmpty();
    }

    [Fact]
    public void Every_folder_has_a_place_in_the_order() =>
        LibraryFiles.Select(file => file.Folder).Where(folder => folder != "").Distinct().Should().BeSubsetOf(Folders);

    [Fact]
    public void Namespaces_follow_folders()
    {
        var wrong = from file in LibraryFiles
                    let folder = file.Name.Contains('/') ? "." + file.Name[..file.Name.LastIndexOf('/')].Replace('/', '.') : ""
                    where !file.Code.Contains($"namespace Ucam{folder};")
                    select file.Name;
        wrong.Should().BeEmpty();
    }

    [Fact]
    public void Folders_use_only_the_shared_types_of_the_root()
    {
        string[] root = [.. LibraryFiles.Where(file => file.Folder == "").SelectMany(file => TypeName().Matches(file.Code).Select(match => match.Groups[1].Value)).Distinct()];
        root.Should().Contain(RootForAll);
        string[] reserved = [.. root.Except(RootForAll)];
        var wrong = from file in LibraryFiles
                    where file.Folder != "" && !UsesWholeRoot.Contains(file.Folder)
                    from type in reserved
                    where Regex.IsMatch(file.Code, $@"(?<![\w.])(?:Ucam\.)?{type}(?!\w)")
                    select $"{file.Name} uses {type}";
        wrong.Should().BeEmpty();
    }

    [Fact]
    public void The_library_has_no_console_and_no_web()
    {
        var wrong = from file in LibraryFiles
                    where Regex.IsMatch(file.Code, @"(?<![\w.])(?:System\.)?Console\s*\.|Spectre\.Console|Microsoft\.AspNetCore")
                    select file.Name;
        wrong.Should().BeEmpty();
    }

    [Fact]
    public void No_source_file_is_longer_than_250_lines() =>
        Files(Source).Where(file => File.ReadLines(file).Count() > MaximumLines).Select(file => Path.GetRelativePath(Source, file)).Should().BeEmpty();

    [Fact]
    public void Text_and_comments_are_not_taken_for_code()
    {
        WithoutText("a // Ucam.Reports\n/// <see cref=\"Ucam.Reports\"/>\nb /* Ucam.Reports */ \"x\\\"Ucam.Reports\" \"\"\"\nUcam.Reports\"\"\" @\"Ucam.Reports\\\" '\"' c")
            .Should().NotContain("Ucam").And.Contain("a").And.Contain("b").And.EndWith("c");
        FolderName().Matches("using Ucam.Text; Ucam.Reports.X y; using Other.Ucam.Models;").Select(m => m.Groups[1].Value).Should().Equal("Text", "Reports");
    }

    private static IEnumerable<string> Files(string folder) => Directory.EnumerateFiles(folder, "*.cs", SearchOption.AllDirectories)
        .Where(file => !Regex.IsMatch(Path.GetRelativePath(folder, file), @"(^|[\\/])(bin|obj)[\\/]")).Order(StringComparer.Ordinal);

    private static string WithoutText(string code) => Text().Replace(code, match => match.Value.StartsWith('/') ? "" : "\"\"");

    private static string Here([CallerFilePath] string source = "") => Path.GetDirectoryName(source)!;

    [GeneratedRegex(@"(?<![\w.])Ucam\.([A-Z]\w*)")]
    private static partial Regex FolderName();

    [GeneratedRegex(@"(?m)^(?:public|internal)\s[^;{(=]*?\b(?:class|record|struct|interface|enum)\s+(?:struct\s+|class\s+)?(\w+)")]
    private static partial Regex TypeName();

    [GeneratedRegex("//[^\n]*|/\\*.*?\\*/|\"\"\".*?\"\"\"|@\"(?:[^\"]|\"\")*\"|\"(?:[^\"\\\\\n]|\\\\.)*\"|'(?:[^'\\\\\n]|\\\\.)+'", RegexOptions.Singleline)]
    private static partial Regex Text();
}
