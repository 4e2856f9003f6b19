using System.CommandLine;
using Ucam.Cli.Options;
using Ucam.Cli.Paths;
using Ucam.Cli.Usage;
using Ucam.Vqa;
using Ucam.Vqa.Evaluation;

namespace Ucam.Cli.Eval;

/// <summary>How several machines share an evaluation: each answers a part, and the answers of all are looked at together.</summary>
internal sealed class EvalShare
{
    private readonly Option<Shard?> _shard = ShardOption.Of("the questions");
    private readonly OutputOption _part = new("--part") { Description = "With --shard: the file of this part's answers, for 'ucam merge'." };
    private readonly InputOption _answers = new("--joined")
    { Description = "The joined answers of all parts of the same evaluation ('ucam merge'), in place of asking the model." };

    public void AddTo(Command command)
    {
        foreach (Option option in new Option[] { _shard, _part, _answers }) command.Add(option);
    }

    /// <summary>The part that is asked for; null for all.</summary>
    public Shard? Part(ParseResult parsed) => parsed.GetValue(_shard);

    /// <summary>The file of answers that are there; null for none.</summary>
    public string? Answers(ParseResult parsed) => parsed.GetValue(_answers);

    /// <summary>Refuses what does not go together.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="whole">Options that tell of all answers.</param>
    /// <exception cref="UsageException">The options do not go together.</exception>
    public void Check(ParseResult parsed, IEnumerable<Option> whole)
    {
        Output.CheckFile("--part", parsed.GetValue(_part));
        if (Part(parsed) is null)
        {
            if (parsed.GetValue(_part) is not null) throw new UsageException("--part goes with --shard; --out writes the results of all questions.");
            return;
        }
        if (Answers(parsed) is not null) throw new UsageException("--shard and --joined do not go together; the answers are of all parts.");
        if (parsed.GetValue(_part) is null) throw new UsageException("--shard needs --part: the file of this part's answers.");
        if (whole.FirstOrDefault(option => parsed.GetResult(option) is { Implicit: false }) is { } other)
            throw new UsageException($"--shard and {other.Name} do not go together; {other.Name} goes with --joined, when all parts are joined.");
    }

    /// <summary>Refuses a shared evaluation of what is no model here.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="other">What is evaluated: "--chat".</param>
    /// <exception cref="UsageException">It is shared.</exception>
    public void RefuseBeside(ParseResult parsed, string other)
    {
        foreach (Option option in new Option[] { _shard, _part, _answers })
            if (parsed.GetResult(option) is { Implicit: false }) throw new UsageException($"{option.Name} goes with --model, not with {other}.");
    }

    /// <summary>Refuses more parts than there are batches of pictures.</summary>
    /// <exception cref="UsageException">A part would have nothing to do.</exception>
    public static void CheckParts(Shard part, IReadOnlyList<IVqaSet> sets, EvaluationOptions options)
    {
        int pictures = sets.Max(set => set.Items.Select(item => item.Picture).Distinct().Count());
        if (part.TooMany(pictures, options.PicturesAtOnce, "pictures") is { } problem) throw new UsageException(problem);
    }

    /// <summary>Writes a part's answers and says so.</summary>
    public void Write(ParseResult parsed, IReadOnlyDictionary<string, string> made,
        IReadOnlyList<(string Name, IReadOnlyList<QuestionResult> Results)> sets)
    {
        string path = parsed.GetRequiredValue(_part);
        SharedAnswers.Write(Output.WithFolder(path), Part(parsed)!.Value, made, sets);
        ShardOption.Done(Part(parsed)!.Value, path, "files");
    }
}
