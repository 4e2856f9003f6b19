using System.CommandLine;
using Ucam.Datasets;
using Ucam.Training;

namespace Ucam.Cli.Commands;

/// <summary><c>ucam features extract</c>: runs a model's backbone over a set's pictures once.</summary>
internal static class FeaturesCommand
{
    private const string Example = "ucam features extract --model scenes --questions q.json --images pictures --out features.safetensors";

    public static Command Create()
    {
        var model = new Option<string>("--model") { Description = "A checkpoint, or the name of a shipped model.", Required = true };
        var output = new Option<string>("--out") { Description = "The feature file to write (safetensors).", Required = true };
        var set = new VqaSetOptions();
        var extract = new ExampleCommand("extract", "Writes the backbone's features of every picture (float16, pictures × positions × channels).", Example)
        { model, output };
        set.AddTo(extract);
        extract.SetAction((parsed, cancel) => Task.Run(() =>
        {
            string path = parsed.GetRequiredValue(output);
            Output.CheckFile("--out", path);
            IVqaSet opened = set.Open(parsed);
            using VqaModel loaded = ModelStore.Load(parsed.GetRequiredValue(model));
            using (var progress = new ConsoleProgress())
                FeatureExtractor.Extract(loaded.Network.Backbone, opened, Output.WithFolder(path), progress, cancel);
            Console.Out.WriteLine($"{opened.PictureCount} pictures: {path}");
            return App.Success;
        }, CancellationToken.None));
        return new ExampleCommand("features", "Works with feature files.", Example) { extract };
    }
}
