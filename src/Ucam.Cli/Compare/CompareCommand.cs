using System.CommandLine;
using Ucam.Cli.ModelLookup;
using Ucam.Cli.Options;
using Ucam.Cli.Paths;
using Ucam.Cli.Terminal;
using Ucam.Cli.Usage;
using Ucam.Studies;
using Ucam.Studies.Classifiers;
using Ucam.Studies.Comparison;
using Ucam.Studies.Comparison.Judging;
using Ucam.Studies.Reports.Comparison;
using Ucam.Studies.Reports.Judging;
using Ucam.Vqa.Training.Recipes;

namespace Ucam.Cli.Compare;

/// <summary><c>ucam compare</c>: what a recipe compares, cell by cell on the same features, and the report with significance.</summary>
internal static class CompareCommand
{
    private static readonly string[] Written =
        ["*.csv", "*.parquet", "*.json", "report.*", "certainty.md", "features-*",
            "rows/*.csv", "certainty/*.csv", "curves/*.json", "weights/*.safetensors", "plots/*.png"];

    public static Command Create()
    {
        var recipe = new InputOption("--recipe") { Description = "A comparison's recipe (recipes/compare-*.yaml).", Required = true };
        var run = new OutputOption("--run", Written)
        { Description = "Folder of the comparison; finished cells in it are not repeated. Default: runs/NAME." };
        var data = new InputOption("--data", FolderMembers.Data)
        { Apart = run, Description = "Folder or archive with the photographs, or folder of the files, for recipes that need them." };
        var workers = new Option<int?>("--workers")
        { Description = "Cells trained at once, one thread each. Default: --threads, or one a processor." };
        Option<Shard?> shard = ShardOption.Of("the cells");
        var report = new Option<bool>("--report-only") { Description = "Write the report again from the rows that are there; nothing is trained." };
        var plain = new Option<bool>("--no-plots") { Description = "Leave the plots out of the report, for keeping it in a repository." };
        var command = new ExampleCommand("compare", "Compares methods and ways to train them, with significance.",
            "ucam compare --recipe recipes/compare-scenes.yaml", "ucam compare --recipe recipes/compare-photos.yaml --data cifar --run runs/photos",
                "ucam compare --recipe recipes/compare-cifar.yaml --data cifar")
        { recipe, run, data, workers, shard, report, plain };
        command.Continuation = "finished cells are kept, the same command goes on with the others.";
        command.SetAction((parsed, cancel) => Task.Run(() =>
        {
            Comparison chosen = Load(parsed.GetRequiredValue(recipe));
            string folder = parsed.GetValue(run) ?? Path.Combine("runs", chosen.Report.Title);
            Output.CheckFolder("--run", folder);
            PathRule.Check(parsed, chosen.Inputs, [(run, folder)]);
            if (parsed.GetValue(workers) is < 1 or > 1024) throw new UsageException("--workers must be from 1 to 1024.");
            var options = new CompareOptions
            { Folder = folder, Data = parsed.GetValue(data), Workers = parsed.GetValue(workers), Shard = parsed.GetValue(shard) };
            if (options.Shard is { } part)
            {
                if (parsed.GetValue(report)) throw new UsageException("--shard and --report-only do not go together; a part has no report.");
                Run(chosen, options, cancel);
                ShardOption.Done(part, folder);
                return ExitCode.Success;
            }
            if (!parsed.GetValue(report)) Run(chosen, options, cancel);
            Report(parsed.GetValue(plain) ? chosen with { Report = chosen.Report with { Plots = false } } : chosen, folder);
            return ExitCode.Success;
        }, CancellationToken.None));
        return command;
    }

    /// <summary>A comparison, whatever it compares.</summary>
    private sealed record Comparison(Action<CompareOptions, CancellationToken> Run, CompareReportOptions Report)
    {
        /// <summary>What the recipe names that is read.</summary>
        public IEnumerable<string> Inputs { get; init; } = [];
    }

    private static Comparison Load(string file) =>
        ClassifierRecipeFile.IsOne(file) ? Classifiers(ClassifierRecipeFile.Load(file), file) : Methods(CompareRecipeFile.Load(file), file);

    private static Comparison Methods(CompareRecipe recipe, string file) => new(
        (options, cancel) => new CompareRunner(recipe, options with { Backbone = RecipeBackbone.PathOf(recipe, file) }).Run(cancel),
        new CompareReportOptions
        {
            Title = recipe.Name,
            Baseline = recipe.Variants[0],
            Notes = [$"Recipe: {Path.GetFileName(file)}; {DataInWords(recipe.Data)}; "
                + $"{StartInWords(recipe)}{recipe.Training.Fit.Epochs} epochs of batch "
                    + $"{recipe.Training.Fit.Batch}, best epoch by validation; "
                + (recipe.TestOn == TestPart.Validation ? "tested on the validation set, to choose settings; " : "")
                + $"{recipe.Evaluation.Passes} dropout passes.",
                "Variants: " + string.Join("; ", recipe.Variants.Select(v => $"{v}: {recipe.DefinitionOf(v)}")) + ".",
                .. OwnSettings(recipe) is { Length: > 0 } own ? [$"Settings of their own: {own}."] : Array.Empty<string>()],
        })
    {
        Inputs = RecipeBackbone.Inputs(recipe),
    };

    private static string DataInWords(DataRecipe data) => data.Files is { } files
        ? $"{files.Format} from files" + (files.Validation is null ? $", {files.HeldOut:P0} of the training pictures held out" : "")
        : $"{data.Train} training, {data.Validation} validation and {data.Test} test pictures with up to {data.QuestionsPerPicture} questions each";

    private static string StartInWords(CompareRecipe recipe)
    {
        if (recipe.Start is not { } start) return "";
        string others = string.Concat(recipe.StartEpochs?.Select(own => $", {own.Key} {own.Value}") ?? []);
        return $"each method and seed trained once with L_y ({start.Epochs} epochs of batch "
            + $"{start.Batch}{others}), where every variant goes on from; ";
    }

    private static string OwnSettings(CompareRecipe recipe) => string.Join("; ",
        recipe.LearningRates.Select(rate => FormattableString.Invariant($"{rate.Key}: learning_rate {rate.Value}"))
            .Concat(recipe.Sizes?.Select(sizes => $"{sizes.Key}: {sizes.Value.InWords()}") ?? []));

    private static Comparison Classifiers(ClassifierRecipe recipe, string file) => new(
        (options, cancel) => new ClassifierRunner(recipe, options).Run(cancel),
        ClassifierReport.Options(recipe, Path.GetFileName(file)));

    private static void Run(Comparison comparison, CompareOptions options, CancellationToken cancel)
    {
        using var progress = new ConsoleProgress();
        comparison.Run(options with { Logger = new LineLogger(progress.Log), Progress = progress }, cancel);
    }

    private static void Report(Comparison comparison, string folder)
    {
        IReadOnlyList<CompareRow> rows = CompareRows.Read(Path.Combine(folder, "rows.csv"));
        string curves = Path.Combine(folder, "curves");
        IReadOnlyList<string> versions = CompareState.VersionsOf(folder);
        CompareReportOptions report = versions.Count == 0 ? comparison.Report
            : comparison.Report with { Notes = [.. comparison.Report.Notes, $"Made by Ucam {string.Join(", then ", versions)}."] };
        string page = CompareReport.Write(rows, Directory.Exists(curves) ? CellCurvesFile.ReadFolder(curves) : [], folder, report);
        string judged = Path.Combine(folder, "certainty.csv");
        if (File.Exists(judged)) JudgingReport.Write(JudgedRows.Read(judged), folder, comparison.Report.Title);
        Console.Out.WriteLine($"rows: {Path.Combine(folder, "rows.csv")}");
        Console.Out.WriteLine($"report: {page}");
    }
}
