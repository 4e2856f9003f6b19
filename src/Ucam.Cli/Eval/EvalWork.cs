using System.CommandLine;
using Ucam.Cli.ModelLookup;
using Ucam.Cli.Options;
using Ucam.Cli.Paths;
using Ucam.Cli.Terminal;
using Ucam.Cli.Usage;
using Ucam.Metrics;
using Ucam.Vqa;
using Ucam.Vqa.Evaluation;
using Ucam.Vqa.Features;
using Ucam.Vqa.Runs;
using Ucam.Vqa.Text;

namespace Ucam.Cli.Eval;

/// <summary>The options of <c>ucam eval</c>, and what it does with them.</summary>
internal sealed class EvalWork
{
    private readonly InputOption _model = new("--model") { Description = "A checkpoint, or the name of a shipped model." };
    private readonly VqaSetOptions _files = new();
    private readonly BuiltInSetOptions _builtIn = new(defaultPictures: 1000);
    private readonly OutputOption _output = new("--out")
    { Description = "Per-question results with all uncertainties (CSV); with several splits, the split's name is put before the extension." };
    private readonly OutputOption _official = new("--official") { Description = "Official VQA results file (JSON)." };
    private readonly OutputOption _report = new("--report")
    { Description = "A self-contained HTML page of the answers (the first 5000), as 'ask --report' makes it; takes a moment more." };
    private readonly InputOption _features = new("--features")
    {
        Named = FeatureIndex.FilesOf,
        Description = "A feature file with the set's image ids, or an index of several, in place of the pictures (ucam features)."
    };
    private readonly OutputOption _metrics = new("--metrics")
    { Description = "Metrics of certainty of every set and of mixtures of the first with each other one, one a line (CSV)." };
    private readonly InputOption _wordNet = new("--wordnet")
    {
        Description = "Folder of WordNet's index.noun and data.noun (Debian's wordnet-base: /usr/share/wordnet): adds WUPS at 0.9 and 0.0 "
        + "and the accuracy on sets of answers."
    };
    private readonly DeviceOption _device = new("goes with --features");
    private readonly AbstainOption _abstain = new();
    private readonly DropoutOptions _dropout = new();
    private readonly PrecisionOption _precision = new();
    private readonly SubmissionScore _submission = new();
    private readonly ChatEval _chat = new();
    private readonly EvalShare _share = new();

    public void AddTo(Command command)
    {
        foreach (Option option in new Option[] { _model, _features, _output, _official, _report, _metrics, _wordNet }) command.Add(option);
        _abstain.AddTo(command);
        _share.AddTo(command);
        _submission.AddTo(command);
        _chat.AddTo(command);
        _dropout.AddTo(command);
        _precision.AddTo(command);
        _device.AddTo(command);
        _files.AddTo(command);
        _builtIn.AddTo(command);
    }

    /// <summary>Tests a model, a chat model, or answers that are there.</summary>
    /// <returns>The exit code.</returns>
    /// <exception cref="UsageException">The options do not go together.</exception>
    /// <exception cref="UcamException">A file cannot be read or written.</exception>
    public int Run(ParseResult parsed, CancellationToken cancel)
    {
        Output.CheckFile("--out", parsed.GetValue(_output));
        Output.CheckFile("--metrics", parsed.GetValue(_metrics));
        Output.CheckFile("--report", parsed.GetValue(_report));
        string? other = _submission.IsGiven(parsed) ? "--results" : _chat.IsGiven(parsed) ? "--chat" : null;
        if (other is not null) _share.RefuseBeside(parsed, other);
        if (parsed.GetValue(_model) is null) _precision.Refuse(parsed);
        if (_submission.IsGiven(parsed)) return Submission(parsed);
        Output.CheckFile("--official", parsed.GetValue(_official));
        return _chat.IsGiven(parsed) ? Chat(parsed, cancel) : Model(parsed, cancel);
    }

    private int Submission(ParseResult parsed)
    {
        if (parsed.GetValue(_model) is not null)
            throw new UsageException("--results and --model do not go together; a submission has its answers.");
        if (_abstain.IsGiven(parsed)) throw new UsageException("--results and --abstain do not go together; the promise is a model's.");
        if (parsed.GetValue(_wordNet) is not null) throw new UsageException("--wordnet goes with --model, not with --results.");
        if (parsed.GetValue(_report) is not null) throw new UsageException("--report goes with --model, not with --results.");
        _submission.Run(parsed, _files.Annotations(parsed), (parsed.GetValue(_output), parsed.GetValue(_metrics)));
        return ExitCode.Success;
    }

    private int Chat(ParseResult parsed, CancellationToken cancel)
    {
        if (parsed.GetValue(_model) is not null)
            throw new UsageException("--chat and --model do not go together; name the chat model by --chat-model.");
        if (parsed.GetValue(_features) is not null) throw new UsageException("--features goes with --model; a chat model sees the pictures.");
        if (parsed.GetValue(_report) is not null) throw new UsageException("--report goes with --model; a chat model's answers have no maps.");
        if (_abstain.IsGiven(parsed)) throw new UsageException("--chat and --abstain do not go together; the promise is a checkpoint's.");
        var written = new EvalFiles(parsed.GetValue(_output), parsed.GetValue(_official), parsed.GetValue(_metrics), Report: null);
        return _chat.Run(parsed, _files, _builtIn, written, cancel);
    }

    private int Model(ParseResult parsed, CancellationToken cancel)
    {
        string chosen = parsed.GetValue(_model) ?? throw new UsageException("--model is missing: a checkpoint, or the name of a shipped model.");
        string? cached = parsed.GetValue(_features);
        CheckSet(parsed, cached);
        _share.Check(parsed, [_output, _official, _report, _metrics, _wordNet, .. _abstain.All]);
        EvaluationOptions options = Options(parsed);
        IReadOnlyList<EvaluationMetric> more = parsed.GetValue(_wordNet) is { } nouns ? Wups.Metrics(WordNetNouns.Open(nouns)) : [];
        using VqaModel loaded = ModelStore.Load(chosen);
        GuaranteedRisk? promise = _abstain.Promise(parsed, loaded, options.Passes, options.Mode);
        string? answers = _share.Answers(parsed);
        if (cached is not null && answers is null) loaded.Network.To(RunDevice.Open(_device.Name(parsed)));
        using FeatureFile? file = cached is null ? null : FeatureFile.Open(cached);
        IReadOnlyList<IVqaSet> sets = file is not null
            ? [_files.OpenWithoutPictures(parsed)] : _files.IsGiven(parsed)
            ? [_files.Open(parsed)] : _builtIn.Open(parsed, loaded.Network.Config.Backbone.InputSize, cancel: cancel);
        var written = new EvalFiles(parsed.GetValue(_output), parsed.GetValue(_official), parsed.GetValue(_metrics), parsed.GetValue(_report));
        var made = new EvalIdentity(chosen, file, options, sets);
        if (_share.Part(parsed) is { } part)
        {
            EvalShare.CheckParts(part, sets, options);
            _share.Write(parsed, made.On(loaded.Network.Device), Asked(loaded, sets, file, options with { Shard = part }, cancel));
            return ExitCode.Success;
        }
        new EvalRun(loaded, file, options, written, promise, [.. EvaluationMetrics.All, .. more])
        { Answered = answers is null ? null : SharedAnswers.Read(answers, made.Settings, [.. sets.Select(set => (set.Name, set.Items.Count))]) }
            .Run(sets, cancel);
        return ExitCode.Success;
    }

    private EvaluationOptions Options(ParseResult parsed) => new()
    {
        Passes = _dropout.Passes(parsed),
        Mode = _dropout.Mode(parsed),
        Seed = _builtIn.Seed(parsed),
        ShortPasses = _precision.IsShort(parsed, _dropout.Mode(parsed), _dropout.Passes(parsed)),
    };

    private static IReadOnlyList<(string Name, IReadOnlyList<QuestionResult> Results)> Asked(VqaModel model, IReadOnlyList<IVqaSet> sets,
        FeatureFile? features, EvaluationOptions options, CancellationToken cancel)
    {
        using var progress = new ConsoleProgress();
        return [.. sets.Select(set => (set.Name, EvalRun.Ask(model, set, features, options, progress, cancel)))];
    }

    private void CheckSet(ParseResult parsed, string? cached)
    {
        if (!_builtIn.IsGiven(parsed)) _builtIn.RefuseBesideFiles(parsed);
        if (cached is not null && !_files.IsGiven(parsed))
            throw new UsageException("--features goes with --questions; a built-in set draws its pictures.");
        if (_files.IsGiven(parsed) == _builtIn.IsGiven(parsed)) throw new UsageException("give either --questions with --images, or --set.");
        if (cached is null && _device.Name(parsed) != RunDevice.Cpu)
            throw new UsageException("--device goes with --features; pictures go through the backbone on the CPU.");
    }
}
