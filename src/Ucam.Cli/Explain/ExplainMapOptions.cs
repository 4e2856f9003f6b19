using System.CommandLine;
using System.Globalization;
using Ucam.Cli.Usage;

namespace Ucam.Cli.Explain;

/// <summary>The options that say what is explained, by which maps and how it looks.</summary>
internal sealed class ExplainMapOptions
{
    private const string All = "all";
    private const int EpistemicPasses = 20, MostPasses = 1000;

    private readonly Option<string?> _maps = new("--maps")
    {
        Description =
        $"Maps parted by commas, or all: {string.Join(", ", ExplanationMethods.All.Select(entry => entry.Name))}. Default: a few that cost one pass."
    };
    private readonly Option<string?> _target = new("--target")
    {
        Description = "What is explained: answer (the model's own), an answer's text, aleatoric, epistemic or predictive uncertainty, or A~B: what "
        + "speaks for A rather than B. [default: answer]"
    };
    private readonly Option<string?> _layer = new("--layer")
    {
        Description = "The layer of class activation maps; --layers lists them. Of an ONNX file the value that is the feature map. Default: the "
        + "features that enter the head, or layer4."
    };
    private readonly Option<int?> _passes = new("--passes")
    { Description = "Dropout passes that the target is the mean over, 1 to 1000. Default: 1, dropout off; 20 for epistemic." };
    private readonly Option<int> _spread = new("--spread")
    { Description = "Make every map on so many networks thinned by dropout, 2 to 1000, and say how well they agree; 0 for none." };
    private readonly Option<bool> _metrics = new("--metrics")
    { Description = "Also measure insertion and deletion: about 100 forward passes a map." };
    private readonly Option<string> _colours = new("--colours")
    { Description = "viridis, cividis, inferno, grey, or jet as published.", DefaultValueFactory = _ => ColourMap.Viridis.Name };
    private readonly Option<bool> _contours = new("--contours") { Description = "Lines at 0.5 and 0.8 on the bare picture instead of colours." };

    public ExplainMapOptions()
    {
        _colours.CompletionSources.Add([.. ColourMap.All.Select(map => map.Name)]);
        _maps.CompletionSources.Add([.. ExplanationMethods.All.Select(entry => entry.Name), All]);
    }

    public void AddTo(Command command)
    {
        foreach (Option option in new Option[] { _maps, _target, _layer, _passes, _spread, _metrics, _colours, _contours }) command.Add(option);
    }

    /// <summary>The settings, but for which maps a model takes.</summary>
    public ExplainSettings Read(ParseResult parsed, int? index, int seed)
    {
        if (index is not null && parsed.GetValue(_target) is not null) throw new UsageException("--class and --target do not go together.");
        string target = parsed.GetValue(_target) ?? index?.ToString(CultureInfo.InvariantCulture) ?? TargetText.Answer;
        if (string.IsNullOrWhiteSpace(target)) throw new UsageException("--target is empty; give answer, an answer's text, an uncertainty, or A~B.");
        int passes = parsed.GetValue(_passes) ?? (TargetText.NeedsPasses(target) ? EpistemicPasses : 1), spread = parsed.GetValue(_spread);
        if (passes is < 1 or > MostPasses) throw new UsageException($"--passes must be from 1 to {MostPasses}.");
        if (TargetText.NeedsPasses(target) && passes < 2)
            throw new UsageException("--target epistemic needs --passes of at least 2: it is a difference between networks.");
        if (spread is not 0 and (< 2 or > MostPasses)) throw new UsageException($"--spread must be 0, or from 2 to {MostPasses}.");
        string colours = parsed.GetRequiredValue(_colours);
        return new ExplainSettings
        {
            Maps = Names(parsed),
            All = parsed.GetValue(_maps) == All,
            Target = target,
            Layer = parsed.GetValue(_layer),
            Passes = passes,
            Spread = spread,
            Metrics = parsed.GetValue(_metrics),
            Seed = seed,
            Colours = ColourMap.Catalogue.Find(colours)
                ?? throw new UsageException($"--colours is '{colours}'; it must be one of: {ColourMap.Catalogue.Names}."),
            Contours = parsed.GetValue(_contours),
        };
    }

    /// <summary>The option that names the maps.</summary>
    public Option Maps => _maps;

    /// <summary>The option that says how many dropout passes are made.</summary>
    public Option Dropout => _passes;

    /// <summary>Dropout passes, where they were named.</summary>
    public int? Passes(ParseResult parsed) => parsed.GetValue(_passes);

    /// <summary>The maps that were named; empty for all or the usual ones.</summary>
    public IReadOnlyList<ExplanationEntry> Names(ParseResult parsed)
    {
        if (parsed.GetValue(_maps) is not { } text || text == All) return [];
        string[] names = text.Split(',', StringSplitOptions.TrimEntries);
        string[] known = [.. ExplanationMethods.All.Select(entry => entry.Name)];
        if (names.Contains(All)) throw new UsageException("--maps: all is every map; give it alone.");
        if (Array.Find(names, name => !known.Contains(name)) is { } unknown)
            throw new UsageException($"--maps: there is no map '{unknown}'; give all, or some of: "
                + $"{string.Join(", ", known)}{DidYouMean.Hint(unknown, known.Append(All))}");
        return [.. names.Distinct().Select(ExplanationMethods.Find)];
    }

    /// <summary>The settings with the maps that the model takes.</summary>
    public static ExplainSettings Choose(IExplainable model, ExplainSettings settings)
    {
        if (model.NoPasses is { } why && (settings.Spread > 0 || settings.Passes > 1))
        {
            string asking = settings.Spread > 0 ? "--spread" : TargetText.NeedsPasses(settings.Target) ? "--target epistemic" : "--passes";
            throw new UsageException($"{asking} {why}; leave it out.");
        }
        if (settings.All)
        {
            foreach (var left in ExplanationMethods.All.Where(entry => model.Refusal(entry) is not null).GroupBy(entry => model.Refusal(entry)))
                Console.Error.WriteLine($"ucam: --maps all leaves out {string.Join(", ", left.Select(entry => entry.Name))}: "
                    + $"{left.Key!.Replace("needs", left.Count() > 1 ? "they need" : "it needs", StringComparison.Ordinal)}.");
            return settings with { Maps = [.. ExplanationMethods.All.Where(entry => model.Refusal(entry) is null)] };
        }
        if (settings.Maps.Count == 0) return settings with { Maps = [.. model.UsualMaps.Select(ExplanationMethods.Find)], AreUsual = true };
        foreach (ExplanationEntry entry in settings.Maps)
            if (model.Refusal(entry) is { } reason) throw new UsageException($"--maps: '{entry.Name}' {reason}.");
        return settings;
    }
}
