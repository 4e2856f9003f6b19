using System.CommandLine;
using Ucam.Cli.Paths;
using Ucam.Imaging;

namespace Ucam.Cli.Commands;

/// <summary><c>ucam ask</c>: one question about one picture, a folder, or a list on standard input.</summary>
internal static class AskCommand
{
    public static Command Create()
    {
        var picture = new InputArgument("picture") { Description = "A picture, a folder of pictures, or - for a list of files on standard input." };
        var question = new Argument<string>("question") { Description = "The question, in quotes." };
        var model = new InputOption("--model") { Description = "A checkpoint, or the name of a shipped model. Default: the shipped model to which the picture is most familiar." };
        var json = new Option<bool>("--json") { Description = "One JSON object a line, for programs." };
        var card = new OutputOption("--card", "*.card.png") { Description = "Write a picture with maps, answers and doubt side by side (PNG); for a folder or a list, a folder." };
        var maps = new OutputOption("--maps", "*.png") { Description = "Folder for the maps as overlays (PNG), one file a map." };
        var report = new OutputOption("--report") { Description = "Write a self-contained HTML report." };
        var dropout = new DropoutOptions();
        var seed = new Option<int>("--seed") { Description = "Drives dropout and noise.", DefaultValueFactory = _ => 1 };
        var command = new ExampleCommand("ask", "Asks a question about a picture.",
            "ucam ask kitchen.png \"What colour is the large ball?\" --card where.png",
            "ucam ask photos/ \"Is there a dog?\" --json",
            "ls *.jpg | ucam ask - \"What is this?\" --report report.html")
        { picture, question, model, json, card, maps, report };
        dropout.AddTo(command);
        command.Add(seed);
        command.SetAction((parsed, cancel) => Task.Run(() =>
        {
            var options = new AskOptions { Passes = dropout.Passes(parsed), Mode = dropout.Mode(parsed), Seed = parsed.GetValue(seed) };
            (IReadOnlyList<string> files, bool several) = PictureFiles.Expand(parsed.GetRequiredValue(picture), cancel);
            PathRule.Check(parsed, files);
            var writer = new AnswerWriter(parsed.GetValue(json), parsed.GetValue(card), parsed.GetValue(maps), parsed.GetValue(report), several);
            writer.Check();
            using var models = new ModelChoice(parsed.GetValue(model));
            return Run(files, several, parsed.GetRequiredValue(question), models, writer, options, cancel);
        }, CancellationToken.None));
        return command;
    }

    private static int Run(IReadOnlyList<string> files, bool several, string question, ModelChoice models, AnswerWriter writer, AskOptions options, CancellationToken cancel)
    {
        int failures = 0;
        foreach (string file in files)
        {
            cancel.ThrowIfCancellationRequested();
            try
            {
                Picture loaded = Picture.Load(file);
                (VqaModel chosen, Answer answer) = models.Ask(loaded, question, options);
                writer.Add(file, loaded, answer, chosen.Network.Config.Name);
            }
            catch (PictureException e) when (several)
            {
                failures++;
                Console.Error.WriteLine("ucam: " + e.Message);
            }
        }
        writer.Finish();
        return failures == 0 ? App.Success : App.Failure;
    }
}
