using System.CommandLine;
using Ucam.Cli.Ask;
using Ucam.Cli.ModelLookup;
using Ucam.Cli.Options;
using Ucam.Cli.Paths;
using Ucam.Cli.Terminal;
using Ucam.Cli.Usage;
using Ucam.Vqa;
using Ucam.Vqa.Asking;
using Ucam.Vqa.Datasets.Files;
using Ucam.Web.Reviewing;
using Ucam.Web.Reviewing.Sources;

namespace Ucam.Cli.Review;

/// <summary>What is reviewed, with the model that answers; disposed together.</summary>
internal sealed record OpenedReview(ReviewData Data, IDisposable? Model) : IDisposable
{
    public void Dispose() => Model?.Dispose();
}

/// <summary>Where the answers of a review come from: results that are there, or a table that is asked first.</summary>
internal sealed class ReviewSource
{
    private static readonly string[] Lines = [".json", ".jsonl", ".ndjson"];

    private readonly InputArguments _what = new("results or folder", isDeep: true)
    {
        HelpName = "RESULTS|FOLDER",
        Description = "What 'ucam eval --out', 'ucam ask --out' (CSV) or 'ucam ask --json' wrote; or, with --data, the folder of the pictures.",
        Arity = ArgumentArity.ZeroOrMore,
    };
    private readonly InputOption _data = new("--data")
    { Description = "A table (.csv or .tsv) with the columns image and question, which is asked first; answers are kept, and asked once." };
    private readonly InputOption _images = new("--images") { Description = "The folder of the pictures that results are about." };
    private readonly InputOption _questions = new("--questions")
    { Description = "For results in the official format (question_id, answer): the questions in the VQA layout (JSON)." };
    private readonly InputOption _annotations = new("--annotations")
    { Description = "With --questions, where they are known: the people's answers in the VQA layout (JSON)." };
    private readonly InputOption _model = new("--model")
    {
        Description = "A checkpoint, or the name of a shipped model: who answers --data (default: the shipped model that knows most words); "
            + "for results, whose promises and maps are shown.",
    };
    private readonly DropoutOptions _dropout = new();
    private readonly Option<int> _seed = new("--seed") { Description = "Drives dropout.", DefaultValueFactory = _ => 1 };

    public void AddTo(Command command)
    {
        command.Add(_what);
        foreach (Option option in new Option[] { _data, _questions, _annotations, _images, _model }) command.Add(option);
        _dropout.AddTo(command);
        command.Add(_seed);
    }

    /// <summary>The usual file of the decisions.</summary>
    /// <exception cref="UsageException">Nothing is named.</exception>
    public string UsualStore(ParseResult parsed)
    {
        string named = parsed.GetValue(_data) ?? What(parsed) ?? throw new UsageException(
            "nothing is named to review; give results (CSV or JSON), or a folder of pictures with --data.");
        return StoreOf(named);
    }

    /// <summary>The usual file of the decisions about results or a table.</summary>
    public static string StoreOf(string path) => Path.ChangeExtension(path, ".review.db");

    /// <summary>The pictures that are read.</summary>
    public IReadOnlyList<string> Files(ParseResult parsed) =>
        parsed.GetValue(_data) is { } data ? AskTable.Files(AskTable.Open(data, Folder(parsed))) : [];

    /// <summary>Reads the results, or asks the table.</summary>
    /// <exception cref="UcamException">They cannot be read.</exception>
    public OpenedReview Open(ParseResult parsed, IReviewStore store, CancellationToken cancel)
    {
        var options = new AskOptions { Passes = _dropout.Passes(parsed), Mode = _dropout.Mode(parsed), Seed = parsed.GetValue(_seed) };
        if (parsed.GetValue(_data) is { } data) return Asked(AskTable.Open(data, Folder(parsed)), options, parsed, store, cancel);
        string path = What(parsed) ?? throw new UsageException("nothing is named to review.");
        if (Directory.Exists(path)) throw new UsageException($"{path} is a folder; give --data with the questions about its pictures.");
        string? images = parsed.GetValue(_images);
        if (images is not null && !Directory.Exists(images)) throw new UsageException($"--images: there is no folder '{images}'.");
        ReviewData read = Results(path, images, (parsed.GetValue(_questions), parsed.GetValue(_annotations)));
        if (parsed.GetValue(_model) is not { } name) return new OpenedReview(read, null);
        VqaModel model = ModelStore.Load(name);
        bool judges = Judgement.Missing(model.Network, options.Passes, options.Mode) is null;
        read = read with { Rows = [.. read.Rows.Select(row => row.Placed(model))] };
        var live = new LiveDetails(read, model, options);
        return new OpenedReview(read with { Details = live.Of, Promises = judges ? model.Network.Promises : null }, model);
    }

    /// <summary>Reads results.</summary>
    /// <param name="path">What 'ucam eval --out', 'ucam ask --out' or 'ucam ask --json' wrote, or results in the official format.</param>
    /// <param name="images">The folder of the pictures; null for none.</param>
    /// <param name="official">Questions and people's answers, for the official format.</param>
    /// <exception cref="UsageException">It is none of these, or questions are missing or too many.</exception>
    /// <exception cref="UcamException">It cannot be read.</exception>
    public static ReviewData Results(string path, string? images, (string? Questions, string? Annotations) official = default)
    {
        bool isTable = CsvRows.IsTable(path);
        if (!isTable && !Lines.Contains(Path.GetExtension(path).ToLowerInvariant()))
            throw new UsageException($"'{path}' is no table (.csv) and no answers in JSON (.json, .jsonl); give results.");
        if (!isTable && SubmittedAnswers.IsList(path))
            return SubmittedAnswers.Read(path, official.Questions ?? throw new UsageException(
                $"'{path}' has no more than answers by question_id; name the questions they answer (--questions)."), official.Annotations, images);
        if ((official.Questions ?? official.Annotations) is not null)
            throw new UsageException($"--{(official.Questions is null ? "annotations" : "questions")} goes with results in the official format; "
                + $"'{path}' has its own questions.");
        return isTable ? ResultTable.Read(path, images) : AnswerLines.Read(path, images);
    }

    private OpenedReview Asked(QuestionTable table, AskOptions options, ParseResult parsed, IReviewStore store, CancellationToken cancel)
    {
        if ((parsed.GetValue(_questions) ?? parsed.GetValue(_annotations)) is not null)
            throw new UsageException("--questions and --annotations go with results; a table has its own questions.");
        if (parsed.GetValue(_images) is not null)
            throw new UsageException("--images goes with results; the folder of a table's pictures stands before --data.");
        var models = new ModelChoice(parsed.GetValue(_model), AskTable.Questions(table), AskTable.Files(table));
        try
        {
            using var progress = new ConsoleProgress();
            var count = new CountProgress("questions", "questions", progress);
            var report = new AskingReport(count.Report, (line, why) => progress.Log($"ucam: {table.Path}: line {line}: {why}"));
            ReviewData asked = AskedTable.Ask(table, new TableAsking(models.Chosen, FileHash.Of(models.File), options), store, report, cancel);
            bool judges = Judgement.Missing(models.Chosen.Network, options.Passes, options.Mode) is null;
            return new OpenedReview(asked with { Promises = judges ? models.Chosen.Network.Promises : null }, models);
        }
        catch
        {
            models.Dispose();
            throw;
        }
    }

    private string? What(ParseResult parsed) => (parsed.GetValue(_what) ?? []) switch
    {
        [] => null,
        [var path] => path,
        var several => throw new UsageException($"'{several[1]}' is one too many; give one file of results, or one folder with --data."),
    };

    private string? Folder(ParseResult parsed) => What(parsed) is not { } path ? null : Directory.Exists(path) ? path
        : throw new UsageException($"'{path}' is no folder; give the folder of the table's pictures before --data.");
}
