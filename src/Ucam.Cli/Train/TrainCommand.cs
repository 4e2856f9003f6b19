using System.CommandLine;
using Ucam.Cli.Eval;
using Ucam.Cli.Options;
using Ucam.Cli.Paths;
using Ucam.Cli.Terminal;
using Ucam.Cli.Usage;
using Ucam.Vqa;
using Ucam.Vqa.Features;
using Ucam.Vqa.Runs;
using Ucam.Vqa.Training.Ranks;
using Ucam.Vqa.Training.Recipes;

namespace Ucam.Cli.Train;

/// <summary><c>ucam train</c>: by a recipe, or on any set in the VQA v2 layout.</summary>
internal static class TrainCommand
{
    public const string Resume = "--resume";

    private static readonly string[] Written =
        ["model.safetensors", "model.json", "*.csv", "features-*", "*.state.json", "*.epoch*", "*.best.safetensors", "*.not-finite.json"];

    public static Command Create()
    {
        var recipe = new InputOption("--recipe") { Description = "A recipe file (recipes/*.yaml)." };
        var seed = new Option<int?>("--seed") { Description = "Drives everything random; replaces the recipe's seed." };
        var run = new OutputOption("--run", Written)
        {
            Description = "Folder of the run: metrics, results, intermediate files. Default: beside --out, with the ending .run (my.run for "
            + "my.safetensors); without --out, runs/NAME-sSEED."
        };
        var data = new InputOption("--data", FolderMembers.Data)
        {
            Apart = run,
            Description = "A table with the columns image, question and answer (CSV), with --images; for recipes, the folder or archive with the "
            + "photographs, or the folder of the files."
        };
        var output = new OutputOption("--out") { Description = "The checkpoint to write. Default: model.safetensors in the run's folder." };
        var resume = new Option<bool>(Resume) { Description = "Go on from the last finished epoch of the run's folder." };
        var force = new Option<bool>("--force")
        {
            Description = "Replace a checkpoint that is there already, without which only the result of the same run is; begin a run anew that was "
            + "not finished."
        };
        var limit = new Option<int?>("--limit") { Description = "At most so many questions of each part, to try a recipe out." };
        var device = new DeviceOption("needs a recipe whose data are files");
        var job = new RankJob();
        var directory = new DirectoryTrainingOptions();
        var command = new ExampleCommand("train", "Trains a model.", "ucam train --recipe recipes/scenes-small.yaml --seed 1",
            "ucam train --questions q.json --annotations a.json --images pictures --out my.safetensors",
            "ucam train --data my.csv --images pictures --out my.safetensors",
            "ucam train --recipe recipes/vqa-v2.yaml --data vqa --device cuda",
            "mpirun -n 2 ucam train --recipe recipes/vqa-v2.yaml --data vqa")
        { recipe, seed, data, run, output, resume, force, limit };
        command.Continuation = "finished epochs are kept, the same command with --resume goes on from there.";
        device.AddTo(command);
        job.AddTo(command);
        directory.AddTo(command);
        RunOptions Options(ParseResult parsed, Recipe chosen, ConsoleProgress progress, IRanks ranks) => new()
        {
            Folder = parsed.GetValue(run) ?? RunOf(parsed.GetValue(output)) ?? Path.Combine("runs", $"{chosen.Name}-s{chosen.Seed}"),
            Output = parsed.GetValue(output),
            Data = parsed.GetValue(data),
            Resume = parsed.GetValue(resume),
            Replace = parsed.GetValue(force),
            Limit = parsed.GetValue(limit),
            Device = device.Name(parsed),
            Command = TrainLine.Of(parsed, chosen.Seed, [recipe, data, .. directory.All, limit]),
            Logger = new LineLogger(ranks.Leads() ? progress.Log : _ => { }),
            Progress = ranks.Leads() ? progress : null,
            Ranks = ranks,
        };
        int Train(ParseResult parsed, IRanks ranks, CancellationToken cancel)
        {
            string? file = parsed.GetValue(recipe);
            Check(file, directory.Given(parsed));
            if (file is null && ranks.Several()) throw new UsageException(
                "several processes train by a recipe only (--recipe): on a set of one's own the backbone is trained with it, whose normalisation "
                + "needs whole batches; start ucam without mpirun.");
            if (parsed.GetValue(limit) < 1) throw new UsageException("--limit must be from 1 up.");
            _ = device.Name(parsed);
            Output.CheckFile("--out", parsed.GetValue(output));
            Output.CheckFolder("--run", parsed.GetValue(run));
            using var progress = new ConsoleProgress();
            Recipe chosen = file is null ? directory.Recipe(parsed, parsed.GetValue(output)) : RecipeFile.Load(file);
            chosen = chosen with { Seed = parsed.GetValue(seed) ?? chosen.Seed };
            RunOptions options = Options(parsed, chosen, progress, ranks);
            CheckRun(options, parsed.GetValue(run) is not null);
            PathRule.Check(parsed, FilesOf(chosen, options.Data), [(run, options.Folder)]);
            RunResult result = file is null ? directory.Run(parsed, chosen, options, cancel) : new RecipeRunner(chosen, options).Run(cancel);
            progress.Dispose();
            if (!ranks.Leads()) return ExitCode.Success;
            ResultPrinter.Print(result.Summaries, result.BlindAccuracy);
            if (result.SkippedSteps > 0) Console.Out.WriteLine($"left out: {result.SkippedSteps} steps that were not finite (*.not-finite.json)");
            Console.Out.WriteLine($"model: {result.ModelPath}");
            return ExitCode.Success;
        }
        command.SetAction((parsed, cancel) =>
            Task.Run(() => job.Run(parsed, ranks => Train(parsed, ranks, cancel)), CancellationToken.None));
        return command;
    }

    private static void CheckRun(RunOptions options, bool named)
    {
        Output.CheckFolder("--run", options.Folder);
        if (RunTraces.Foreign(options.Folder, replaced: named) is { } foreign)
            throw new UsageException($"--run {options.Folder}: the folder is there already and is not one of ucam train's, since it holds {foreign}; "
                + "give another folder with --run.");
    }

    private static string? RunOf(string? output) => output is null ? null : Path.ChangeExtension(output, ".run");

    /// <summary>The files that a recipe names.</summary>
    private static IEnumerable<string> FilesOf(Recipe recipe, string? folder) => recipe.Data.Files is not { } files ? []
        : new[] { files.Training, files.Validation, files.Test }.OfType<FilePartRecipe>().SelectMany(part => part.Paths.Concat(part.Features))
            .Select(path => Path.Combine(folder ?? "", path)).SelectMany(path => FeatureIndex.FilesOf(path).Append(path));

    private static void Check(string? recipe, IReadOnlyList<string> own)
    {
        if (recipe is null && own.Count == 0) throw new UsageException("give either --recipe, or --questions with --annotations and --images.");
        if (recipe is not null && own.Count > 0)
            throw new UsageException($"--recipe and {own[0]} do not go together; a recipe brings its own data and epochs.");
        if (recipe is not null && string.IsNullOrWhiteSpace(recipe)) throw new UsageException("--recipe is empty; give a recipe file.");
    }
}
