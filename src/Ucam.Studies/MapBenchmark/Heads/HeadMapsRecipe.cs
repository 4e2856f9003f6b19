using Ucam.Studies.Comparison;
using Ucam.Studies.MapBenchmark.Doubt;
using Ucam.Vqa.Datasets.BuiltIn;

namespace Ucam.Studies.MapBenchmark.Heads;

/// <summary>
/// A benchmark of maps of doubt over heads: methods × seeds × kinds of network on one frozen backbone's features, on the set
/// that knows where doubt comes from for those who are trained as the heads are (recipes/maps-*.yaml).
/// </summary>
internal sealed record HeadMapsRecipe : ICrossChecked
{
    /// <summary>Name of the benchmark.</summary>
    [FolderName("maps-heads")]
    public string Name { get; init; } = "";

    /// <summary>The networks, as a comparison that trains them; maps are made of its first variant.</summary>
    public CompareRecipe Heads { get; init; } = new();

    /// <summary>Whose doubt is explained: one network's, its passes', that of an ensemble of all seeds, or of draws of the last layer.</summary>
    [Distinct]
    public IReadOnlyList<DoubtSource> Sources { get; init; } = Enum.GetValues<DoubtSource>();

    /// <summary>Passes with dropout, and draws of the last layer, 2 to 1000.</summary>
    [From(2, 1000)]
    public int Passes { get; init; } = 10;

    /// <summary>Questions of every network that make it doubt, 1 to 100,000.</summary>
    [From(1, 100_000)]
    public int Questions { get; init; } = 100;

    /// <summary>By how many nats the difficulties must raise a network's entropy for it to be asked a question, 0 to 10.</summary>
    [From(0, 10)]
    public double LeastDoubt { get; init; } = VqaDoubtSubject.LeastRepairable;

    /// <summary>The first so many also get the metrics that make a map again and again.</summary>
    [From(0, 100_000)]
    public int Subset { get; init; }

    /// <summary>Names of the maps; those that are usual for maps of doubt where empty.</summary>
    [Distinct(MayBeEmpty = true)]
    public IReadOnlyList<string> Maps { get; init; } = [];

    /// <summary>Test questions by which each head's maps of its answer are measured by F-Fidelity, 0 to 100,000.</summary>
    [From(0, 100_000)]
    public int FidelityQuestions { get; init; }

    /// <summary>Drives questions, passes, draws and methods.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>The questions that the networks are asked.</summary>
    internal BuiltInSet DoubtSet => BuiltInSets.KnowingDoubtOf(Heads.Data.Set)
        ?? throw new InvalidOperationException($"No set knows where doubt about '{Heads.Data.Set}' comes from.");

    /// <summary>The kinds of network that are measured: an ensemble is one a method, the others one a seed.</summary>
    internal IEnumerable<HeadMapsCell> Cells =>
        from method in Heads.Methods
        from source in Sources
        from seed in source == DoubtSource.Ensemble ? [null] : Heads.Seeds.Select(seed => (int?)seed)
        select new HeadMapsCell(method, source, seed);

    /// <summary>The networks whose maps of the answer are measured by F-Fidelity.</summary>
    internal IEnumerable<HeadMapsCell> FidelityCells => FidelityQuestions == 0 ? []
        : from method in Heads.Methods from seed in Heads.Seeds select new HeadMapsCell(method, DoubtSource.Single, seed);

    void ICrossChecked.Check(SettingsPlace at)
    {
        if (Heads.Data.Files is not null || BuiltInSets.KnowingDoubtOf(Heads.Data.Set) is null)
        {
            string sets = string.Join(" or ", BuiltInSets.All.Select(set => set.TrainedOn).OfType<string>());
            throw at.Below(nameof(Heads)).Wrong(nameof(Heads.Data), $"must have the set {sets}, whose causes of doubt are known.");
        }
        if (Sources.Contains(DoubtSource.Ensemble) && Heads.Seeds.Count < 2)
            throw at.Wrong(nameof(Sources), "has 'ensemble', which is made of all seeds; give at least 2.");
        foreach (string name in Maps)
            if (ExplanationMethods.Find(name) is { NeedsLosses: true } or { NeedsLayerAttentions: true })
                throw at.Wrong(nameof(Maps), $"has '{name}', which needs a variance head or a transformer; leave it out.");
    }
}

/// <summary>A kind of network of a method.</summary>
/// <param name="Method">The method.</param>
/// <param name="Source">Whose doubt.</param>
/// <param name="Seed">The network; null where it is all of them.</param>
internal sealed record HeadMapsCell(string Method, DoubtSource Source, int? Seed)
{
    /// <summary>Its folder's name.</summary>
    public string FileName => $"{Method}-{Source.Word()}{(Seed is { } seed ? $"-{seed}" : "")}";

    public override string ToString() => $"{Method}, {Source.Word()}{(Seed is { } seed ? $", seed {seed}" : "")}";
}
