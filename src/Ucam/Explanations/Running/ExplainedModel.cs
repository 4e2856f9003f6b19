using Ucam.Certainty;
using static TorchSharp.torch;

namespace Ucam.Explanations.Running;

/// <summary>What is explained: modules by the prefix of their names, and how they run.</summary>
/// <param name="Parts">The modules whose layers can be named, whose mode is set and whose dropout is on.</param>
/// <param name="Forward">From the inputs, the explained one first, and the randomness of dropout that is a function and not a module.</param>
/// <param name="DrawsDropout">Whether the forward pass uses that randomness.</param>
internal sealed record ExplainedModel(IReadOnlyList<(string Prefix, nn.Module Module)> Parts, Func<Tensor[], Generator?, ModelOutput> Forward,
    bool DrawsDropout = false)
{
    /// <summary>Keeps the model from being disposed until what it returns is; null where the model is the caller's to keep.</summary>
    public Func<IDisposable>? Hold { get; init; }

    /// <summary>Whether the explained input is itself a layer's output, such as features, of which class activation maps are made.</summary>
    public bool InputIsLayer { get; init; }

    /// <summary>The names of all submodules whose output can be tapped.</summary>
    public IReadOnlyList<string> Layers() =>
        [.. All().Where(entry => Tappable(entry.Module)).Select(entry => entry.Name).Where(name => name.Length > 0)];

    /// <summary>The layers on one line: all, or where they are many the outermost.</summary>
    public string LayersInWords()
    {
        const int most = 24;
        IReadOnlyList<string> all = Layers(), shown = all.Count <= most ? all : [.. all.Where(name => !name.Contains('.')).Take(most)];
        string more = shown.Count == all.Count ? "" : $", and {all.Count - shown.Count} more within or after them (Explainer.Layers lists all)";
        return string.Join(", ", shown) + more;
    }

    /// <summary>The module of a layer's name.</summary>
    public nn.Module Layer(string name) => All().FirstOrDefault(entry => entry.Name == name).Module
        ?? throw ActivationHook.Missing("The model", name, Layers());

    private static bool Tappable(nn.Module module) =>
        module is nn.Module<Tensor, Tensor> or nn.Module<Tensor, Tensor, Tensor> or nn.Module<Tensor, Tensor, Tensor, Tensor>;

    private IEnumerable<(string Name, nn.Module Module)> All() => Parts.SelectMany(part =>
        part.Module.named_modules()
            .Select(entry =>
            (part.Prefix.Length == 0 ? entry.name : $"{part.Prefix}.{entry.name}", entry.module)).Prepend((part.Prefix, part.Module)));
}
