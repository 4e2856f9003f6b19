using System.Text.RegularExpressions;

namespace Ucam.Tests;

/// <summary>The rules of the source tree: who may use whom, how long a file and a line may be, and what the libraries leave to the tool.</summary>
public class ArchitectureTests
{
    private const int MostLines = 250;
    private const int MostColumns = 150;
    private const int MostPublicTypes = 130;

    // A folder uses those before it. A project's own files stand where "" does.
    private static readonly Dictionary<string, string[]> Folders = new()
    {
        ["Ucam"] = ["Basics", "Numbers", "Imaging", "Metrics", "Uncertainty", "Certainty", "Explanations"],
        ["Ucam.Vqa"] = ["Text", "Datasets", "Features", "Models", "Asking", "", "Training", "Evaluation", "Runs"],
        ["Ucam.Studies"] = ["Comparison", "Classifiers", "MapBenchmark", "Reports", "Trusting"],
        ["Ucam.Web"] = ["Hosting", "Page", "Asking", "Chat", "Explaining", "Runs", "Reviewing", ""],
        ["Ucam.Extensions.AI"] = ["Meaning", "Calls", "Probing", "Maps", "Judging", "", "Evaluating"],
    };

    // The same one level below; a folder's own files and those in its folders belong together.
    private static readonly Dictionary<string, string[]> Inner = new()
    {
        ["Ucam/Basics"] = ["Settings", "Libtorch"],
        ["Ucam/Uncertainty"] = ["Losses", "Estimators"],
        ["Ucam/Certainty"] = ["Signals", "Estimation"],
        ["Ucam/Explanations"] = ["Running", "Methods", "Doubt", "Faithfulness", "Onnx"],
        ["Ucam.Vqa/Datasets"] = ["Files", "Vqa", "Formats", "BuiltIn"],
        ["Ucam.Vqa/Features"] = ["Safetensors", "Hdf5"],
        ["Ucam.Vqa/Models"] = ["Backbones", "Heads", "Reference"],
        ["Ucam.Vqa/Training"] = ["Recipes", "Extraction", "Steps", "Ranks"],
        ["Ucam.Web/Reviewing"] = ["Sources"],
        ["Ucam.Studies/Comparison"] = ["Metrics", "Judging"],
        ["Ucam.Studies/MapBenchmark"] = ["Doubt", "Heads"],
        ["Ucam.Studies/Reports"] = ["Table", "Comparison", "Judging"],
    };

    private static readonly SourceTree Tree = new();

    private static readonly string Source = Repository.At("src");

    [Fact]
    public void A_folder_uses_only_folders_to_its_left()
    {
        var wrong = from file in Tree.Files
                    from use in Tree.Uses(file)
                    where use.Used.Project == file.Project && use.Used.Folder != file.Folder
                    let order = Folders[file.Project]
                    where Array.IndexOf(order, use.Used.Folder) > Array.IndexOf(order, file.Folder)
                    select $"{file.Name} uses {use.Type} of {use.Used.Name}";
        string.Join("\n", wrong).Should().BeEmpty();
    }

    [Fact]
    public void An_inner_folder_uses_only_those_to_its_left()
    {
        var wrong = from file in Tree.Files
                    where file.Inner != ""
                    from use in Tree.Uses(file)
                    where use.Used.Project == file.Project && use.Used.Folder == file.Folder && use.Used.Inner != "" && use.Used.Inner != file.Inner
                    let order = Inner[$"{file.Project}/{file.Folder}"]
                    where Array.IndexOf(order, use.Used.Inner) > Array.IndexOf(order, file.Inner)
                    select $"{file.Name} uses {use.Type} of {use.Used.Name}";
        string.Join("\n", wrong).Should().BeEmpty();
    }

    [Fact]
    public void Every_folder_has_a_place_in_the_order()
    {
        foreach (SourceFile file in Tree.Files)
        {
            Folders[file.Project].Should().Contain(file.Folder, file.Name);
            if (file.Inner != "") Inner[$"{file.Project}/{file.Folder}"].Should().Contain(file.Inner, file.Name);
        }
    }

    [Fact]
    public void What_is_public_is_in_its_packages_namespace_and_the_rest_follows_folders()
    {
        // Partial types lie in several files, one of which says that they are public.
        HashSet<(string, string)> shown =
            [.. Tree.Files.Where(file => file.IsPublic).SelectMany(file => file.Types.Select(type => (file.Project, type)))];
        var wrong = from file in Tree.Files
                    where file.Namespace.Length > 0
                    let asFolder = Regex.Replace(string.Join('.', file.Parts.SkipLast(1)), @"^Ucam\.Basics(\.Settings)?", "Ucam")
                    let isPublic = file.Types.Any(type => shown.Contains((file.Project, type)))
                    where file.Namespace != (isPublic ? file.Project : asFolder)
                    select file.Name;
        string.Join("\n", wrong).Should().BeEmpty();
    }

    [Fact]
    public void Ucam_and_its_VQA_part_show_at_most_130_types()
    {
        string[] shown = [.. Tree.Files.Where(file => file.Project is "Ucam" or "Ucam.Vqa")
            .SelectMany(file => SourceTree.PublicType().Matches(file.Code).Select(match => $"{file.Project} {match.Groups[1].Value}")).Distinct()];
        shown.Should().HaveCountLessThanOrEqualTo(MostPublicTypes).And.HaveCountGreaterThan(MostPublicTypes / 2);
    }

    [Fact]
    public void The_libraries_have_no_console_and_no_web()
    {
        var wrong = from file in Tree.Files
                    where file.Project != "Ucam.Web" && Regex.IsMatch(file.Code, @"(?<![\w.])(?:System\.)?Console\s*\.|Spectre\.Console|Microsoft\.AspNetCore")
                    select file.Name;
        string.Join("\n", wrong).Should().BeEmpty();
    }

    [Fact]
    public void No_source_file_is_longer_than_250_lines() =>
        SourceTree.Sources(Source).Where(file => File.ReadLines(file).Count() > MostLines).Should().BeEmpty();

    [Fact]
    public void No_line_is_wider_than_150_columns() =>
        string.Join("\n", SourceTree.Sources(Source).SelectMany(file => SourceTree.WideLines(file, MostColumns).Select(line => $"{file}:{line}")))
            .Should().BeEmpty();

    [Fact]
    public void A_file_is_opened_where_pipes_are_refused()
    {
        // A read of a pipe waits for whoever writes, and no signal ends it; libtorch's own files are no user's.
        string[] apart = [Path.Combine("Basics", "OrdinaryFile.cs"), Path.Combine("Basics", "Libtorch")];
        SourceTree.Sources(Source).Where(file => !apart.Any(part => file.Contains(part, StringComparison.Ordinal))
            && Regex.IsMatch(SourceTree.WithoutText(File.ReadAllText(file)), @"(?<!\w)File\.(OpenRead|OpenText|ReadAll\w+|ReadLines)(Async)?\("))
            .Should().BeEmpty();
    }

    [Fact]
    public void Text_and_comments_are_not_taken_for_code() =>
        SourceTree.WithoutText("a // Ucam.Reports\n/// <see cref=\"Ucam.Reports\"/>\nb /* Ucam.Reports */ \"x\\\"Ucam.Reports\" "
            + "\"\"\"\nUcam.Reports\"\"\" @\"Ucam.Reports\\\" '\"' c")
            .Should().NotContain("Ucam").And.Contain("a").And.Contain("b").And.EndWith("c");

    [Fact]
    public void Uses_of_a_type_are_found()
    {
        SourceFile model = Tree.Files.Single(file => file.Name == "Ucam.Vqa/VqaModel.Ask.cs");
        Tree.Uses(model).Select(use => use.Type).Should().Contain(["OpenedPicture", "Answer", "Picture"]).And.NotContain("VqaModel");
    }
}
