using System.CommandLine;
using Ucam.Cli.ModelLookup;
using Ucam.Cli.Paths;
using Ucam.Cli.Terminal;
using Ucam.Cli.Usage;
using Ucam.Studies;
using Ucam.Studies.MapBenchmark.Heads;
using Ucam.Studies.Reports;
using Ucam.Vqa.Training.Recipes;

namespace Ucam.Cli.Explain;

/// <summary>A benchmark of maps over many heads, all of which a recipe says.</summary>
internal static class RecipeBenchmark
{
    /// <summary>Trains what is missing, measures, and writes the report.</summary>
    /// <param name="parsed">The command line, which may say --run beside the recipe and nothing else.</param>
    /// <param name="option">The recipe's.</param>
    /// <param name="run">The folder's.</param>
    /// <param name="cancel">Stops at the next question.</param>
    public static void Run(ParseResult parsed, InputOption option, OutputOption run, CancellationToken cancel)
    {
        foreach (Option other in parsed.CommandResult.Command.Options)
            if (other != option && other != run && other.Name != "--benchmark" && parsed.GetResult(other) is { Implicit: false })
                throw new UsageException($"--recipe and {other.Name} do not go together; the recipe says what is measured.");
        string file = parsed.GetRequiredValue(option);
        HeadMapsRecipe recipe = YamlFile.Load<HeadMapsRecipe>(file);
        string folder = parsed.GetValue(run) ?? Path.Combine("runs", recipe.Name);
        Output.CheckFolder("--run", folder);
        PathRule.Check(parsed, RecipeBackbone.Inputs(recipe.Heads), [(run, folder)]);
        Native.Require();
        HeadMapsResult result;
        using (var progress = new ConsoleProgress())
        {
            var options = new CompareOptions
            { Folder = folder, Backbone = RecipeBackbone.PathOf(recipe.Heads, file), Logger = new LineLogger(progress.Log), Progress = progress };
            result = new HeadMapsRun(recipe, options).Run(cancel);
        }
        string report = Path.Combine(folder, "report.md");
        AtomicFile.WriteText(report, HeadMapsReport.Text(recipe, result));
        Console.Out.WriteLine($"means: {Path.Combine(folder, "means.csv")}");
        Console.Out.WriteLine($"report: {report}");
    }
}
