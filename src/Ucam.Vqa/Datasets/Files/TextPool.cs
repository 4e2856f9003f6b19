namespace Ucam.Vqa.Datasets.Files;

/// <summary>Keeps one copy of each short text that recurs in a file (answers, types, names of fields); longer ones are rarely twice.</summary>
internal sealed class TextPool
{
    private const int Longest = 48;
    private readonly Dictionary<string, string> _known = [];
    private readonly Dictionary<string, string>.AlternateLookup<ReadOnlySpan<char>> _bySpan;

    public TextPool() => _bySpan = _known.GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>The text as a string; the same object for equal short texts.</summary>
    public string Take(ReadOnlySpan<char> text)
    {
        if (text.Length > Longest) return text.ToString();
        if (_bySpan.TryGetValue(text, out string? known)) return known;
        string made = text.ToString();
        _known.Add(made, made);
        return made;
    }
}
