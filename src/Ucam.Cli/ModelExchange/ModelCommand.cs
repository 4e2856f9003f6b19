using System.CommandLine;
using System.Text.Json;
using Ucam.Cli.ModelLookup;
using Ucam.Cli.Paths;
using Ucam.Cli.Usage;
using Ucam.Vqa;
using Ucam.Vqa.Models;
using Ucam.Vqa.Models.Reference;

namespace Ucam.Cli.ModelExchange;

/// <summary><c>ucam model</c>: brings models of the public SAAA (pytorch-vqa) in and takes models out in its layout.</summary>
internal static class ModelCommand
{
    private const string ImportExample = "ucam model import --weights saaa.safetensors --vocabulary vocab.json --out saaa-ucam.safetensors";
    private const string ExportExample = "ucam model export --model saaa-ucam.safetensors --weights saaa.safetensors --vocabulary vocab.json";

    public static Command Create() =>
        new ExampleCommand("model", "Exchanges models with pytorch-vqa (docs/checkpoints.md).", ImportExample, ExportExample)
    {
        Import(), Export(),
    };

    private static ExampleCommand Import()
    {
        var weights = new InputOption("--weights") { Description = "The reference's weights (safetensors).", Required = true };
        var vocabulary = new InputOption("--vocabulary") { Description = "The reference's vocab.json.", Required = true };
        var output = new OutputOption("--out") { Description = "The checkpoint to write.", Required = true };
        var grid = new Option<int>("--grid") { Description = "Rows and columns of the features, 1 to 448.", DefaultValueFactory = _ => 14 };
        var maker = new Option<string>("--features-of")
        { Description = "What makes the features, for messages.", DefaultValueFactory = _ => "ResNet-152 (layer4)" };
        var command = new ExampleCommand("import",
            "Turns the reference's weights and vocabulary into a checkpoint, which looks at features from elsewhere.", ImportExample)
        { weights, vocabulary, output, grid, maker };
        command.SetAction(parsed =>
        {
            string from = parsed.GetRequiredValue(weights), words = parsed.GetRequiredValue(vocabulary), path = parsed.GetRequiredValue(output),
                features = parsed.GetRequiredValue(maker);
            if (string.IsNullOrWhiteSpace(features)) throw new UsageException("--features-of is empty; name the network that makes the features.");
            if (parsed.GetValue(grid) is < 1 or > 448) throw new UsageException("--grid must be from 1 to 448.");
            Output.CheckFile("--out", path);
            using VqaNetwork network = ReferenceSaaa.Import(from, words, parsed.GetValue(grid), features, Path.GetFileNameWithoutExtension(path));
            string provenance =
                JsonSerializer.Serialize(new
                { imported_from = "pytorch-vqa", weights = Path.GetFileName(from), vocabulary = Path.GetFileName(words) });
            Checkpoint.Save(network, Output.WithFolder(path), provenance);
            Console.Out.WriteLine($"{network.Words.Words.Count} words, {network.Answers.Count} answers, {network.Head.Shape.Channels} channels at "
                + $"{network.Head.Shape.Rows}×{network.Head.Shape.Columns}: {path}");
            return ExitCode.Success;
        });
        return command;
    }

    private static ExampleCommand Export()
    {
        var model = new InputOption("--model") { Description = "A checkpoint of the method saaa, or the name of a shipped model.", Required = true };
        var weights = new OutputOption("--weights") { Description = "The weights to write (safetensors, the reference's names).", Required = true };
        var vocabulary = new OutputOption("--vocabulary") { Description = "The vocab.json to write.", Required = true };
        var command =
            new ExampleCommand("export", "Writes a model's head and vocabulary as the reference has them; the backbone stays behind.", ExportExample)
            { model, weights, vocabulary };
        command.SetAction(parsed =>
        {
            string to = parsed.GetRequiredValue(weights), words = parsed.GetRequiredValue(vocabulary);
            Output.CheckFile("--weights", to);
            Output.CheckFile("--vocabulary", words);
            using VqaModel loaded = ModelStore.Load(parsed.GetRequiredValue(model));
            ReferenceSaaa.Export(loaded.Network, Output.WithFolder(to), Output.WithFolder(words));
            Console.Out.WriteLine($"{loaded.Network.Words.Words.Count} words, {loaded.Network.Answers.Count} answers: {to}, {words}");
            return ExitCode.Success;
        });
        return command;
    }
}
