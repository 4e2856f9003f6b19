using System.Text.Json;

namespace Ucam.Studies.Comparison;

/// <summary>The state of a folder in which parts of a comparison are joined, made of theirs; nothing is written.</summary>
internal sealed class JoinedState
{
    // Which folder said first what a method, variant or input is.
    private readonly Dictionary<(string What, string Name), string> _from = [];
    private readonly CompareState.Content _all;
    private readonly string _first;

    private JoinedState(CompareState.Content first, string folder)
    {
        (_all, _first) = (new(first.Name, first.Fingerprint, [], []), folder);
        Add(first, folder);
    }

    /// <summary>The text of the state's file.</summary>
    public string Text => JsonSerializer.Serialize(_all) + "\n";

    /// <summary>The versions of the library that made the cells.</summary>
    public IReadOnlyList<string> Versions => _all.Versions;

    /// <summary>Compares the states of all folders.</summary>
    /// <param name="parts">The parts' folders, at least one.</param>
    /// <param name="into">The folder they are joined in, which may hold a part already or be missing.</param>
    /// <exception cref="UcamException">A part holds no comparison, or two folders differ in settings, a method, a variant or an input.</exception>
    public static JoinedState Of(IReadOnlyList<string> parts, string into)
    {
        JoinedState? joined = CompareState.Read(into, Advice) is { } there ? new(there, into) : null;
        foreach (string part in parts)
        {
            CompareState.Content state = CompareState.Read(part, Advice)
                ?? throw new UcamException($"{part} holds no comparison; give folders that 'ucam compare --shard' was run in.") { File = part };
            if (joined is null) joined = new(state, part);
            else joined.Add(state, part);
        }
        return joined!;
    }

    private const string Advice = "copy the part anew, or leave it out";

    private void Add(CompareState.Content state, string folder)
    {
        if (state.Fingerprint != _all.Fingerprint)
            throw new UcamException($"{folder} and {_first} are of different comparisons; parts have the same recipe.") { File = folder };
        Add("method", _all.Methods, state.Methods, folder);
        Add("variant", _all.Variants, state.Variants, folder);
        Add("input", _all.Inputs, state.Inputs, folder);
        _all.Versions.AddRange(state.Versions.Except(_all.Versions));
    }

    private void Add(string what, Dictionary<string, string> known, Dictionary<string, string> more, string folder)
    {
        foreach ((string name, string contents) in more)
        {
            if (known.TryAdd(name, contents)) _from[(what, name)] = folder;
            else if (known[name] != contents)
                throw new UcamException($"{folder} and {_from[(what, name)]} were made with a different {what} '{name}'; give 'ucam merge' "
                    + "parts that were made alike, or run one of them again in a new folder.")
                { File = folder };
        }
    }
}
