using System.CommandLine;
using Ucam.Cli.ModelLookup;
using Ucam.Cli.Options;
using Ucam.Cli.Paths;
using Ucam.Cli.Usage;
using Ucam.Imaging;
using Ucam.Vqa;
using Ucam.Vqa.Asking;
using Ucam.Vqa.Datasets.Files;

namespace Ucam.Cli.Ask;

/// <summary><c>ucam ask</c>: one question about pictures, folders, patterns, or a list on standard input.</summary>
internal static class AskCommand
{
    public static Command Create()
    {
        var data = new InputOption("--data")
        {
            Description = "A table (.csv or .tsv) with the columns image and question, in place of one question; what else it has is kept. "
                + "Before it the folder of its pictures, if that is not the table's own.",
        };
        var asked = new PicturesAndQuestion(instead: data);
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
        var table = new OutputOption("--out") { Description = "Write the answers with all uncertainties as a table (CSV; with tabs where it ends in .tsv)." };
        var dropout = new DropoutOptions();
        var shares = new Option<bool>("--shares")
        { Description = "Say too what the question's words, the picture and the model give to the doubt or take from it; about a second." };
        var abstain = new AbstainOption(" Not with --card, --maps, --report or --out, which show the answer.");
        var seed = new Option<int>("--seed") { Description = "Drives dropout and noise.", DefaultValueFactory = _ => 1 };
        var command = new ExampleCommand("ask", "Asks a question about a picture.",
            "ucam ask kitchen.png \"What colour is the large ball?\" --card where.png",
            "ucam ask photos/ \"Is there a dog?\" --json",
            "ucam ask *.jpg \"Is there a dog?\" --card cards",
            "ucam ask photos/ --data questions.csv --out answers.csv --report report.html")
        { data, model, json, card, maps, report, table, shares };
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
            var to = new AnswerFiles(parsed.GetValue(card), parsed.GetValue(maps), parsed.GetValue(report), parsed.GetValue(table));
            if (abstain.IsGiven(parsed) && to.Any)
                throw new UsageException("--abstain does not go with --card, --maps, --report and --out, which show the answer.");
            void Promise(AnswerWriter writer, VqaModel chosen)
            {
                writer.Promise = abstain.Promise(parsed, chosen, options.Passes, options.Mode);
                if (Judgement.Missing(chosen.Network, options.Passes, options.Mode) is null) writer.Promises = chosen.Network.Promises;
            }
            if (parsed.GetValue(data) is { } questions)
            {
                QuestionTable rows = AskTable.Open(questions, asked.Folder(parsed));
                IReadOnlyList<string> named = AskTable.Files(rows);
                PathRule.Check(parsed, named);
                var answers = new AnswerWriter(parsed.GetValue(json), to, several: true) { Seed = options.Seed, Pictures = named.Count };
                answers.Check();
                using var choice = new ModelChoice(parsed.GetValue(model), AskTable.Questions(rows), named);
                Promise(answers, choice.Chosen);
                int missed = new AskTable(rows, choice, options).Run(answers, cancel);
                answers.Finish();
                return missed == 0 ? ExitCode.Success : ExitCode.Failure;
            }
            (IReadOnlyList<string> pictures, string? words) = asked.Read(parsed);
            string question = words!;
            (IReadOnlyList<string> files, bool several) = PictureFiles.Expand(pictures, cancel);
            PathRule.Check(parsed, files);
            PictureFolders.Check(parsed, pictures, files, several);
            var writer = new AnswerWriter(parsed.GetValue(json), to, several) { Seed = options.Seed, Pictures = files.Count };
            writer.Check();
            using var models = new ModelChoice(parsed.GetValue(model), [question], files);
            Promise(writer, models.Chosen);
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
