using Ucam.Studies.Comparison;
using Ucam.Vqa.Features.Safetensors;
using Ucam.Vqa.Runs;
using static TorchSharp.torch;

namespace Ucam.Studies.Tests.Comparison;

public sealed class ComparisonMergeTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private static (string Metric, double Value)[] Metrics =>
        [.. MetricCatalog.Own.Where(metric => !metric.OfSome).Select(metric => (metric.Info.Name, 0.5))];

    // A part with a finished cell of each of some seeds.
    private string Part(string name, params int[] seeds) => Part(name, state => state, seeds);

    private string Part(string name, Func<CompareState, CompareState> with, params int[] seeds)
    {
        string part = _folder[name];
        foreach (string folder in new[] { "rows", "curves", "weights" }) Directory.CreateDirectory(Path.Combine(part, folder));
        with(State()).Begin(part);
        foreach (int seed in seeds)
        {
            CompareRows.Write(RowsOf(name, seed), [Cells.Row("scenes", "mlb", "baseline", seed, Metrics)]);
            CellCurvesFile.Write(Path.Combine(part, "curves"), Cells.Curves("scenes", "mlb", "baseline", seed));
            using Tensor weight = ones(3);
            SafetensorsWriter.Write(Path.Combine(part, "weights", $"w.{seed}.safetensors"), new Dictionary<string, string>(), [("w", weight)]);
        }
        return part;
    }

    private static CompareState State(string fingerprint = "f", string method = "", string input = "i") => new("tiny", fingerprint)
    {
        Methods = new Dictionary<string, string> { ["mlb"] = method },
        Variants = new Dictionary<string, string> { ["baseline"] = "" },
        Inputs = new Dictionary<string, string> { ["backbone"] = input },
    };

    private string RowsOf(string part, int seed) => Path.Combine(_folder[part], "rows", $"scenes.mlb.baseline.{seed}.csv");

    private int Merge(params string[] parts) => ComparisonMerge.Run(parts, _folder["all"], TestContext.Current.CancellationToken);

    private string Refused(params string[] parts)
    {
        string message = ((Action)(() => Merge(parts))).Should().Throw<UcamException>().Which.Message;
        message.Should().NotContain("\n");
        Directory.Exists(_folder["all"]).Should().BeFalse("nothing is written before all was compared");
        return message;
    }

    private string[] Joined() => [.. Directory.GetFiles(_folder["all"], "*", SearchOption.AllDirectories)
        .Select(file => Path.GetRelativePath(_folder["all"], file).Replace('\\', '/')).Order(StringComparer.Ordinal)];

    [Fact]
    public void The_finished_pieces_of_all_parts_are_copied_and_nothing_else()
    {
        string[] parts = [Part("a", 1), Part("b", 2, -3)];
        foreach (string other in new[] { "rows/x.txt", "rows/.hidden.csv", "rows/y.json", "weights/w.pt", "curves/z.csv", "id_rsa", "report.html" })
            File.WriteAllText(Path.Combine(parts[0], other), "other");
        Merge(parts).Should().Be(3);
        Joined().Should().Equal("comparison.json", "curves/scenes.mlb.baseline.-3.json", "curves/scenes.mlb.baseline.1.json",
            "curves/scenes.mlb.baseline.2.json", "rows/scenes.mlb.baseline.-3.csv", "rows/scenes.mlb.baseline.1.csv",
            "rows/scenes.mlb.baseline.2.csv", "weights/w.-3.safetensors", "weights/w.1.safetensors", "weights/w.2.safetensors");
        File.ReadAllBytes(RowsOf("all", 2)).Should().Equal(File.ReadAllBytes(RowsOf("b", 2)));
        File.ReadAllText(Path.Combine(_folder["all"], "comparison.json")).Should().Be(File.ReadAllText(Path.Combine(parts[0], "comparison.json")));
        Merge(Part("c", 4)).Should().Be(4, "more may be joined later");
    }

    [Theory]
    [InlineData("rows")]
    [InlineData("weights")]
    [InlineData("kinds")]
    [InlineData("kinds/one")]
    public void A_linked_folder_in_a_part_is_refused(string link)
    {
        string part = Part("a", 1), outside = Part("outside", 2);
        string at = Path.Combine(part, link);
        if (Directory.Exists(at)) Directory.Delete(at, recursive: true);
        Directory.CreateDirectory(Path.GetDirectoryName(at)!);
        Directory.CreateSymbolicLink(at, outside);
        Refused(part).Should().Be($"{at} is a link, which may lead out of the part; put what it leads to in its place, or remove it.");
    }

    [Theory]
    [InlineData("rows/secret.csv")]
    [InlineData("curves/secret.json")]
    [InlineData("weights/secret.safetensors")]
    [InlineData("comparison.json")]
    public void A_linked_file_in_a_part_is_refused(string link)
    {
        string part = Part("a", 1), at = Path.Combine(part, link), outside = _folder.Write("outside", "secret");
        File.Delete(at);
        File.CreateSymbolicLink(at, outside);
        Refused(part).Should().StartWith($"{at} is a link");
    }

    [Fact]
    public void Parts_that_differ_are_refused_before_anything_is_written_and_named()
    {
        string a = Part("a", 1);
        Refused(a, Part("f", _ => State(fingerprint: "g"), 2)).Should().Be($"{_folder["f"]} and {a} are of different comparisons; parts have the "
            + "same recipe.");
        Refused(a, Part("m", _ => State(method: "own"), 2)).Should().Be($"{_folder["m"]} and {a} were made with a different method 'mlb'; give "
            + "'ucam merge' parts that were made alike, or run one of them again in a new folder.");
        Refused(a, Part("i", _ => State(input: "j"), 2)).Should().Contain("were made with a different input 'backbone'");
        File.WriteAllText(Path.Combine(Part("d", 3), "comparison.json"), "{");
        Refused(a, _folder["d"]).Should().Be($"{_folder["d"]}: holds a damaged comparison.json; copy the part anew, or leave it out.");
        Directory.CreateDirectory(_folder["none"]);
        Refused(a, _folder["none"]).Should().Contain("none holds no comparison");
    }

    [Fact]
    public void A_refused_merge_leaves_a_folder_that_is_there_as_it_was()
    {
        Merge(Part("a", 1));
        string[] before = Joined();
        string state = File.ReadAllText(Path.Combine(_folder["all"], "comparison.json"));
        string b = Part("b", _ => State(input: "j"), 2);
        FluentActions.Invoking(() => Merge(b)).Should().Throw<UcamException>()
            .WithMessage($"{b} and {_folder["all"]} were made with a different input*");
        Joined().Should().Equal(before);
        File.ReadAllText(Path.Combine(_folder["all"], "comparison.json")).Should().Be(state);
    }

    [Fact]
    public void A_pipe_among_the_pieces_is_refused_before_anything_is_written()
    {
        string part = Part("a", 1), pipe = NamedPipe.Make(Path.Combine(part, "rows", "scenes.mlb.baseline.9.csv"));
        Refused(part).Should().Be($"{pipe} cannot be read: it is a device or a pipe; give a file; delete it, and its part runs it again.");
    }

    [Fact]
    public void A_folder_that_another_process_works_in_is_neither_written_to_nor_read()
    {
        string part = Part("a", 1);
        using (RunFolder.Hold(part))
            Refused(part).Should().Be($"{part}: another process works in this folder; wait until it is done, or leave it out.");
        Merge(part);
        using (RunFolder.Hold(_folder["all"]))
            FluentActions.Invoking(() => Merge(Part("b", 2))).Should().Throw<UcamException>()
                .WithMessage($"{_folder["all"]}: another process works in this folder; wait until it is done, or give a --out of its own.");
        Joined().Should().NotContain("rows/scenes.mlb.baseline.2.csv");
        Merge(_folder["b"]).Should().Be(2);
        Joined().Should().NotContain(".lock");
    }

    public static TheoryData<string, Func<string, string>, string> Cuts => new()
    {
        { "header only", text => text[..(text.IndexOf('\n') + 1)], "has no row of its cell (scenes.mlb.baseline.2)" },
        { "another cell", text => text.Replace("mlb,baseline,2", "mlb,baseline,7", StringComparison.Ordinal), "has no row of its cell" },
        { "two cells", text => $"{text}scenes,mlb,baseline,7{text[(text.IndexOf("baseline,2", StringComparison.Ordinal) + 10)..]}",
            "has a row of another cell (scenes.mlb.baseline.7)" },
        { "the last columns", text => string.Concat(text.TrimEnd('\n').Split('\n').Select(line => $"{string.Join(',', line.Split(',')[..9])}\n")),
            "has no column '" },
        { "the end", text => text[..^1], "the file was cut off here" },
        { "all", _ => "", "it is empty" },
    };

    [Theory]
    [MemberData(nameof(Cuts))]
    public void Rows_that_are_not_those_of_their_cell_are_refused(string what, Func<string, string> cut, string mention)
    {
        string[] parts = [Part("a", 1), Part("b", 2)];
        string rows = RowsOf("b", 2);
        File.WriteAllText(rows, cut(File.ReadAllText(rows)));
        Refused(parts).Should().Contain(rows, what).And.Contain(mention).And.EndWith("; delete it, and its part runs it again.");
    }

    [Fact]
    public void Weights_and_curves_that_were_cut_are_refused()
    {
        string part = Part("a", 1), weights = Path.Combine(part, "weights", "w.1.safetensors"),
            curves = Path.Combine(part, "curves", "scenes.mlb.baseline.1.json");
        byte[] whole = File.ReadAllBytes(weights);
        File.WriteAllBytes(weights, whole[..^1]);
        Refused(part).Should().Contain(weights).And.EndWith("; delete it, and its part runs it again.");
        File.WriteAllBytes(weights, whole);
        string text = File.ReadAllText(curves);
        File.WriteAllText(curves, text[..(text.Length / 2)]);
        Refused(part).Should().Contain(curves).And.EndWith("; delete it, and its part runs it again.");
        File.WriteAllText(curves, text.Replace("\"seed\":1", "\"seed\":2", StringComparison.Ordinal));
        Refused(part).Should().Contain($"{curves} holds what belongs into scenes.mlb.baseline.2.json");
    }

    [Theory]
    [InlineData("map,sample,x\n", "has no rows of maps")]
    [InlineData("map,sample,x\none,1,2\n", "has 1 of 2 samples")]
    [InlineData("map,sample,x\none,1,2\none,2,3", "was cut off at its end")]
    [InlineData("map,sample,x\none,1,2\ntwo,2,3\n", "holds what belongs into two.csv")]
    [InlineData("map,sample,y\none,1,2\none,2,3\n", "has other columns than")]
    public void Tables_of_maps_that_were_cut_are_refused(string text, string mention)
    {
        string part = Part("a"), maps = Path.Combine(part, "maps");
        Directory.CreateDirectory(maps);
        File.WriteAllText(Path.Combine(maps, "0.csv"), "map,sample,x\n0,1,2\n0,2,3\n");
        string one = Path.Combine(maps, "one.csv");
        File.WriteAllText(one, text);
        Refused(part).Should().Contain(one).And.Contain(mention).And.EndWith("; delete it, and its part runs it again.");
        File.WriteAllText(one, "map,sample,x\none,1,2\none,2,3\n");
        Merge(part).Should().Be(2);
    }

    [Fact]
    public void A_kind_s_table_in_which_a_map_has_fewer_rows_is_refused()
    {
        string part = Part("a"), kind = Path.Combine(part, "kinds", "one"), table = Path.Combine(kind, "rows.csv");
        Directory.CreateDirectory(kind);
        State().Begin(kind);
        File.WriteAllText(table, "map,sample,x\na,1,2\na,2,3\nb,1,2\n");
        Refused(part).Should().Contain($"{table} has fewer rows of one map than of others");
        File.AppendAllText(table, "b,2,4\n");
        Merge(part).Should().Be(1);
        Joined().Should().Equal("comparison.json", "kinds/one/comparison.json", "kinds/one/rows.csv");
    }
}
