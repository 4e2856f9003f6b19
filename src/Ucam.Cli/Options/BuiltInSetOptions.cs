using System.CommandLine;
using Ucam.Cli.Paths;
using Ucam.Cli.Usage;
using Ucam.Vqa;
using Ucam.Vqa.Datasets.BuiltIn;

namespace Ucam.Cli.Options;

/// <summary>The options that name a built-in set, shared by several commands.</summary>
internal sealed class BuiltInSetOptions
{
    private readonly Option<string?> _set = new("--set") { Description = $"A built-in set: {BuiltInSets.Words}." };
    private readonly Option<string> _split;
    private readonly Option<int> _pictures;
    private readonly Option<int> _perPicture = new("--questions-per-picture")
    { Description = "Questions about each picture, 1 to 50.", DefaultValueFactory = _ => 8 };
    private readonly Option<int> _seed = new("--seed") { Description = "Drives everything random.", DefaultValueFactory = _ => 1 };
    private readonly InputOption _data;
    private readonly OutputOption? _apart;

    /// <param name="defaultPictures">How many pictures where nobody says.</param>
    /// <param name="defaultSplit">Which part.</param>
    /// <param name="set">The set that it is about; null for one that --set names.</param>
    /// <param name="apart">What is written, which may be a folder in that of the files the set is made of; null for neither.</param>
    public BuiltInSetOptions(int defaultPictures, string defaultSplit = "test", BuiltInSet? set = null, OutputOption? apart = null)
    {
        _apart = apart;
        _data = new InputOption("--data", FolderMembers.Data)
        {
            Apart = apart,
            Description = $"What the set is made of ({string.Join("; ", BuiltInSets.All.Where(set => set.Source is not null)
                .Select(set => $"{set.Name}: {set.Source}"))}).",
        };
        _set.CompletionSources.Add([.. BuiltInSets.All.Select(set => set.Name)]);
        _split = new Option<string>("--split")
        { Description = $"{PartsInWords(set)}, or all: every test set.", DefaultValueFactory = _ => defaultSplit };
        if (set is { TestsAskOnce: true }) _perPicture.Description = "Questions about each picture of train and validation, 1 to 50; tests have one.";
        _pictures = new Option<int>("--pictures") { Description = "Number of pictures, 1 to 1000000.", DefaultValueFactory = _ => defaultPictures };
    }

    public void AddTo(Command command, bool named = true)
    {
        if (named) command.Add(_set);
        foreach (Option option in new Option[] { _split, _pictures, _perPicture, _seed, _data }) command.Add(option);
    }

    /// <summary>Refuses what belongs to a built-in set beside files of the user's own.</summary>
    public void RefuseBesideFiles(ParseResult parsed)
    {
        if (parsed.GetValue(_data) is { } data)
            throw new UsageException($"--data '{data}' goes with --set; a table of questions goes with --questions, its pictures with --images.");
    }

    public bool IsGiven(ParseResult parsed) => parsed.GetValue(_set) is not null;

    /// <summary>The set that was named; null where none was.</summary>
    /// <exception cref="UsageException">There is no such set.</exception>
    public BuiltInSet? Chosen(ParseResult parsed) => IsGiven(parsed) ? Find(parsed.GetValue(_set)) : null;

    /// <summary>The option that names the files a set is made of.</summary>
    public Option<string> Files => _data;

    /// <summary>Seed and amounts in words, by which one export is told from another.</summary>
    public string Request(ParseResult parsed) =>
        $"seed {Seed(parsed)}, {parsed.GetValue(_pictures)} pictures, {parsed.GetValue(_perPicture)} questions a picture";

    /// <summary>Those that say what is drawn, but for the seed.</summary>
    public IReadOnlyList<Option> Drawn => [_set, _split, _pictures, _perPicture, _data];

    /// <summary>The option that names the set.</summary>
    public Option Named => _set;

    /// <summary>The option that names its part.</summary>
    public Option Part => _split;

    /// <summary>The option that drives everything random.</summary>
    public Option SeedOption => _seed;

    public int Seed(ParseResult parsed) => parsed.GetValue(_seed);

    public string Split(ParseResult parsed) => parsed.GetRequiredValue(_split);

    /// <summary>Opens the named splits of a set, or of the one that was named, at a size in pixels.</summary>
    public IReadOnlyList<IVqaSet> Open(ParseResult parsed, int size, BuiltInSet? chosen = null, CancellationToken cancel = default)
    {
        int pictures = parsed.GetValue(_pictures), questions = parsed.GetValue(_perPicture), seed = Seed(parsed);
        if (pictures is < 1 or > 1_000_000) throw new UsageException("--pictures must be from 1 to 1000000.");
        if (questions is < 1 or > 50) throw new UsageException("--questions-per-picture must be from 1 to 50.");
        BuiltInSet set = chosen ?? Find(parsed.GetValue(_set));
        SetMaker maker = Maker(parsed, set);
        return [.. Splits(maker.Parts, Split(parsed))
            .Select(part => maker.Make(new SetRequest(part, pictures, seed, size, questions) { Cancel = cancel }))];
    }

    /// <summary>What makes a set's parts, from the files that were named.</summary>
    /// <exception cref="UsageException">It needs files, and none were named.</exception>
    public SetMaker Maker(ParseResult parsed, BuiltInSet set) => set.Open(Source(parsed, set));

    /// <summary>The files that were named; null where none were.</summary>
    /// <exception cref="UsageException">The set needs files and none were named, or is made of none and some were.</exception>
    public string? Source(ParseResult parsed, BuiltInSet set)
    {
        string? source = parsed.GetValue(_data);
        if (source is null && set.NeedsSource)
            throw new UsageException($"the set {set.Name} needs --data: {set.Source} (see docs/{set.Name}.md).");
        if (source is not null && set.Source is null)
            throw new UsageException($"--data goes with sets that are made of files; {set.Name} is drawn: leave it out.");
        if (source is not null && _apart is { } output && parsed.GetValue(output) is { } written && FileIdentity.Same(source, written))
            throw new UsageException($"{output.Name} is {source}, which --data names; give a folder of its own, or one in it.");
        return source;
    }

    private static string PartsInWords(BuiltInSet? set) => set is { NeedsSource: false } && set.Open(null).Parts is { } parts
        ? string.Join(", ", parts) : "train, validation, test, a shifted test set (test-blur, ...)";

    private static BuiltInSet Find(string? name) => BuiltInSets.Find(name ?? "")
        ?? throw new UsageException($"--set is '{name}'; it must be {BuiltInSets.Words}.");

    private static IEnumerable<string> Splits(IReadOnlyList<string>? all, string name)
    {
        if (all is null) return [name];
        if (name == "all") return all.Where(part => part.StartsWith("test", StringComparison.Ordinal));
        return all.Contains(name) ? [name] : throw new UsageException($"--split is '{name}'; it must be one of: {string.Join(", ", all)}, all.");
    }
}
