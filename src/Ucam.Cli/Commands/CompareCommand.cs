using System.CommandLine;
using Ucam.Evaluation.Comparison;
using Ucam.Reports.Comparison;

namespace Ucam.Cli.Commands;

/// <summary><c>ucam compare</c>: methods × variants × seeds on the same features, and the report with significance.</summary>
internal static class CompareCommand
{
    public const string Name = "compare";

    public static Command Create()
    {
        var recipe = new Option<string>("--recipe") { Description = "A comparison's recipe (recipes/compare-*.yaml).", Required = true };
        var run = new Option<string?>("--run") { Description = "Folder of the comparison; finished cells in it are not repeated. Default: runs/NAME." };
        var data = new Option<string?>("--data") { Description = "Folder or archive with the photographs, for recipes that need them." };
        var workers = new Option<int?>("--workers") { Description = "Cells trained at once, one thread each. Default: one a processor." };
        var report = new Option<bool>("--report-only") { Description = "Write the report again from the rows that are there; nothing is trained." };
        var command = new ExampleCommand(Name, "Compares methods and ways to train them, with seeds and significance.",
            "ucam compare --recipe recipes/compare-scenes.yaml", "ucam compare --recipe recipes/compare-photos.yaml --data cifar --run runs/photos")
        { recipe, run, data, workers, report };
        command.SetAction((parsed, cancel) => Task.Run(() =>
        {
            CompareRecipe chosen = CompareRecipeFile.Load(parsed.GetRequiredValue(recipe));
            string folder = parsed.GetValue(run) ?? Path.Combine("runs", chosen.Name);
            Output.CheckFolder("--run", folder);
            if (parsed.GetValue(workers) is < 1 or > 1024) throw new UsageException("--workers must be from 1 to 1024.");
            if (!parsed.GetValue(report)) Run(chosen, folder, parsed.GetValue(data), parsed.GetValue(workers), cancel);
            Report(chosen, folder, Path.GetFileName(parsed.GetRequiredValue(recipe)));
            return App.Success;
        }, CancellationToken.None));
        return command;
    }

    private static void Run(CompareRecipe recipe, string folder, string? data, int? workers, CancellationToken cancel)
    {
        using var progress = new ConsoleProgress();
        var options = new CompareOptions
        {
            Folder = folder,
            Backbone = ModelStore.PathOf(recipe.Backbone ?? recipe.Data.Set),
            Data = data,
            Workers = workers,
            Log = progress.Log,
            Progress = progress,
        };
        new CompareRunner(recipe, options).Run(cancel);
    }

    private static void Report(CompareRecipe recipe, string folder, string file)
    {
        IReadOnlyList<CompareRow> rows = CompareRows.Read(Path.Combine(folder, "rows.csv"));
        string curves = Path.Combine(folder, "curves");
        var options = new CompareReportOptions
        {
            Title = recipe.Name,
            Baseline = recipe.Variants[0],
            Notes = [$"Recipe: {file}; {recipe.Data.Train} training, {recipe.Data.Validation} validation and {recipe.Data.Test} test pictures with up to "
                + $"{recipe.Data.QuestionsPerPicture} questions each; {recipe.Training.Fit.Epochs} epochs of batch {recipe.Training.Fit.Batch}, best epoch by validation; "
                + (recipe.TestOn == TestPart.Validation ? "tested on the validation set, to choose settings; " : "")
                + $"{recipe.Evaluation.Passes} dropout passes.",
                "Variants: " + string.Join("; ", recipe.Variants.Select(v => $"{v}: {recipe.DefinitionOf(v)}")) + ".",
                .. CompareState.VersionsOf(recipe, folder) is { Count: > 0 } versions ? [$"Made by Ucam {string.Join(", then ", versions)}."] : Array.Empty<string>()],
        };
        string page = CompareReport.Write(rows, Directory.Exists(curves) ? CellCurvesFile.ReadFolder(curves) : [], folder, options);
        Console.Out.WriteLine($"rows: {Path.Combine(folder, "rows.csv")}");
        Console.Out.WriteLine($"report: {page}");
    }
}
