using System.CommandLine;
using Ucam.Cli.Options;
using Ucam.Cli.Paths;
using Ucam.Cli.Terminal;
using Ucam.Cli.Usage;
using Ucam.Vqa;
using Ucam.Vqa.Datasets.Vqa;

namespace Ucam.Cli.Data;

/// <summary><c>ucam data</c>: writes the built-in sets in the public layout, and reads, checks and shows public ones.</summary>
internal static class DataCommand
{
    private const string Scenes = "ucam data scenes --out data/scenes --split train --pictures 5000";
    private const string Photos = "ucam data photos --data cifar --out data/photos --split test --pictures 1000";
    private const string Nlvr = "ucam data nlvr --out data/nlvr --split train --pictures 5000";

    public static Command Create() =>
        new ExampleCommand("data", "Reads, checks, shows and writes sets in the VQA v2 layout.", DataImportCommand.Example, DataCheckCommand.Example,
        DataShowCommand.Example, Scenes, Photos, Nlvr)
    {
        DataImportCommand.Create(), DataCheckCommand.Create(), DataShowCommand.Create(),
        Set("scenes", "Draws scenes and asks about them; everything about them is known.", 128, Scenes),
        Set("photos", "Builds mosaics of real photographs with real people's answers.", 96, Photos),
        Set("nlvr", "Draws boxes of shapes and true or false sentences about them in NLVR's style, as the model sees them.", 128, Nlvr),
    };

    private static ExampleCommand Set(string name, string description, int defaultSize, string example)
    {
        var output = new OutputOption("--out", "*_questions.json", "*_annotations.json", "*_truth.json", "*_explanations.json", "images/*/*")
        { Description = "Folder to write to.", Required = true };
        var size = new Option<int>("--size") { Description = "Side of a picture in pixels, 64 to 448.", DefaultValueFactory = _ => defaultSize };
        var maps = new Option<bool>("--maps") { Description = "Also write the deciding regions and simulated people's attention (many files)." };
        var options = new BuiltInSetOptions(defaultPictures: 1000);
        var command = new ExampleCommand(name, description, example) { output, size, maps };
        options.AddTo(command, named: false);
        command.SetAction((parsed, cancel) => Task.Run(() =>
        {
            if (parsed.GetValue(size) is < 64 or > 448) throw new UsageException("--size must be from 64 to 448.");
            string folder = parsed.GetRequiredValue(output);
            Output.CheckFolder("--out", folder);
            bool withMaps = parsed.GetValue(maps);
            var export = new VqaExportOptions { ImagePrefix = name.TrimEnd('s') + "_", Regions = withMaps, PeopleMaps = withMaps };
            foreach (IVqaSet set in options.Open(parsed, parsed.GetValue(size), name)) Export(set, folder, export, cancel);
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
