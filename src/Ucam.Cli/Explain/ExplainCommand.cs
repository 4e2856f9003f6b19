using System.CommandLine;
using Ucam.Cli.Ask;
using Ucam.Cli.Paths;
using Ucam.Cli.Terminal;
using Ucam.Cli.Usage;
using Ucam.Imaging;

namespace Ucam.Cli.Explain;

/// <summary><c>ucam explain</c>: maps of a picture side by side with their numbers, and a benchmark of all of them.</summary>
internal static class ExplainCommand
{
    public static Command Create()
    {
        var words = new PicturesAndQuestion(needed: false);
        var layers = new Option<bool>("--layers") { Description = "List the layers that can be explained, and end." };
        var model = new ExplainModelOptions();
        var maps = new ExplainMapOptions();
        var files = new ExplainFileOptions();
        var benchmark = new ExplainBenchmarkOptions();
        var command = new ExampleCommand("explain", "Shows why: maps by many methods side by side, with numbers.",
            "ucam explain kitchen.png \"What colour is the large ball?\" --maps all --spread 20",
            "ucam explain kitchen.png \"What colour is the ball?\" --target red~blue --arrays maps.safetensors",
            "ucam explain cat.jpg --resnet resnet50 --weights resnet50.safetensors --class 281",
            "ucam explain cat.jpg --onnx net.onnx --layer /layer4/Relu_output_0 --maps score-cam,rise",
            "ucam explain --layers --model scenes",
            "ucam explain --benchmark --model scenes --count 50", "ucam explain --benchmark --recipe recipes/maps-heads.yaml")
        { layers };
        command.Continuation = "every file already written is whole.";
        words.AddTo(command);
        model.AddTo(command);
        maps.AddTo(command);
        files.AddTo(command);
        benchmark.AddTo(command);
        command.SetAction((parsed, cancel) => Task.Run(() =>
        {
            (IReadOnlyList<string> pictures, string? asked) = words.Read(parsed, model.IsNetwork(parsed));
            if (benchmark.IsGiven(parsed))
            {
                if (pictures.Count > 0 || parsed.GetValue(layers))
                    throw new UsageException("--benchmark takes no picture and no --layers; it has a set of its own.");
                command.Continuation = "the finished maps are kept, the same command goes on with those that are missing.";
                benchmark.Run(parsed, model, maps, cancel);
                return ExitCode.Success;
            }
            benchmark.Refuse(parsed);
            if (parsed.GetValue(layers))
            {
                UnusedOptions.Refuse(parsed, [layers, .. model.Every], other => $"--layers lists them and ends; leave out {other.Name}.");
                using IExplainable listed = model.List(parsed);
                foreach (string layer in listed.Layers()) Console.Out.WriteLine(layer);
                return ExitCode.Success;
            }
            if (pictures.Count == 0)
                throw new UsageException("the picture is missing; give a picture and a question, or --resnet with --weights, or --onnx.");
            (IReadOnlyList<string> named, bool several) = PictureFiles.Expand(pictures, cancel);
            PathRule.Check(parsed, named);
            PictureFolders.Check(parsed, pictures, named, several);
            ExplainSettings wanted = maps.Read(parsed, model.Class(parsed), benchmark.Seed(parsed));
            ExplainFiles written = files.Read(parsed, several);
            using IExplainable explained = model.Open(parsed, asked, wanted.Layer, named);
            ExplainSettings settings = ExplainMapOptions.Choose(explained, wanted);
            return Run(named, several, explained, settings, new ExplainWriter(written, several, settings), cancel);
        }, CancellationToken.None));
        return command;
    }

    private static int Run(IReadOnlyList<string> files, bool several, IExplainable model, ExplainSettings settings, ExplainWriter writer,
        CancellationToken cancel)
    {
        int failures = 0;
        bool told = false;
        foreach (string file in files)
        {
            if (cancel.IsCancellationRequested) break;
            try
            {
                Picture picture = PictureFiles.Load(file, model.Decoding);
                ExplainResult result;
                using (var progress = new ConsoleProgress())
                {
                    var share = new SlowProgress(progress);
                    result = new ExplainRun(model, settings, share, cancel) { Told = Tell }.Explain(file, picture);

                    void Tell(MapPlan plan)
                    {
                        if (!told && plan.InWords(files.Count) is { } words) progress.Log("ucam: " + words);
                        told = true;
                        share.Begin(plan.Seconds);
                    }
                }
                writer.Add(result);
            }
            catch (OperationCanceledException) when (cancel.IsCancellationRequested)
            {
                // Nothing of this picture; what there is of those before is written.
                break;
            }
            catch (PictureException e) when (several)
            {
                failures++;
                Console.Error.WriteLine("ucam: " + e.Message);
            }
        }
        writer.Finish();
        cancel.ThrowIfCancellationRequested();
        return failures == 0 ? ExitCode.Success : ExitCode.Failure;
    }
}
