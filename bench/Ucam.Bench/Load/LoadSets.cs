using Ucam.Vqa;
using Ucam.Vqa.Datasets.Vqa;

namespace Ucam.Bench.Load;

/// <summary>The sets of <see cref="CountedSet"/> as files, and what each command is asked to do with them.</summary>
internal sealed class LoadSets : IDisposable
{
    private const string Question = "Is there a ball?";
    private const int Asked = 40, Explained = 20;
    private readonly TemporaryFolder _folder = new();
    private int _runs;

    public LoadSets()
    {
        foreach (IVqaSet set in new[] { CountedSet.Even(), CountedSet.Uneven() }) VqaExporter.Export(set, _folder.File("sets"), set.Name);
        foreach ((string name, int count) in new[] { ("asked", Asked), ("explained", Explained) })
        {
            Directory.CreateDirectory(_folder.File(name));
            foreach (string picture in Directory.EnumerateFiles(Pictures("even")).Order().Take(count))
                File.Copy(picture, Path.Combine(_folder.File(name), Path.GetFileName(picture)));
        }
    }

    /// <summary>Each command's name and its arguments for one more run, which writes files of its own.</summary>
    public IReadOnlyList<(string Name, Func<string[]> Arguments)> Commands =>
    [
        ("train even", () => Train("even")),
        ("train uneven", () => Train("uneven")),
        ("eval", () => ["eval", "--model", "scenes", .. Set("uneven")]),
        ("ask", () => ["ask", _folder.File("asked"), Question, "--model", "scenes", "--json"]),
        ("explain", () => ["explain", _folder.File("explained"), Question, "--model", "scenes", "--table", Fresh("table.csv")]),
        ("features", () => ["features", "extract", "--model", "scenes", "--pictures", Pictures("even"), "--out", Fresh("features.safetensors")]),
    ];

    public void Dispose() => _folder.Dispose();

    private string[] Train(string set) =>
        ["train", .. Set(set), "--start-from", "scenes", "--epochs", "1", "--run", Fresh("run"), "--out", Fresh("model.safetensors")];

    private string Fresh(string name) => _folder.File($"{++_runs}-{name}");

    private string Pictures(string set) => Path.Combine(_folder.File("sets"), "images", set);

    private string[] Set(string name) => ["--questions", Path.Combine(_folder.File("sets"), name + "_questions.json"),
        "--annotations", Path.Combine(_folder.File("sets"), name + "_annotations.json"), "--images", Pictures(name)];
}
