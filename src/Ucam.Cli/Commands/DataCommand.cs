using System.CommandLine;
using System.Diagnostics;
using Ucam.Datasets;
using Ucam.Datasets.Vqa;
using Ucam.Training;

namespace Ucam.Cli.Commands;

/// <summary><c>ucam data scenes|photos</c>: writes a built-in set in the public formats.</summary>
internal static class DataCommand
{
    public static Command Create() => new("data", "Writes data sets in the VQA v2 layout (PNG, JSON).")
    {
        Set("scenes", "Draws scenes and asks about them; everything about them is known.", 128, "ucam data scenes --out data/scenes --split train --pictures 5000"),
        Set("photos", "Builds mosaics of real photographs with real people's answers.", 96, "ucam data photos --data cifar --out data/photos --split test --pictures 1000"),
    };

    private static Command Set(string name, string description, int defaultSize, string example)
    {
        var output = new Option<string>("--out") { Description = "Folder to write to.", Required = true };
        var size = new Option<int>("--size") { Description = "Side of a picture in pixels, 64 to 448.", DefaultValueFactory = _ => defaultSize };
        var maps = new Option<bool>("--maps") { Description = "Also write the deciding regions and simulated people's attention (many files)." };
        var options = new BuiltInSetOptions(defaultPictures: 1000);
        var command = new Command(name, $"{description}\n\nExample:\n  {example}") { output, size, maps };
        options.AddTo(command, named: false);
        command.SetAction((parsed, cancel) => Task.Run(() =>
        {
            if (parsed.GetValue(size) is < 64 or > 448) throw new UsageException("--size must be from 64 to 448.");
            bool withMaps = parsed.GetValue(maps);
            var export = new VqaExportOptions { ImagePrefix = name.TrimEnd('s') + "_", Regions = withMaps, PeopleMaps = withMaps };
            foreach (IVqaSet set in options.Open(parsed, parsed.GetValue(size), name)) Export(set, parsed.GetRequiredValue(output), export, cancel);
            return App.Success;
        }, CancellationToken.None));
        return command;
    }

    private static void Export(IVqaSet set, string folder, VqaExportOptions options, CancellationToken cancel)
    {
        VqaExporter.Export(set, folder, set.Name, options, new ExportProgress(set.Name), cancel);
        Console.Out.WriteLine($"{set.Name}: {set.PictureCount} pictures, {set.Items.Count} questions in {folder}");
    }
}

/// <summary>Shows an export as the other long runs are shown.</summary>
internal sealed class ExportProgress(string name) : IProgress<VqaExportProgress>
{
    private readonly ConsoleProgress _console = new();
    private readonly Stopwatch _watch = Stopwatch.StartNew();

    public void Report(VqaExportProgress value)
    {
        double rate = value.Pictures / Math.Max(_watch.Elapsed.TotalSeconds, 1e-3);
        TimeSpan left = TimeSpan.FromSeconds((value.Total - value.Pictures) / Math.Max(rate, 1e-3));
        _console.Report(new TrainingProgress(name, 1, 1, value.Pictures, value.Total, double.NaN, double.NaN, rate, left));
    }
}
