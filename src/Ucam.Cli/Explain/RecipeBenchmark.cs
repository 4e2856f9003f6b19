using System.CommandLine;
using Ucam.Cli.ModelLookup;
using Ucam.Cli.Options;
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
    /// <summary>Trains what is missing, measures, and writes the report; of a part only what belongs to it.</summary>
    /// <param name="parsed">The command line, which may say these options and nothing else.</param>
    /// <param name="options">The recipe's, the folder's, the part's, and those that name its photographs.</param>
    /// <param name="cancel">Stops at the next question.</param>
    public static void Run(ParseResult parsed, (Option Benchmark, InputOption Recipe, OutputOption Folder, Option<Shard?> Shard,
        BuiltInSetOptions Set) options, CancellationToken cancel)
    {
        Option[] own = [options.Benchmark, options.Recipe, options.Folder, options.Shard, options.Set.Files];
        UnusedOptions.Refuse(parsed, own, other => $"--recipe and {other.Name} do not go together; the recipe says what is measured.");
        string file = parsed.GetRequiredValue(options.Recipe);
        HeadMapsRecipe recipe = YamlFile.Load<HeadMapsRecipe>(file);
        string folder = parsed.GetValue(options.Folder) ?? Path.Combine("runs", recipe.Name);
        Output.CheckFolder("--run", folder);
        PathRule.Check(parsed, RecipeBackbone.Inputs(recipe.Heads), [(options.Folder, folder)]);
        Native.Require();
        HeadMapsResult result;
        using (var progress = new ConsoleProgress())
        {
            var how = new CompareOptions
            {
                Folder = folder,
                Data = options.Set.Source(parsed, recipe.DoubtSet),
                Backbone = RecipeBackbone.PathOf(recipe.Heads, file),
                Logger = new LineLogger(progress.Log),
                Progress = progress,
                Shard = parsed.GetValue(options.Shard),
            };
            result = new HeadMapsRun(recipe, how).Run(cancel);
        }
        if (parsed.GetValue(options.Shard) is { } part)
        {
            ShardOption.Done(part, folder);
            return;
        }
        string report = Path.Combine(folder, "report.md");
        AtomicFile.WriteText(report, HeadMapsReport.Text(recipe, result));
        Console.Out.WriteLine($"means: {Path.Combine(folder, "means.csv")}");
        Console.Out.WriteLine($"report: {report}");
    }
}
