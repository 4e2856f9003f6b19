using System.CommandLine;
using System.Diagnostics;
using Ucam.Cli.Ask;
using Ucam.Cli.ModelLookup;
using Ucam.Cli.Paths;
using Ucam.Cli.Usage;
using Ucam.Studies;
using Ucam.Vqa;

namespace Ucam.Cli.Demo;

/// <summary><c>ucam demo</c>: answers questions about drawn scenes and real photographs, and writes pictures and a report.</summary>
internal static class DemoCommand
{
    private const int Seed = 7;

    /// <summary>Real photographs with questions; the last one of each asks for what the model cannot know.</summary>
    private static readonly (string File, string Question)[] Photographs =
    [
        ("cat.jpg", "What is this?"),
        ("cat.jpg", "Is it a cat or a dog?"),
        ("rocket.jpg", "What is in the picture?"),
        ("coffee.jpg", "Which flavour is the espresso?"),
    ];

    private static readonly string[] Families = ["colour", "shape", "count", "exists", "spatial", "compare"];

    public static Command Create()
    {
        var output = new OutputOption("--out", "*.png", "report.html")
        { Description = "Folder for the pictures and report.html.", DefaultValueFactory = _ => "demo-output" };
        var command = new ExampleCommand("demo", "Answers questions about scenes and photographs, with a report.", "ucam demo --out demo-output")
        { output };
        command.SetAction((parsed, cancel) => Task.Run(() => Run(parsed.GetRequiredValue(output), cancel), CancellationToken.None));
        return command;
    }

    private static int Run(string folder, CancellationToken cancel)
    {
        var watch = Stopwatch.StartNew();
        var entries = new List<ReportEntry>();
        Output.CheckFolder("--out", folder);
        using var files = new DemoFiles(folder);
        using (VqaModel scenes = ModelStore.Load("scenes"))
            foreach ((string name, Picture picture, VqaItem item) in Scenes(scenes.Network.Config.Backbone.InputSize))
                Add(scenes, files, new Shown(name, picture, item.Question, People(item)), entries, cancel);
        if (ModelStore.Shipped.Contains("photos"))
        {
            using VqaModel photos = ModelStore.Load("photos");
            foreach ((string file, string question) in Photographs.Where(p => File.Exists(PhotographPath(p.File))))
            {
                var shown = new Shown(Path.GetFileNameWithoutExtension(file), Picture.Load(PhotographPath(file)), question, null);
                Add(photos, files, shown, entries, cancel);
            }
        }
        string report = Path.Combine(folder, "report.html");
        HtmlReport.Write(report, "Ucam demo", entries, "Questions about drawn scenes, whose answers are known, and about real photographs. "
            + "How likely an answer is right is learned from questions that the model was not trained on, and so are the words for it. "
            + "Data doubt lies in the picture and the question; model doubt would shrink with more training; "
            + "where a word is unknown or the picture is strange to the model, neither can be told.");
        files.Finish();
        Console.Out.WriteLine($"{entries.Count} questions answered in {watch.Elapsed.TotalSeconds:F1} s; pictures and report: {report}");
        return ExitCode.Success;
    }

    private static string PhotographPath(string file) => Path.Combine(AppContext.BaseDirectory, "Demo", "photos", file);

    private static void Add(VqaModel model, DemoFiles files, Shown shown, List<ReportEntry> entries, CancellationToken cancel)
    {
        (string name, Picture picture, string question, string? people) = shown;
        cancel.ThrowIfCancellationRequested();
        Answer answer = model.Ask(picture, question);
        entries.Add(new ReportEntry(name, picture, answer));
        files.Add($"{entries.Count:D2}-{name}", entries[^1]);
        Console.Out.WriteLine($"{entries.Count,2}  {question}  [{name}]");
        foreach (string line in AnswerText.Lines(answer)) Console.Out.WriteLine($"    {line}");
        if (people is not null) Console.Out.WriteLine($"    people said {people}");
    }

    /// <summary>A picture that is asked about, with what people said where it is known.</summary>
    private sealed record Shown(string Name, Picture Picture, string Question, string? People);

    private static string People(VqaItem item) =>
        string.Join(", ", item.Answers.GroupBy(a => a).OrderByDescending(g => g.Count()).Select(g => $"{g.Key} {g.Count()}/{item.Answers.Count}"));

    /// <summary>One question of each family, each about a picture of its own, and one about a heavily blurred picture.</summary>
    private static IEnumerable<(string Name, Picture Picture, VqaItem Item)> Scenes(int size)
    {
        var clear = new SceneSet(new SceneSetOptions { Seed = Seed, Split = SceneSplit.Test, Pictures = 24, Size = size });
        var used = new HashSet<int>();
        foreach (string family in Families)
        {
            VqaItem? item = clear.Items.FirstOrDefault(i => i.QuestionType == family && used.Add(i.Picture));
            if (item is not null) yield return ($"scene-{family}", clear.LoadPicture(item.Picture), item);
        }
        var blurred = new SceneSet(new SceneSetOptions { Seed = Seed, Split = SceneSplit.TestBlur, Pictures = 8, Size = size });
        VqaItem hard = blurred.Items.First(i => i.QuestionType is "colour" or "texture" or "shape");
        yield return ("scene-blurred", blurred.LoadPicture(hard.Picture), hard);
    }
}
