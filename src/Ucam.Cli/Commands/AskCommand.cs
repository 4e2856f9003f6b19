using System.CommandLine;
using Ucam.Imaging;
using Ucam.Uncertainty;

namespace Ucam.Cli.Commands;

/// <summary><c>ucam ask</c>: one question about one picture, a folder, or a list on standard input.</summary>
internal static class AskCommand
{
    public static Command Create()
    {
        var picture = new Argument<string>("picture") { Description = "A picture, a folder of pictures, or - for a list of files on standard input." };
        var question = new Argument<string>("question") { Description = "The question, in quotes." };
        var model = new Option<string?>("--model") { Description = "A checkpoint, or the name of a shipped model. Default: the shipped model to which the picture is most familiar." };
        var json = new Option<bool>("--json") { Description = "One JSON object a line, for programs." };
        var card = new Option<string?>("--card") { Description = "Write a picture with maps, answers and doubt side by side (PNG); for several pictures, a folder." };
        var maps = new Option<string?>("--maps") { Description = "Folder for the maps as overlays (PNG), one file a map." };
        var report = new Option<string?>("--report") { Description = "Write a self-contained HTML report." };
        var passes = new Option<int>("--passes") { Description = "Dropout passes.", DefaultValueFactory = _ => 50 };
        var mode = new Option<McMode>("--mode") { Description = "Dropout sites: head (fast) or full (as published).", DefaultValueFactory = _ => McMode.Head };
        var seed = new Option<int>("--seed") { Description = "Drives dropout and noise.", DefaultValueFactory = _ => 1 };
        var command = new Command("ask", "Asks a question about a picture.\n\nExamples:\n  ucam ask kitchen.png \"What colour is the large ball?\" --card where.png\n"
            + "  ucam ask photos/ \"Is there a dog?\" --json\n  ls *.jpg | ucam ask - \"What is this?\" --report report.html")
        { picture, question, model, json, card, maps, report, passes, mode, seed };
        command.SetAction((parsed, cancel) => Task.Run(() =>
        {
            if (parsed.GetValue(passes) is < 1 or > 10_000) throw new UsageException("--passes must be from 1 to 10000.");
            var options = new AskOptions { Passes = parsed.GetValue(passes), Mode = parsed.GetValue(mode), Seed = parsed.GetValue(seed) };
            IReadOnlyList<string> files = PictureFiles.Expand(parsed.GetRequiredValue(picture));
            var writer = new AnswerWriter(parsed.GetValue(json), parsed.GetValue(card), parsed.GetValue(maps), parsed.GetValue(report), files.Count > 1);
            using var models = new ModelChoice(parsed.GetValue(model));
            int failures = 0;
            foreach (string file in files)
            {
                cancel.ThrowIfCancellationRequested();
                try
                {
                    Picture loaded = Picture.Load(file);
                    (VqaModel chosen, Answer answer) = models.Ask(loaded, parsed.GetRequiredValue(question), options);
                    writer.Add(file, loaded, answer, chosen.Network.Config.Name);
                }
                catch (PictureException e) when (files.Count > 1)
                {
                    failures++;
                    Console.Error.WriteLine("ucam: " + e.Message);
                }
            }
            writer.Finish();
            return failures == 0 ? App.Success : App.Failure;
        }, CancellationToken.None));
        return command;
    }
}
