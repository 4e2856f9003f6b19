using System.CommandLine;
using Ucam.Cli.Paths;
using Ucam.Cli.Terminal;
using Ucam.Cli.Usage;
using Ucam.Vqa.Features;
using Ucam.Vqa.Features.Hdf5;

namespace Ucam.Cli.Features;

/// <summary><c>ucam features import</c> and <c>export</c>: feature files in and out of HDF5.</summary>
internal static class FeaturesExchangeCommands
{
    public const string ImportExample = "ucam features import --hdf5 resnet-14x14.h5 --out features.safetensors";
    public const string ExportExample = "ucam features export --features features.safetensors --hdf5 features.h5 --gzip";

    public static Command Import()
    {
        var hdf5 = new InputOption("--hdf5")
        { Description = "The HDF5 file: \"features\" (pictures × channels × rows × columns) and \"ids\".", Required = true };
        var output = new OutputOption("--out") { Description = "The feature file to write (safetensors).", Required = true };
        var command = new ExampleCommand("import", "Turns an HDF5 file, as pytorch-vqa and others exchange them, into a feature file.", ImportExample)
        { hdf5, output };
        command.SetAction((parsed, cancel) => Task.Run(() =>
        {
            string path = parsed.GetRequiredValue(output);
            Output.CheckFile("--out", path);
            int count;
            using (var progress = new ConsoleProgress())
                count = Hdf5Features.Import(parsed.GetRequiredValue(hdf5), Output.WithFolder(path), new RowProgress("import", progress), cancel);
            Console.Out.WriteLine($"{count} pictures: {path}");
            return ExitCode.Success;
        }, CancellationToken.None));
        return command;
    }

    public static Command Export()
    {
        var features = new InputOption("--features")
        { Named = FeatureIndex.FilesOf, Description = "The feature file (safetensors), or an index of several.", Required = true };
        var hdf5 = new OutputOption("--hdf5") { Description = "The HDF5 file to write.", Required = true };
        var gzip = new Option<bool>("--gzip") { Description = "Compress each picture." };
        var command = new ExampleCommand("export", "Turns a feature file into HDF5, as pytorch-vqa and others exchange them.", ExportExample)
        { features, hdf5, gzip };
        command.SetAction((parsed, cancel) => Task.Run(() =>
        {
            string path = parsed.GetRequiredValue(hdf5);
            Output.CheckFile("--hdf5", path);
            int count;
            using (var progress = new ConsoleProgress())
                count = Hdf5Features.Export(parsed.GetRequiredValue(features), Output.WithFolder(path), parsed.GetValue(gzip),
                    new RowProgress("export", progress), cancel);
            Console.Out.WriteLine($"{count} pictures: {path}");
            return ExitCode.Success;
        }, CancellationToken.None));
        return command;
    }

    private sealed class RowProgress(string stage, ConsoleProgress console) : IProgress<(int Done, int Total)>
    {
        private readonly CountProgress _count = new(stage, "rows", console);

        public void Report((int Done, int Total) value) => _count.Report(value.Done, value.Total);
    }
}
