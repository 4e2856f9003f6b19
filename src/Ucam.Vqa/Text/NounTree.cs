using System.Globalization;

namespace Ucam.Vqa.Text;

/// <summary>The meanings of nouns and what each is a kind or an instance of, from data.noun.</summary>
internal sealed class NounTree
{
    private const int WordsFrom = 4;
    private readonly Dictionary<int, int> _numbers = [];
    private readonly List<int[]> _above = [];
    private (int Least, int Most)[] _depths = [];

    /// <summary>Reads "offset lex_filenum ss_type w_cnt word lex_id … p_cnt [symbol offset pos source/target]…".</summary>
    /// <exception cref="UcamException">The file cannot be read, is cut short or is not WordNet's.</exception>
    public static NounTree Read(string path)
    {
        var tree = new NounTree();
        var lines = WordNetLines.Of(path).ToList();
        foreach (WordNetLine line in lines)
            if (!tree._numbers.TryAdd(Offset(line, 0), tree._numbers.Count)) throw line.Wrong($"{line.Fields[0]} stands twice");
        foreach (WordNetLine line in lines) tree._above.Add(tree.Above(line));
        tree.Measure(lines);
        return tree;
    }

    /// <summary>The meaning that a field names.</summary>
    public int At(WordNetLine line, int field) => _numbers.TryGetValue(Offset(line, field), out int number)
        ? number : throw line.Wrong($"it names {line.Fields[field]}, which data.noun does not have");

    /// <summary>Wu and Palmer's similarity of two meanings; 0 where nothing is above both.</summary>
    public double WuPalmer(int a, int b)
    {
        Dictionary<int, int> fromA = Ways(a), fromB = Ways(b);
        int[] common = [.. fromA.Keys.Where(fromB.ContainsKey)];
        if (common.Length == 0) return 0;
        int deepest = common.Max(s => _depths[s].Least);
        return common.Where(s => _depths[s].Least == deepest).Max(s =>
        {
            double depth = _depths[s].Most + 1;
            return 2 * depth / (fromA[s] + fromB[s] + 2 * depth);
        });
    }

    private static int Offset(WordNetLine line, int field) =>
        field < line.Fields.Length && line.Fields[field].Length == 8 ? line.Number(field, NumberStyles.None)
            : throw line.Wrong($"field {field + 1} is no place of eight digits");

    private int[] Above(WordNetLine line)
    {
        int words = line.Number(3, NumberStyles.AllowHexSpecifier), at = WordsFrom + 2 * words;
        int pointers = line.Number(at, NumberStyles.None);
        if (line.Fields.Length < at + 1 + 4 * pointers) throw line.Wrong($"it has fewer than its {pointers} pointers");
        return [.. Enumerable.Range(0, pointers).Select(p => at + 1 + 4 * p).Where(p => line.Fields[p] is "@" or "@i").Select(p => At(line, p + 1))];
    }

    /// <summary>The length of the shortest way to each meaning above one, and to itself.</summary>
    private Dictionary<int, int> Ways(int from)
    {
        Dictionary<int, int> ways = new() { [from] = 0 };
        var next = new Queue<int>([from]);
        while (next.TryDequeue(out int at))
            foreach (int above in _above[at])
                if (ways.TryAdd(above, ways[at] + 1)) next.Enqueue(above);
        return ways;
    }

    /// <summary>The shortest and the longest way from each meaning to one with nothing above it.</summary>
    private void Measure(List<WordNetLine> lines)
    {
        _depths = new (int, int)[_above.Count];
        var state = new byte[_above.Count];
        var stack = new Stack<int>();
        for (int start = 0; start < state.Length; start++)
        {
            stack.Push(start);
            while (stack.TryPop(out int at))
            {
                if (state[at] == 2) continue;
                if (state[at] == 0)
                {
                    state[at] = 1;
                    stack.Push(at);
                    foreach (int above in _above[at])
                    {
                        if (state[above] == 1) throw lines[at].Wrong($"what it is a kind of is a kind of it ({lines[above].Fields[0]})");
                        if (state[above] == 0) stack.Push(above);
                    }
                    continue;
                }
                state[at] = 2;
                if (_above[at].Length > 0)
                    _depths[at] = (1 + _above[at].Min(a => _depths[a].Least), 1 + _above[at].Max(a => _depths[a].Most));
            }
        }
    }
}
