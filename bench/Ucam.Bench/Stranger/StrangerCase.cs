using System.Diagnostics;
using System.Globalization;
using Ucam.Vqa;
using Ucam.Vqa.Datasets.Vqa;
using Ucam.Vqa.Models;

namespace Ucam.Bench.Stranger;

/// <summary>
/// The whole way of a user with a set of their own: writes a set, trains on it by the tool's defaults in a process of its own, and tests
/// the model on as many other pictures, by kind of answer.
/// </summary>
internal static class StrangerCase
{
    private const int TestPictures = 1000, Seed = 1;
    private const string Usage = "bench stranger [--pictures N] [--out FOLDER] [--only-set true] [-- OPTIONS OF TRAIN]";

    public static int Execute(string[] args)
    {
        int cut = Array.IndexOf(args, "--");
        string[] own = cut < 0 ? args : args[..cut], more = cut < 0 ? [] : args[(cut + 1)..];
        var given = new CaseOptions(own, Usage, "--pictures", "--out", "--only-set");
        if (!int.TryParse(given["--pictures"] ?? "4000", NumberStyles.None, CultureInfo.InvariantCulture, out int pictures) || pictures < 10)
            throw new UcamException($"--pictures must be a whole number from 10 up: {Usage}");
        using var temporary = new TemporaryFolder();
        string folder = given["--out"] ?? temporary.File("set");
        var training = new StrangerSet("stranger", pictures, Seed, part: 0);
        VqaExporter.Export(training, folder, "train");
        int[] each = [.. training.Items.GroupBy(i => i.Picture).Select(g => g.Count())];
        Console.WriteLine($"{training.PictureCount} pictures, {training.Items.Count} questions, {each.Min()} to {each.Max()} a picture");
        if (given["--only-set"] is not null) return 0;
        string model = Path.Combine(folder, "stranger.safetensors");
        long start = Stopwatch.GetTimestamp();
        int code = Train(folder, model, more);
        TimeSpan took = Stopwatch.GetElapsedTime(start);
        if (code != 0) return code;
        Console.WriteLine($"trained in {took.TotalMinutes.ToString("F1", CultureInfo.InvariantCulture)} minutes");
        Report(Test(model));
        return 0;
    }

    private static int Train(string folder, string model, string[] more)
    {
        string program = Path.Combine(AppContext.BaseDirectory, OperatingSystem.IsWindows() ? "Ucam.Cli.exe" : "Ucam.Cli");
        using Process process = Process.Start(program, ["train", "--questions", Path.Combine(folder, "train_questions.json"),
            "--annotations", Path.Combine(folder, "train_annotations.json"), "--images", Path.Combine(folder, "images", "train"), "--out", model,
                .. more]);
        process.WaitForExit();
        return process.ExitCode;
    }

    private static IReadOnlyList<QuestionResult> Test(string model)
    {
        using VqaNetwork network = Checkpoint.Load(model);
        return Evaluator.Run(network, new StrangerSet("stranger-test", TestPictures, Seed, part: 1), new EvaluationOptions { Passes = 10 });
    }

    private static void Report(IReadOnlyList<QuestionResult> results)
    {
        Line("all", results);
        Line("plain \"yes\"", results.Where(r => r is { QuestionType: "exists", Truth: "yes" }));
        Line("negated \"no\"", results.Where(r => r is { QuestionType: "negated", Truth: "no" }));
        Line("all else", results.Where(r => r is not ({ QuestionType: "exists", Truth: "yes" } or { QuestionType: "negated", Truth: "no" })));
    }

    private static void Line(string name, IEnumerable<QuestionResult> results)
    {
        QuestionResult[] all = [.. results];
        Console.WriteLine(FormattableString.Invariant($"{name,-13} {100.0 * all.Count(r => r.IsRight) / all.Length,6:F2} % of {all.Length}"));
    }
}
