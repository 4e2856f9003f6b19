using System.Globalization;

namespace Ucam.Vqa.Text;

/// <summary>
/// The nouns of WordNet (Miller 1995) and how alike their meanings are, from the files of its distribution (wndb(5WN)): index.noun, data.noun
/// and, for irregular plurals, noun.exc where it is there.
/// </summary>
internal sealed class WordNetNouns
{
    // morphy(7WN): endings of plurals and what they come from.
    private static readonly (string Plural, string Single)[] Endings =
        [("s", ""), ("ses", "s"), ("xes", "x"), ("zes", "z"), ("ches", "ch"), ("shes", "sh"), ("men", "man"), ("ies", "y")];

    private readonly Dictionary<string, int[]> _senses;
    private readonly Dictionary<string, string[]> _irregular;
    private readonly NounTree _tree;
    private readonly Dictionary<(string, string), double> _known = [];

    private WordNetNouns(Dictionary<string, int[]> senses, Dictionary<string, string[]> irregular, NounTree tree) =>
        (_senses, _irregular, _tree) = (senses, irregular, tree);

    /// <summary>Reads the files of a folder.</summary>
    /// <exception cref="UcamException">One is missing, cannot be read or is not of WordNet.</exception>
    public static WordNetNouns Open(string folder)
    {
        string index = Path.Combine(folder, "index.noun"), data = Path.Combine(folder, "data.noun"), exceptions = Path.Combine(folder, "noun.exc");
        foreach (string path in new[] { index, data })
            if (!File.Exists(path))
                throw new UcamException($"{path} does not exist; give the folder of WordNet's files (Debian: apt install wordnet-base, "
                    + "then /usr/share/wordnet).")
                { File = path };
        NounTree tree = NounTree.Read(data);
        Dictionary<string, string[]> irregular = File.Exists(exceptions)
            ? WordNetLines.Of(exceptions).GroupBy(line => line.Fields[0]).ToDictionary(g => g.Key, g => g.SelectMany(l => l.Fields[1..]).ToArray())
            : [];
        return new WordNetNouns(WordNetLines.Of(index).ToDictionary(line => line.Fields[0], line => Senses(line, tree)), irregular, tree);
    }

    /// <summary>
    /// Wu and Palmer's similarity of two words, of the meanings that are most alike, in [0,1]: 2·depth of what both are, over the depths of the two
    /// along the shortest ways there (Wu and Palmer, ACL 1994; depths as NLTK counts them). 0 where a word is no noun of WordNet.
    /// </summary>
    /// <param name="a">A word; spaces stand for WordNet's underscores.</param>
    /// <param name="b">Another.</param>
    public double Similarity(string a, string b)
    {
        (string, string) pair = string.CompareOrdinal(a, b) <= 0 ? (a, b) : (b, a);
        lock (_known)
            if (_known.TryGetValue(pair, out double known)) return known;
        int[] first = Meanings(a), second = Meanings(b);
        double best = first.SelectMany(_ => second, _tree.WuPalmer).DefaultIfEmpty(0).Max();
        lock (_known) return _known[pair] = best;
    }

    /// <summary>The meanings of a word and of what it may be the plural of.</summary>
    private int[] Meanings(string word)
    {
        string form = word.Trim().ToLowerInvariant().Replace(' ', '_');
        IEnumerable<string> forms = _irregular.TryGetValue(form, out string[]? singles) ? singles : Singles(form);
        return [.. forms.Prepend(form).SelectMany(f => _senses.GetValueOrDefault(f) ?? []).Distinct()];
    }

    private static IEnumerable<string> Singles(string form) =>
        Endings.Where(e => form.Length > e.Plural.Length && form.EndsWith(e.Plural, StringComparison.Ordinal))
            .Select(e => form[..^e.Plural.Length] + e.Single);

    /// <summary>lemma pos synset_cnt p_cnt [symbols] sense_cnt tagsense_cnt [offsets].</summary>
    private static int[] Senses(WordNetLine line, NounTree tree)
    {
        int count = line.Number(2, NumberStyles.None), symbols = line.Number(3, NumberStyles.None), at = 6 + symbols;
        if (line.Fields.Length != at + count) throw line.Wrong($"it has {line.Fields.Length} fields where {at + count} are needed");
        return [.. Enumerable.Range(at, count).Select(i => tree.At(line, i))];
    }
}
