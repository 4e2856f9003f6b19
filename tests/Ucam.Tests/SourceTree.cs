using System.Text.RegularExpressions;

namespace Ucam.Tests;

/// <summary>A source file of a library: where it lies, what it declares and which of the libraries' types it uses.</summary>
internal sealed record SourceFile(string Name, string Namespace, string Code)
{
    public string[] Parts { get; } = Name.Split('/');

    /// <summary>The project's folder.</summary>
    public string Project => Parts[0];

    /// <summary>Its folder; empty for the project's own files.</summary>
    public string Folder => Parts.Length > 2 ? Parts[1] : "";

    /// <summary>The folder in that folder; empty for its own files.</summary>
    public string Inner => Parts.Length > 3 ? Parts[2] : "";

    public HashSet<string> Types { get; } = [.. SourceTree.TypeName().Matches(Code).Select(match => match.Groups[1].Value)];

    public bool IsPublic { get; } = SourceTree.PublicType().IsMatch(Code);
}

/// <summary>The libraries' sources, and who uses whom: types are found by their names where these can stand for a type.</summary>
internal sealed partial class SourceTree
{
    public static readonly string[] Projects = ["Ucam", "Ucam.Vqa", "Ucam.Studies", "Ucam.Web", "Ucam.Extensions.AI"];

    private readonly Dictionary<string, SourceFile[]> _declared;

    public SourceTree()
    {
        string source = Repository.At("src");
        Files = [.. Projects.SelectMany(project => Sources(Path.Combine(source, project))).Select(file => Read(source, file))];
        _declared = Files.SelectMany(file => file.Types.Select(type => (type, file))).GroupBy(entry => entry.type, entry => entry.file)
            .ToDictionary(group => group.Key, group => group.ToArray());
    }

    public IReadOnlyList<SourceFile> Files { get; }

    /// <summary>The files whose types a file uses, with the types' names.</summary>
    public IEnumerable<(SourceFile Used, string Type)> Uses(SourceFile file)
    {
        string[] seen = [.. Above(file.Namespace), .. Using().Matches(file.Code).Select(match => match.Groups[1].Value)];
        return from type in TypeUse().Matches(file.Code).Select(match => match.Groups[1].Success ? match.Groups[1].Value : match.Groups[2].Value)
            .Distinct()
               where _declared.ContainsKey(type) && !file.Types.Contains(type)
               from used in _declared[type]
               where seen.Contains(used.Namespace)
               select (used, type);
    }

    public static IEnumerable<string> Sources(string folder) => Directory.EnumerateFiles(folder, "*.cs", SearchOption.AllDirectories)
        .Where(file => !Regex.IsMatch(Path.GetRelativePath(folder, file), @"(^|[\\/])(bin|obj|buildTransitive)[\\/]")).Order(StringComparer.Ordinal);

    public static string WithoutText(string code) => Text().Replace(code, match => match.Value.StartsWith('/') ? "" : "\"\"");

    /// <summary>The numbers of a file's wider lines; a line of a raw text is as wide as its text.</summary>
    public static IEnumerable<int> WideLines(string file, int columns)
    {
        bool raw = false;
        foreach ((string line, int number) in File.ReadLines(file).Select((line, i) => (line, i + 1)))
        {
            int marks = Regex.Count(line, "\"\"\"");
            if (!raw && marks == 0 && line.Length > columns) yield return number;
            raw ^= marks % 2 == 1;
        }
    }

    private static SourceFile Read(string source, string file)
    {
        string code = WithoutText(File.ReadAllText(file));
        return new SourceFile(Path.GetRelativePath(source, file).Replace('\\', '/'), NamespaceName().Match(code).Groups[1].Value, code);
    }

    private static IEnumerable<string> Above(string name)
    {
        for (; name.Length > 0; name = name.Contains('.') ? name[..name.LastIndexOf('.')] : "") yield return name;
    }

    [GeneratedRegex(@"(?m)^(?:public|internal|file)\s[^;{(=]*?\b(?:class|record|struct|interface|enum)\s+(?:struct\s+|class\s+)?(\w+)")]
    public static partial Regex TypeName();

    [GeneratedRegex(@"(?m)^public\s[^;{(=]*?\b(?:class|record struct|record|struct|interface|enum)\s+(\w+)")]
    public static partial Regex PublicType();

    [GeneratedRegex(@"(?m)^namespace ([\w.]+);")]
    private static partial Regex NamespaceName();

    [GeneratedRegex(@"(?m)^using ([\w.]+);")]
    private static partial Regex Using();

    // A declaration, a static member, a generic argument, a cast, a base, a pattern or a constructor; a method of that name is none.
    [GeneratedRegex(@"(?<![\w.])([A-Z]\w*)(?=\s+[a-z_]\w*|\.|<|>|\[\]|\?|\)|\s*\{\s)|(?<=\bnew\s)([A-Z]\w*)")]
    private static partial Regex TypeUse();

    [GeneratedRegex("//[^\n]*|/\\*.*?\\*/|\"\"\".*?\"\"\"|@\"(?:[^\"]|\"\")*\"|\"(?:[^\"\\\\\n]|\\\\.)*\"|'(?:[^'\\\\\n]|\\\\.)+'",
        RegexOptions.Singleline)]
    private static partial Regex Text();
}
