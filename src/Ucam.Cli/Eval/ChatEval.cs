using System.CommandLine;
using Ucam.Certainty.Estimation;
using Ucam.Cli.Options;
using Ucam.Cli.Paths;
using Ucam.Cli.Usage;
using Ucam.Extensions.AI;
using Ucam.Vqa;

namespace Ucam.Cli.Eval;

/// <summary>The part of <c>ucam eval</c> that tests a chat model behind an endpoint of OpenAI's form: <c>--chat</c>.</summary>
internal sealed class ChatEval
{
    private readonly Option<string?> _endpoint = new("--chat")
    { Description = "Test the chat model at this address of OpenAI's form, such as http://127.0.0.1:5080/v1 of 'ucam serve'.", HelpName = "URL" };
    private readonly Option<string?> _model = new("--chat-model") { Description = "Name of the chat model.", HelpName = "NAME" };
    private readonly Option<string> _key = new("--chat-key")
    {
        Description = "Name of the environment variable that holds the endpoint's key.",
        HelpName = "VARIABLE",
        DefaultValueFactory = _ => "OPENAI_API_KEY",
    };
    private readonly Option<int> _size = new("--chat-size")
    { Description = "Side of a built-in set's pictures as they are sent, in pixels, 32 to 2048.", DefaultValueFactory = _ => 224 };
    private readonly Option<bool> _tokens = new("--token-probabilities")
    { Description = "Ask the endpoint for the probabilities of its answers too." };
    private readonly Option<int> _samples = Count("--samples", "Calls an answer: it is drawn again so often, 0 to 100.", usual => usual.Samples);
    private readonly Option<int> _words = Count("--rewordings", "Calls with the question in other words, 0 to 5.", usual => usual.Rewordings);
    private readonly Option<int> _changes =
        Count("--picture-changes", "Calls with the picture changed a little, 0 to 50.", usual => usual.PictureChanges);
    private readonly Option<int> _blind = Count("--blank", "Calls with a blank picture, 0 to 20.", usual => usual.BlindCalls);
    private readonly Option<int> _atOnce = Count("--at-once", "Calls at once, 1 to 256.", usual => usual.Concurrency);
    private readonly Option<int?> _mostCalls = new("--most-calls")
    { Description = "The most calls in all; it ends before the question that may not fit." };
    private readonly Option<long?> _mostTokens = new("--most-tokens") { Description = "The most tokens in all; needs --tokens-per-call." };
    private readonly Option<long?> _tokensPerCall = new("--tokens-per-call") { Description = "The most tokens that one call takes." };
    private readonly OutputOption _answers = new("--answers")
    { Description = "Keeps each answer of the chat model as it comes (JSON lines); those in it are not asked for again." };
    private readonly OutputOption _fit = new("--fit")
    { Description = "Fits how likely an answer of the chat model is right on these answers, and writes it (JSON) for --certainty." };
    private readonly InputOption _certainty = new("--certainty")
    { Description = "Tells how likely each answer of the chat model is right, by what --fit wrote." };

    public void AddTo(Command command)
    {
        foreach (Option option in new Option[]
        {
            _endpoint, _model, _key, _size, _tokens, _samples, _words, _changes, _blind, _atOnce, _mostCalls, _mostTokens, _tokensPerCall,
            _answers, _fit, _certainty,
        }) command.Add(option);
    }

    public bool IsGiven(ParseResult parsed) => parsed.GetValue(_endpoint) is not null;

    /// <summary>Asks, prints the tables and writes the files.</summary>
    /// <returns>The exit code.</returns>
    public int Run(ParseResult parsed, VqaSetOptions files, BuiltInSetOptions builtIn, EvalFiles to, CancellationToken cancel)
    {
        string model = parsed.GetValue(_model) ?? throw new UsageException("--chat-model is missing: the name of the chat model.");
        if (files.IsGiven(parsed) == builtIn.IsGiven(parsed)) throw new UsageException("give either --questions with --images, or --set.");
        if (parsed.GetValue(_size) is < 32 or > 2048) throw new UsageException("--chat-size must be from 32 to 2048.");
        (string? answers, string? fit) = (parsed.GetValue(_answers), parsed.GetValue(_fit));
        Output.CheckFile("--answers", answers);
        Output.CheckFile("--fit", fit);
        var endpoint = ChatEndpoint.Of(parsed.GetValue(_endpoint)!, model, parsed.GetRequiredValue(_key));
        DoubtOptions doubt = Doubt(parsed, builtIn.Seed(parsed));
        IReadOnlyList<IVqaSet> sets = files.IsGiven(parsed) ? [files.Open(parsed)] : builtIn.Open(parsed, parsed.GetValue(_size), cancel: cancel);
        if (sets.Count > 1 && (answers ?? fit) is not null)
            throw new UsageException($"{(answers is null ? "--fit" : "--answers")} is of one set; name one --split.");
        if (fit is not null && sets[0].Items.Count(item => item.Answers.Count > 0) is var known && known < CertaintyFit.FewestAnswers)
            throw new UsageException($"--fit needs at least {CertaintyFit.FewestAnswers} questions with answers; {sets[0].Name} has {known}.");
        var options = new ChatEvaluationOptions
        {
            Doubt = doubt,
            AnswersFile = answers is null ? null : Output.WithFolder(answers),
            Model = $"{model} at {endpoint.Address}",
            Chat = new() { Temperature = 0, Seed = doubt.Seed },
        };
        new ChatEvalRun(endpoint, options, to, fit).Run(sets, cancel);
        return ExitCode.Success;
    }

    private DoubtOptions Doubt(ParseResult parsed, int seed)
    {
        (long? mostTokens, long? each) = (parsed.GetValue(_mostTokens), parsed.GetValue(_tokensPerCall));
        if (mostTokens is not null && each is null) throw new UsageException("--most-tokens needs --tokens-per-call: what one call takes at most.");
        if (parsed.GetValue(_mostCalls) < 1 || mostTokens < 1 || each < 1)
            throw new UsageException("--most-calls, --most-tokens and --tokens-per-call must be at least 1.");
        int? mostCalls = parsed.GetValue(_mostCalls);
        var doubt = new DoubtOptions
        {
            Samples = InRange(parsed, _samples, 0, 100),
            Rewordings = InRange(parsed, _words, 0, 5),
            PictureChanges = InRange(parsed, _changes, 0, 50),
            BlindCalls = InRange(parsed, _blind, 0, 20),
            Concurrency = InRange(parsed, _atOnce, 1, 256),
            Seed = seed,
            Budget = mostCalls is null && mostTokens is null ? null : new CallBudget(mostCalls, mostTokens, each),
            RetryAfter = ChatEndpoint.RetryAfter,
            Estimator = parsed.GetValue(_certainty) is { } certainty ? Certainty(certainty) : null,
        };
        return parsed.GetValue(_tokens) ? ChatEndpoint.Telling(doubt) : doubt;
    }

    private static CertaintyEstimator Certainty(string path)
    {
        string text = Utf8File.Text(path, "what --fit wrote");
        try
        {
            return ChatCertainty.FromJson(text);
        }
        catch (UcamException e)
        {
            throw new UcamException($"--certainty: {path}: {e.Message}", e) { File = path };
        }
    }

    private static int InRange(ParseResult parsed, Option<int> option, int least, int most) =>
        parsed.GetValue(option) is var value && value >= least && value <= most ? value
            : throw new UsageException($"{option.Name} is {value}; it must be from {least} to {most}.");

    private static Option<int> Count(string name, string description, Func<DoubtOptions, int> usual) =>
        new(name) { Description = description, DefaultValueFactory = _ => usual(new DoubtOptions()) };
}
