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

/// <summary>The options of <c>ucam ask</c>, and what it does with them.</summary>
internal sealed class AskWork
{
    private readonly InputOption _data = new("--data")
    {
        Description = "A table (.csv or .tsv) with the columns image and question, in place of one question; what else it has is kept. "
            + "Before it the folder of its pictures, if that is not the table's own.",
    };
    private readonly PicturesAndQuestion _asked;
    private readonly InputOption _model = new("--model")
    {
        Description = "A checkpoint, or the name of a shipped model. Default: one shipped model for all pictures, that which knows most words "
            + "of the question; where several do, that to which the pictures are most familiar.",
    };
    private readonly Option<bool> _json = new("--json") { Description = "One JSON object a line, for programs." };
    private readonly OutputOption _card = new("--card", "*.card.png")
    { Description = "Write a picture with maps, answers and doubt side by side (.png, .jpg or .webp); for several pictures, a folder." };
    private readonly OutputOption _maps = new("--maps", "*.attention.png", "*.certainty.png", "*.doubt.png")
    { Description = "Folder for the maps as overlays (PNG), one file a map." };
    private readonly OutputOption _report = new("--report") { Description = "Write a self-contained HTML report." };
    private readonly OutputOption _table = new("--out")
    { Description = "Write the answers with all uncertainties as a table (CSV; with tabs where it ends in .tsv)." };
    private readonly DropoutOptions _dropout = new();
    private readonly Option<bool> _shares = new("--shares")
    { Description = "Say too what the question's words, the picture and the model give to the doubt or take from it; about a second." };
    private readonly AbstainOption _abstain = new(" Not with --card, --maps, --report or --out, which show the answer.");
    private readonly Option<int> _seed = new("--seed") { Description = "Drives dropout and noise.", DefaultValueFactory = _ => 1 };

    public AskWork() => _asked = new PicturesAndQuestion(instead: _data);

    public void AddTo(Command command)
    {
        foreach (Option option in new Option[] { _data, _model, _json, _card, _maps, _report, _table, _shares }) command.Add(option);
        _asked.AddTo(command);
        _dropout.AddTo(command);
        _abstain.AddTo(command);
        command.Add(_seed);
    }

    /// <summary>Answers what was asked.</summary>
    /// <returns>The exit code.</returns>
    /// <exception cref="UsageException">The options do not go together.</exception>
    /// <exception cref="UcamException">Nothing can be answered, or a file not be written.</exception>
    public int Run(ParseResult parsed, CancellationToken cancel)
    {
        var options = new AskOptions
        {
            Passes = _dropout.Passes(parsed),
            Mode = _dropout.Mode(parsed),
            Seed = parsed.GetValue(_seed),
            DoubtShares = parsed.GetValue(_shares),
        };
        var to = new AnswerFiles(parsed.GetValue(_card), parsed.GetValue(_maps), parsed.GetValue(_report), parsed.GetValue(_table));
        if (_abstain.IsGiven(parsed) && to.Any)
            throw new UsageException("--abstain does not go with --card, --maps, --report and --out, which show the answer.");
        return parsed.GetValue(_data) is { } questions ? Table(parsed, questions, (options, to), cancel) : Pictures(parsed, (options, to), cancel);
    }

    private int Table(ParseResult parsed, string questions, (AskOptions How, AnswerFiles To) asking, CancellationToken cancel)
    {
        QuestionTable rows = AskTable.Open(questions, _asked.Folder(parsed));
        IReadOnlyList<string> named = AskTable.Files(rows);
        PathRule.Check(parsed, named);
        AnswerWriter writer = Writer(parsed, asking, several: true, named.Count);
        using var models = new ModelChoice(parsed.GetValue(_model), AskTable.Questions(rows), named);
        Promise(parsed, writer, models.Chosen, asking.How);
        int missed = new AskTable(rows, models, asking.How).Run(writer, cancel);
        writer.Finish();
        return missed == 0 ? ExitCode.Success : ExitCode.Failure;
    }

    private int Pictures(ParseResult parsed, (AskOptions How, AnswerFiles To) asking, CancellationToken cancel)
    {
        (IReadOnlyList<string> pictures, string? words) = _asked.Read(parsed);
        string question = words!;
        (IReadOnlyList<string> files, bool several) = PictureFiles.Expand(pictures, cancel);
        PathRule.Check(parsed, files);
        PictureFolders.Check(parsed, pictures, files, several);
        AnswerWriter writer = Writer(parsed, asking, several, files.Count);
        using var models = new ModelChoice(parsed.GetValue(_model), [question], files);
        Promise(parsed, writer, models.Chosen, asking.How);
        return Each(files, several, picture => models.Ask(picture, question, asking.How), writer, cancel);
    }

    private AnswerWriter Writer(ParseResult parsed, (AskOptions How, AnswerFiles To) asking, bool several, int pictures)
    {
        var writer = new AnswerWriter(parsed.GetValue(_json), asking.To, several) { Seed = asking.How.Seed, Pictures = pictures };
        writer.Check();
        return writer;
    }

    private void Promise(ParseResult parsed, AnswerWriter writer, VqaModel model, AskOptions how)
    {
        writer.Promise = _abstain.Promise(parsed, model, how.Passes, how.Mode);
        if (Judgement.Missing(model.Network, how.Passes, how.Mode) is null) writer.Promises = model.Network.Promises;
    }

    private static int Each(IReadOnlyList<string> files, bool several, Func<Picture, Answer> ask, AnswerWriter writer, CancellationToken cancel)
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
