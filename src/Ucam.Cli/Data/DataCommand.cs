using System.CommandLine;
using Ucam.Cli.Options;
using Ucam.Cli.Paths;
using Ucam.Cli.Terminal;
using Ucam.Cli.Usage;
using Ucam.Vqa;
using Ucam.Vqa.Datasets.BuiltIn;
using Ucam.Vqa.Datasets.Vqa;

namespace Ucam.Cli.Data;

/// <summary><c>ucam data</c>: writes the built-in sets in the public layout, and reads, checks and shows public ones.</summary>
internal static class DataCommand
{
    public static Command Create()
    {
        var command = new ExampleCommand("data", "Reads, checks, shows and writes sets in the VQA v2 layout.",
            [DataImportCommand.Example, DataCheckCommand.Example, DataShowCommand.Example, .. BuiltInSets.All.Select(Example)])
        { DataImportCommand.Create(), DataCheckCommand.Create(), DataShowCommand.Create() };
        foreach (BuiltInSet set in BuiltInSets.All) command.Add(Written(set));
        return command;
    }

    private static string Example(BuiltInSet set) =>
        $"ucam data {set.Name}{(set.NeedsSource ? " --data downloads" : "")} --out data/{set.Name} --split train --pictures 5000";

    private static ExampleCommand Written(BuiltInSet set)
    {
        var output = new OutputOption("--out", "*_questions.json", "*_annotations.json", "*_truth.json", "*_explanations.json", "*_doubt.json",
            "images/*/*")
        { Description = "Folder to write to.", Required = true };
        var size = new Option<int>("--size") { Description = "Side of a picture in pixels, 64 to 448.", DefaultValueFactory = _ => set.Size };
        var maps = new Option<bool>("--maps") { Description = "Also write the deciding regions and simulated people's attention (many files)." };
        var options = new BuiltInSetOptions(defaultPictures: 1000, set: set, apart: output);
        var command = new ExampleCommand(set.Name, set.About, Example(set)) { output, size, maps };
        options.AddTo(command, named: false);
        command.SetAction((parsed, cancel) => Task.Run(() =>
        {
            if (parsed.GetValue(size) is < 64 or > 448) throw new UsageException("--size must be from 64 to 448.");
            string folder = parsed.GetRequiredValue(output);
            Output.CheckFolder("--out", folder);
            bool withMaps = parsed.GetValue(maps);
            var export = new VqaExportOptions { ImagePrefix = set.Name.TrimEnd('s') + "_", Regions = withMaps, PeopleMaps = withMaps };
            foreach (IVqaSet part in options.Open(parsed, parsed.GetValue(size), set, cancel))
                // Of other numbers some pictures and masks would stay behind, beside questions that are not theirs.
                Export(part, folder, export with { Sources = [$"{part.Name}, {options.Request(parsed)}"] }, cancel);
            return ExitCode.Success;
        }, CancellationToken.None));
        return command;
    }

    private static void Export(IVqaSet set, string folder, VqaExportOptions options, CancellationToken cancel)
    {
        using (var progress = new ConsoleProgress())
            VqaExporter.Export(set, folder, set.Name, options, new ExportProgress(set.Name, progress), cancel);
        Console.Out.WriteLine($"{set.Name}: {set.PictureCount} pictures, {set.Items.Count} questions in {folder}");
    }
}

/// <summary>Shows an export as the other long runs are shown.</summary>
internal sealed class ExportProgress(string name, ConsoleProgress console) : IProgress<VqaExportProgress>
{
    private readonly CountProgress _count = new(name, "pictures", console);

    public void Report(VqaExportProgress value) => _count.Report(value.Pictures, value.Total);
}
