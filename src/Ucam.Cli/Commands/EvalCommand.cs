using System.CommandLine;
using Ucam.Datasets;
using Ucam.Evaluation;
using Ucam.Uncertainty;

namespace Ucam.Cli.Commands;

/// <summary><c>ucam eval</c>: tests a model on a set in the VQA layout, or on one of the built-in sets.</summary>
internal static class EvalCommand
{
    public static Command Create()
    {
        var model = new Option<string>("--model") { Description = "A checkpoint, or the name of a shipped model.", Required = true };
        var files = new VqaSetOptions();
        var builtIn = new BuiltInSetOptions(defaultPictures: 1000);
        var output = new Option<string?>("--out") { Description = "Per-question results with all uncertainties (CSV); with several splits, the split's name is put before the extension." };
        var official = new Option<string?>("--official") { Description = "Official VQA results file (JSON)." };
        var passes = new Option<int>("--passes") { Description = "Dropout passes.", DefaultValueFactory = _ => 50 };
        var mode = new Option<McMode>("--mode") { Description = "Dropout sites: head or full.", DefaultValueFactory = _ => McMode.Head };
        var command = new Command("eval", "Tests a model: accuracy, calibration, and whether doubt tells wrong answers from right ones.\n\nExamples:\n"
            + "  ucam eval --model scenes --set scenes --split all\n"
            + "  ucam eval --model my.safetensors --questions q.json --annotations a.json --images pictures --out results.csv --official results.json")
        { model, output, official, passes, mode };
        files.AddTo(command);
        builtIn.AddTo(command);
        command.SetAction((parsed, cancel) => Task.Run(() =>
        {
            if (parsed.GetValue(passes) is < 1 or > 10_000) throw new UsageException("--passes must be from 1 to 10000.");
            if (files.IsGiven(parsed) == builtIn.IsGiven(parsed)) throw new UsageException("give either --questions with --images, or --set.");
            using VqaModel loaded = ModelStore.Load(parsed.GetRequiredValue(model));
            IReadOnlyList<IVqaSet> sets = files.IsGiven(parsed) ? [files.Open(parsed)] : builtIn.Open(parsed, loaded.Network.Config.Backbone.InputSize);
            var options = new EvaluationOptions { Passes = parsed.GetValue(passes), Mode = parsed.GetValue(mode), Seed = builtIn.Seed(parsed) };
            var summaries = new List<(string, EvaluationSummary)>();
            foreach (IVqaSet set in sets)
            {
                IReadOnlyList<QuestionResult> results = Evaluator.Run(loaded.Network, set, options, new ConsoleProgress(), cancel);
                Write(parsed.GetValue(output), set.Name, sets.Count, path => ResultTables.WriteQuestions(path, results));
                Write(parsed.GetValue(official), set.Name, sets.Count, path => ResultTables.WriteOfficial(path, results));
                if (results.Any(r => r.Truth.Length > 0)) summaries.Add((set.Name, EvaluationSummary.Of(results)));
                else Console.Error.WriteLine($"{set.Name}: no annotations, so answers are written but not scored.");
            }
            if (summaries.Count > 0) ResultPrinter.Print(summaries);
            return App.Success;
        }, CancellationToken.None));
        return command;
    }

    private static void Write(string? path, string set, int sets, Action<string> write)
    {
        if (path is null) return;
        write(sets == 1 ? path : Path.Combine(Path.GetDirectoryName(path) ?? "", $"{Path.GetFileNameWithoutExtension(path)}.{set}{Path.GetExtension(path)}"));
    }
}
