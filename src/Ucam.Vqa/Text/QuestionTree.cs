namespace Ucam.Vqa.Text;

/// <summary>A test in a tree of questions, or one of its ends.</summary>
/// <param name="Test">A word that the question has; with ^, words that it begins with; with #, its fewest words. Empty for an end.</param>
/// <param name="Yes">The place of the node that follows where it is so.</param>
/// <param name="No">The place of the node that follows where it is not.</param>
/// <param name="Form">The form of the questions that end here; empty elsewhere.</param>
internal sealed record QuestionNode(string Test, int Yes, int No, string Form);

/// <summary>
/// Tells the kind of a question from its words alone, as learnt from questions whose kind is known: a classification tree (Breiman et al. 1984)
/// whose tests are words, first words and length.
/// </summary>
internal sealed class QuestionTree
{
    private const int MostTests = 250, MostNodes = 199, Deepest = 20, LeadingWords = 3, Longest = 30, FewestInLeaf = 10, LeastGain = 2;
    private readonly IReadOnlyList<QuestionNode> _nodes;

    /// <param name="nodes">The tree, its root first.</param>
    public QuestionTree(IReadOnlyList<QuestionNode> nodes) => _nodes = nodes;

    /// <summary>The tree of questions with their kinds.</summary>
    /// <param name="questions">At least one.</param>
    /// <param name="kinds">The kind of each.</param>
    public static IReadOnlyList<QuestionNode> Learn(IReadOnlyList<string> questions, IReadOnlyList<string> kinds)
    {
        HashSet<string>[] holds = [.. questions.Select(question => Tests(QuestionTokenizer.Tokenize(question)))];
        string[] tests = [.. holds.SelectMany(each => each).GroupBy(test => test).OrderByDescending(group => group.Count())
            .ThenBy(group => group.Key, StringComparer.Ordinal).Take(MostTests).Select(group => group.Key)];
        string[] names = [.. kinds.Distinct().Order(StringComparer.Ordinal)];
        int[] labels = [.. kinds.Select(kind => Array.BinarySearch(names, kind, StringComparer.Ordinal))];
        bool[][] columns = [.. tests.Select(test => holds.Select(each => each.Contains(test)).ToArray())];
        var nodes = new List<QuestionNode>();
        Grow([.. Enumerable.Range(0, labels.Length)], 0);
        return nodes;

        int Grow(int[] rows, int depth)
        {
            int place = nodes.Count;
            int[] counts = Counts(rows);
            nodes.Add(new QuestionNode("", 0, 0, names[Array.IndexOf(counts, counts.Max())]));
            int best = depth == Deepest || nodes.Count + depth + 2 > MostNodes || counts.Max() == rows.Length ? -1 : Best(rows, counts);
            if (best < 0) return place;
            int yes = Grow([.. rows.Where(row => columns[best][row])], depth + 1), no = Grow([.. rows.Where(row => !columns[best][row])], depth + 1);
            nodes[place] = new QuestionNode(tests[best], yes, no, "");
            return place;
        }

        int Best(int[] rows, int[] counts)
        {
            (int best, double most) = (-1, Purity(counts, rows.Length) + LeastGain);
            for (int test = 0; test < tests.Length; test++)
            {
                int[] inside = Counts(rows, columns[test]);
                int yes = inside.Sum(), no = rows.Length - yes;
                if (Math.Min(yes, no) < FewestInLeaf) continue;
                double purity = Purity(inside, yes) + Purity([.. counts.Zip(inside, (all, some) => all - some)], no);
                if (purity > most) (best, most) = (test, purity);
            }
            return best;
        }

        int[] Counts(int[] rows, bool[]? only = null)
        {
            var counts = new int[names.Length];
            foreach (int row in rows)
                if (only is null || only[row]) counts[labels[row]]++;
            return counts;
        }
    }

    /// <summary>The kind that the question is taken for.</summary>
    public string Of(string question)
    {
        HashSet<string> holds = Tests(QuestionTokenizer.Tokenize(question));
        QuestionNode node = _nodes[0];
        while (node.Test.Length > 0) node = _nodes[holds.Contains(node.Test) ? node.Yes : node.No];
        return node.Form;
    }

    /// <summary>Whether every test leads on, so that each question comes to an end.</summary>
    public static bool IsWhole(IReadOnlyList<QuestionNode> nodes) => nodes.Index().All(entry => entry.Item.Test.Length == 0
        || (entry.Item.Yes > entry.Index && entry.Item.No > entry.Index && Math.Max(entry.Item.Yes, entry.Item.No) < nodes.Count));

    // Gini's: the sum of squares over the number, which splits can only raise.
    private static double Purity(int[] counts, int number) => number == 0 ? 0 : counts.Sum(count => (double)count * count) / number;

    private static HashSet<string> Tests(IReadOnlyList<string> words)
    {
        var tests = new HashSet<string>(words, StringComparer.Ordinal);
        for (int count = 1; count <= Math.Min(LeadingWords, words.Count); count++) tests.Add("^" + string.Join(' ', words.Take(count)));
        for (int count = 1; count <= Math.Min(Longest, words.Count); count++) tests.Add("#" + count);
        return tests;
    }
}
