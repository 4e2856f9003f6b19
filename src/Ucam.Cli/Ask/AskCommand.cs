using System.CommandLine;
using Ucam.Cli.ModelLookup;
using Ucam.Cli.Options;
using Ucam.Cli.Paths;
using Ucam.Cli.Usage;
using Ucam.Imaging;
using Ucam.Vqa;

namespace Ucam.Cli.Ask;

/// <summary><c>ucam ask</c>: one question about pictures, folders, patterns, or a list on standard input.</summary>
internal static class AskCommand
{
    public static Command Create()
    {
        var asked = new PicturesAndQuestion();
        var model = new InputOption("--model")
        {
            Description = "A checkpoint, or the name of a shipped model. Default: one shipped model for all pictures, that which knows most words "
                + "of the question; where several do, that to which the pictures are most familiar.",
        };
        var json = new Option<bool>("--json") { Description = "One JSON object a line, for programs." };
        var card = new OutputOption("--card", "*.card.png")
        { Description = "Write a picture with maps, answers and doubt side by side (.png, .jpg or .webp); for several pictures, a folder." };
        var maps = new OutputOption("--maps", "*.attention.png", "*.certainty.png", "*.doubt.png")
        { Description = "Folder for the maps as overlays (PNG), one file a map." };
        var report = new OutputOption("--report") { Description = "Write a self-contained HTML report." };
        var dropout = new DropoutOptions();
        var shares = new Option<bool>("--shares")
        { Description = "Say too what the question's words, the picture and the model give to the doubt or take from it; about a second." };
        var abstain = new AbstainOption(" Not with --card, --maps or --report, which show the answer.");
        var seed = new Option<int>("--seed") { Description = "Drives dropout and noise.", DefaultValueFactory = _ => 1 };
        var command = new ExampleCommand("ask", "Asks a question about a picture.",
            "ucam ask kitchen.png \"What colour is the large ball?\" --card where.png",
            "ucam ask photos/ \"Is there a dog?\" --json",
            "ucam ask *.jpg \"Is there a dog?\" --card cards",
            "ls *.jpg | ucam ask - \"What is this?\" --report report.html")
        { model, json, card, maps, report, shares };
        asked.AddTo(command);
        dropout.AddTo(command);
        abstain.AddTo(command);
        command.Add(seed);
        command.SetAction((parsed, cancel) => Task.Run(() =>
        {
            var options = new AskOptions
            {
                Passes = dropout.Passes(parsed),
                Mode = dropout.Mode(parsed),
                Seed = parsed.GetValue(seed),
                DoubtShares = parsed.GetValue(shares),
            };
            (IReadOnlyList<string> pictures, string? words) = asked.Read(parsed);
            string question = words!;
            (IReadOnlyList<string> files, bool several) = PictureFiles.Expand(pictures, cancel);
            PathRule.Check(parsed, files);
            PictureFolders.Check(parsed, pictures, files, several);
            var writer = new AnswerWriter(parsed.GetValue(json), parsed.GetValue(card), parsed.GetValue(maps), parsed.GetValue(report), several);
            writer.Check();
            if (abstain.IsGiven(parsed) && (parsed.GetValue(card) ?? parsed.GetValue(maps) ?? parsed.GetValue(report)) is not null)
                throw new UsageException("--abstain does not go with --card, --maps and --report, which show the answer.");
            using var models = new ModelChoice(parsed.GetValue(model), question, files);
            writer.Promise = abstain.Promise(parsed, models.Chosen, options.Passes, options.Mode);
            return Run(files, several, picture => models.Ask(picture, question, options), writer, cancel);
        }, CancellationToken.None));
        return command;
    }

    private static int Run(IReadOnlyList<string> files, bool several, Func<Picture, Answer> ask, AnswerWriter writer, CancellationToken cancel)
    {
        int failures = 0;
        foreach (string file in files)
        {
            cancel.ThrowIfCancellationRequested();
            try
            {
                Picture loaded = PictureFiles.Load(file);
                writer.Add(file, loaded, ask(loaded));
            }
            catch (PictureException e) when (several)
            {
                failures++;
                Console.Error.WriteLine("ucam: " + e.Message);
            }
        }
        writer.Finish();
        return failures == 0 ? ExitCode.Success : ExitCode.Failure;
    }
}
