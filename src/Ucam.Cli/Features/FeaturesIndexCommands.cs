using System.CommandLine;
using Ucam.Cli.Paths;
using Ucam.Cli.Terminal;
using Ucam.Cli.Usage;
using Ucam.Vqa.Features;

namespace Ucam.Cli.Features;

/// <summary><c>ucam features index</c> and <c>check</c>: several feature files that stand for one.</summary>
internal static class FeaturesIndexCommands
{
    public const string IndexExample = "ucam features index train-*.safetensors --out train.json";
    public const string CheckExample = "ucam features check train.json";

    public static Command Index()
    {
        var files = new InputArguments("files", isDeep: false)
        { HelpName = "FILE", Description = "The feature files (safetensors).", Arity = ArgumentArity.OneOrMore };
        var output = new OutputOption("--out")
        { Description = "The index to write (.json), in a folder that holds the files.", Required = true };
        var without = new Option<bool>("--no-sums")
        { Description = "Leave out the checksums, for which every file is read whole." };
        var command = new ExampleCommand("index", "Makes an index of feature files, to be given in place of one file of all.", IndexExample)
        { files, output, without };
        command.SetAction((parsed, cancel) => Task.Run(() =>
        {
            string path = parsed.GetRequiredValue(output);
            string[] given = parsed.GetValue(files) ?? [];
            if (!FeatureIndex.IsIndex(path)) throw new UsageException($"--out is '{path}'; an index ends in .json.");
            Output.CheckFile("--out", path);
            int pictures;
            using (var progress = new ConsoleProgress())
                pictures = FeatureIndex.Write(given, path, !parsed.GetValue(without), progress, cancel);
            Console.Out.WriteLine($"{pictures} pictures in {Files(given.Length)}: {path}");
            return ExitCode.Success;
        }, CancellationToken.None));
        return command;
    }

    public static Command Check()
    {
        var index = new InputArgument("index") { HelpName = "INDEX", Description = "The index (.json), or one feature file." };
        var command = new ExampleCommand("check",
            "Reads the files of an index whole, or one feature file: checksums, and whether every feature is a finite number.", CheckExample)
        { index };
        command.SetAction((parsed, cancel) => Task.Run(() =>
        {
            string path = parsed.GetRequiredValue(index);
            if (!FeatureIndex.IsIndex(path)) return File(path, cancel);
            int sums, all;
            using (var progress = new ConsoleProgress())
                (sums, all) = FeatureIndex.Read(path).Check(progress, cancel);
            Console.Out.WriteLine(sums == all ? $"{Files(all)} {(all == 1 ? "is" : "are")} as the index says"
                : $"{Files(all)} of the length and number of pictures that the index says, {all - sums} without a checksum in it");
            return ExitCode.Success;
        }, CancellationToken.None));
        return command;
    }

    private static int File(string path, CancellationToken cancel)
    {
        using FeatureFile file = FeatureFile.Open(path);
        using (var progress = new ConsoleProgress()) file.Check(progress, cancel);
        Console.Out.WriteLine($"{path} is whole: {file.Count} pictures, and every feature is a finite number; checksums are for the files "
            + "of an index ('ucam features index')");
        return ExitCode.Success;
    }

    private static string Files(int count) => count == 1 ? "1 file" : $"{count} files";
}
