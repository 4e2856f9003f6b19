using System.CommandLine;
using Ucam.Cli.Options;
using Ucam.Cli.Paths;
using Ucam.Cli.Terminal;
using Ucam.Cli.Train;
using Ucam.Cli.Usage;
using Ucam.Vqa.Features;
using Ucam.Vqa.Training.Extraction;

namespace Ucam.Cli.Features;

/// <summary><c>ucam features extract</c>: runs a frozen network over pictures once.</summary>
internal static class FeaturesExtractCommand
{
    public static readonly string[] Examples =
    [
        "ucam features extract --model scenes --questions q.json --images pictures --out f.safetensors",
        "ucam features extract --backbone resnet18 --pictures photos --out f.safetensors --resume",
        "ucam features extract --resnet r152.safetensors --pictures val2014 --out f.safetensors --resume",
        "ucam features extract --onnx net.onnx --pictures list.json --out f.safetensors --skip-bad",
    ];

    public static Command Create()
    {
        var backbone = new BackboneChoice();
        var set = new VqaSetOptions();
        var pictures = new InputOption("--pictures") { Description = "A folder of pictures, or a JSON list of files, in place of a set." };
        var output = new OutputOption("--out") { Description = "The feature file to write (safetensors).", Required = true };
        var resume = new Option<bool>(TrainCommand.Resume) { Description = "Go on from where an interrupted run of the same command stopped." };
        var skip = new Option<bool>("--skip-bad")
        { Description = "Leave out pictures that cannot be read, and list them; without it the first one stops the run." };
        Option<Shard?> shard = ShardOption.Of("the pictures");
        var command =
            new ExampleCommand("extract", "Writes a frozen network's features of every picture (float16, pictures × positions × channels).", Examples)
            { output, pictures, resume, skip, shard };
        command.Continuation = "finished pictures are kept, the same command with --resume goes on from there.";
        backbone.AddTo(command);
        set.AddTo(command);
        command.SetAction((parsed, cancel) => Task.Run(() =>
        {
            string path = parsed.GetRequiredValue(output);
            Output.CheckFile("--out", path);
            backbone.Check(parsed);
            string? listed = parsed.GetValue(pictures);
            if (listed is not null && set.IsGiven(parsed)) throw new UsageException("give either --pictures, or --questions with --images.");
            PictureSource source = listed is not null ? PictureSource.FromPath(listed) : PictureSource.FromSet(set.Open(parsed));
            // What is done so far stands beside the file until it is whole.
            PathRule.Check(parsed, source.Files, [(output, path + ".partial"), (output, path + ".partial.json")]);
            using BackboneChoice.Opened opened = backbone.Open(parsed);
            ExtractionResult result;
            var options = new ExtractionOptions
            {
                Resume = parsed.GetValue(resume),
                SkipBad = parsed.GetValue(skip),
                MadeOf = backbone.Files(parsed),
                // A model's head may be trained again and its features stay the same.
                Weights = opened.Model is { } model ? BackboneExtraction.Fingerprint(model.Network.Backbone) : null,
            };
            if (parsed.GetValue(shard) is { } part)
            {
                options = options with
                {
                    MayBeEmpty = true,
                    // Batches of another size would share out the same pictures otherwise.
                    Metadata = new Dictionary<string, string>
                    {
                        [FeatureMerge.ShardKey] = $"{part}",
                        [FeatureMerge.PicturesKey] = $"{source.Fingerprint} by {opened.Backbone.Batch}"
                    },
                };
                source = PartOf(source, part, opened.Backbone.Batch);
            }
            using (var progress = new ConsoleProgress())
                result = ResumableExtraction.Run(opened.Backbone, source, Output.WithFolder(path), options, progress, cancel);
            if (opened.Model is null)
                Console.Out.WriteLine($"{opened.Backbone.InputSize}×{opened.Backbone.InputSize} pixels; "
                + $"{DecodingOption.Said(opened.Backbone.Decoding)}");
            if (backbone.Said(parsed) is { } said) Console.Out.WriteLine(said);
            Report(result, path);
            return ExitCode.Success;
        }, CancellationToken.None));
        return command;
    }

    // In whole batches, since a network's last digits depend on what is beside a picture.
    private static PictureSource PartOf(PictureSource source, Shard part, int batch)
    {
        if (part.TooMany(source.Ids.Count, batch, "pictures") is { } problem) throw new UsageException(problem);
        (int start, int length) = part.Of(source.Ids.Count, batch);
        return source.Part(start, length);
    }

    private static void Report(ExtractionResult result, string path)
    {
        foreach (SkippedPicture bad in result.Skipped) Console.Error.WriteLine($"skipped {bad.Id}: {bad.Why}");
        if (result.Resumed > 0) Console.Out.WriteLine($"{result.Resumed} pictures had been done before");
        Console.Out.WriteLine($"{result.Written} pictures: {path}{(result.Skipped.Count > 0 ? $" ({result.Skipped.Count} skipped)" : "")}");
    }
}
