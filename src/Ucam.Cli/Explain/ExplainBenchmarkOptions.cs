using System.CommandLine;
using Ucam.Cli.ModelLookup;
using Ucam.Cli.Options;
using Ucam.Cli.Paths;
using Ucam.Cli.Usage;
using Ucam.Studies.MapBenchmark;
using Ucam.Studies.MapBenchmark.Doubt;
using Ucam.Vqa;
using Ucam.Vqa.Datasets.BuiltIn;

namespace Ucam.Cli.Explain;

/// <summary>The options of a benchmark of maps, and the benchmark.</summary>
internal sealed class ExplainBenchmarkOptions
{
    private const int Most = 100_000, DoubtPasses = 10;

    // Of a model that is one file; the other kinds are made from several trainings.
    private static readonly string[] SourceNames = [DoubtSource.Single.Word(), DoubtSource.Dropout.Word()];

    private readonly Option<bool> _benchmark = new("--benchmark")
    { Description = "Measure all maps by all metrics on a set whose truth is known; goes on where it was stopped." };
    private readonly Option<bool> _classifier = new("--classifier")
    { Description = "Benchmark: a plain classifier of single objects, trained in about a minute, instead of a VQA model." };
    private readonly Option<int> _count = new("--count")
    { Description = "Benchmark: number of pictures, 1 to 100000.", DefaultValueFactory = _ => 50 };
    private readonly Option<int> _subset = new("--subset")
    { Description = "Benchmark: pictures for the metrics that make a map again and again.", DefaultValueFactory = _ => 10 };
    private readonly Option<int?> _training = new("--training-pictures")
    { Description = "Benchmark: pictures that the classifier is trained on. Default: 4000." };
    private readonly OutputOption _run = new("--run", "*.csv", "report.*", "classifier.*.safetensors", "heads/*.csv", "heads/features-*",
        "kinds/*/*.csv", "fidelity/*.csv")
    { Description = "Benchmark: folder of the results; finished maps in it are not repeated. Default: runs/maps-NAME." };
    private readonly Option<string> _source = new("--source")
    {
        Description = "Benchmark on scenes-doubt or photos-doubt: whose doubt is explained, single (one network's entropy) or dropout (over "
            + "--passes, or 10).",
        DefaultValueFactory = _ => SourceNames[0],
    };
    private readonly InputOption _recipe = new("--recipe")
    { Description = "Benchmark: a recipe that trains heads and measures maps of their doubt (recipes/maps-*.yaml)." };
    private readonly Option<Shard?> _shard = ShardOption.Of("the benchmark's maps");
    private readonly BuiltInSetOptions _set = new(defaultPictures: 1000);

    public void AddTo(Command command)
    {
        command.Add(_benchmark);
        foreach (Option option in Own) command.Add(option);
        _set.AddTo(command);
    }

    private Option[] Own => [_classifier, _count, _subset, _training, _run, _shard, _source, _recipe];

    public bool IsGiven(ParseResult parsed) => parsed.GetValue(_benchmark);

    /// <summary>Refuses what is of a benchmark alone.</summary>
    /// <exception cref="UsageException">One is given.</exception>
    public void Refuse(ParseResult parsed)
    {
        if (Own.Concat(_set.Drawn).FirstOrDefault(option => parsed.GetResult(option) is { Implicit: false }) is { } other)
            throw new UsageException($"{other.Name} goes with --benchmark.");
    }

    public int Seed(ParseResult parsed) => _set.Seed(parsed);

    public void Run(ParseResult parsed, ExplainModelOptions model, ExplainMapOptions maps, CancellationToken cancel)
    {
        if (parsed.GetValue(_recipe) is not null)
        {
            RecipeBenchmark.Run(parsed, (_benchmark, _recipe, _run, _shard, _set), cancel);
            return;
        }
        model.RefuseNetwork(parsed);
        int count = Number(parsed, _count, 1), subset = Number(parsed, _subset, 0), seed = Seed(parsed);
        bool plain = parsed.GetValue(_classifier);
        string? name = model.Model(parsed);
        if (plain && name is not null) throw new UsageException("--classifier and --model do not go together.");
        if (!plain && name is null) throw new UsageException("--benchmark needs --model, a VQA model, --classifier or --recipe.");
        BuiltInSet? chosen = _set.Chosen(parsed);
        RefuseUnused(parsed, model, maps, plain, chosen);
        string folder = parsed.GetValue(_run) ?? Path.Combine("runs", $"maps-{(plain ? "classifier" : Path.GetFileNameWithoutExtension(name))}");
        Output.CheckFolder("--run", folder);
        PathRule.Check(parsed, outputs: [(_run, folder)]);
        string[] named = [.. maps.Names(parsed).Select(entry => entry.Name)];
        var options = new MapBenchmarkOptions { Folder = folder, Subset = subset, Maps = named, Shard = parsed.GetValue(_shard) };
        if (!plain && chosen is { KnowsDoubtAs: { } title } set)
            Doubt(name!, DoubtOptions(parsed, set, options, maps), (title, _set.Maker(parsed, set)), count, cancel);
        else if (plain) Classifier(parsed, options, count, seed, cancel);
        else Vqa(parsed, name!, options, count, seed, cancel);
    }

    // What no benchmark of this kind is changed by.
    private void RefuseUnused(ParseResult parsed, ExplainModelOptions model, ExplainMapOptions maps, bool plain, BuiltInSet? chosen)
    {
        Option[] all = [_benchmark, _count, _subset, _run, _shard, maps.Maps, _set.SeedOption];
        (IEnumerable<Option> own, string what) = (plain, chosen) switch
        {
            (true, _) => (new Option[] { _classifier, _training }, "of --classifier"),
            (_, { KnowsDoubtAs: not null } set) => ([model.Checkpoint, _set.Named, _set.Part, _set.Files, _source, maps.Dropout], $"on {set.Name}"),
            _ => ([model.Checkpoint, .. _set.Drawn], "of maps of the answer"),
        };
        UnusedOptions.Refuse(parsed, all.Concat(own), other => $"{other.Name} changes nothing of a benchmark {what}; leave it out.");
    }

    private void Classifier(ParseResult parsed, MapBenchmarkOptions options, int count, int seed, CancellationToken cancel)
    {
        var recipe = new ObjectClassifierRecipe { Seed = seed };
        if (parsed.GetValue(_training) is { } pictures)
            recipe = recipe with
            { Pictures = pictures is >= 1 and <= 1_000_000 ? pictures : throw new UsageException("--training-pictures must be from 1 to 1000000.") };
        Native.Require();
        BenchmarkRun.Execute(progress =>
            ObjectMapSubject.Create(ObjectClassifierTrainer.Prepare(options.Folder, recipe, progress, cancel), recipe, count, seed, cancel), options,
            seed, cancel);
    }

    private void Vqa(ParseResult parsed, string name, MapBenchmarkOptions options, int count, int seed, CancellationToken cancel)
    {
        using VqaModel model = ModelStore.Load(name);
        IReadOnlyList<IVqaSet> sets = _set.Open(parsed, model.Network.Config.Backbone.InputSize, _set.Chosen(parsed) ?? BuiltInSets.Default, cancel);
        if (sets.Count != 1) throw new UsageException("--benchmark takes one split; leave out --split all.");
        BenchmarkRun.Execute(_ => new VqaMapSubject(model.Network, model.Provenance, sets[0], count, seed, cancel), options, seed, cancel);
    }

    private DoubtBenchmarkOptions DoubtOptions(ParseResult parsed, BuiltInSet set, MapBenchmarkOptions options, ExplainMapOptions maps)
    {
        int source = Array.IndexOf(SourceNames, parsed.GetRequiredValue(_source)), passes = maps.Passes(parsed) ?? DoubtPasses;
        if (source < 0) throw new UsageException($"--source is '{parsed.GetValue(_source)}'; it must be {string.Join(" or ", SourceNames)}.");
        if (_set.Split(parsed) != "test") throw new UsageException($"--benchmark on {set.Name} compares its tests; leave out --split.");
        if (passes < 2) throw new UsageException("--passes must be at least 2 where doubt is measured.");
        return new DoubtBenchmarkOptions
        {
            Folder = options.Folder,
            Subset = options.Subset,
            Maps = options.Maps,
            Shard = options.Shard,
            Source = (DoubtSource)source,
            Passes = passes,
            Seed = Seed(parsed),
        };
    }

    private static void Doubt(string name, DoubtBenchmarkOptions options, (string Title, SetMaker Maker) set, int count, CancellationToken cancel)
    {
        using VqaModel model = ModelStore.Load(name);
        BenchmarkRun.Execute(() => new VqaDoubtSubject(model.Network, model.Provenance, set, count, options, cancel), options, cancel);
    }

    private static int Number(ParseResult parsed, Option<int> option, int least) =>
        parsed.GetValue(option) is var value && value >= least && value <= Most
            ? value : throw new UsageException($"{option.Name} must be from {least} to {Most}.");
}
