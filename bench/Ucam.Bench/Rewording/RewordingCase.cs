using System.Globalization;
using Ucam.Vqa.Datasets.Files;

namespace Ucam.Bench.Rewording;

/// <summary>Whether an answer stays when the question is put in other words, and whether certainty is lower where it does not.</summary>
internal static class RewordingCase
{
    private const string Usage = "bench rewording --results QUESTIONS.csv --questions FILE.json[,FILE.json]";

    private sealed record Asked(string Answer, bool Right, double Certainty, double Largest, double Entropy);

    public static int Execute(string[] args)
    {
        var given = new CaseOptions(args, Usage, "--results", "--questions");
        if (given["--results"] is not { } results || given["--questions"] is not { } questions) throw new UcamException(Usage);
        Dictionary<long, Asked> asked = Read(results);
        IReadOnlyList<(long First, long Second)> all = RewordedPairs.Of(questions.Split(','));
        PrintElsewhere(asked, all);
        (Asked First, Asked Second)[] pairs = [.. all.Where(pair => asked.ContainsKey(pair.First) && asked.ContainsKey(pair.Second))
            .Select(pair => (asked[pair.First], asked[pair.Second]))];
        if (pairs.Length == 0) throw new UcamException($"{results} holds no question together with its other wording.");
        Print(pairs);
        return 0;
    }

    // In the usual split the other wording of a test question often stands among the training questions.
    private static void PrintElsewhere(Dictionary<long, Asked> asked, IReadOnlyList<(long First, long Second)> pairs)
    {
        HashSet<long> elsewhere = [.. pairs.Where(pair => asked.ContainsKey(pair.First) != asked.ContainsKey(pair.Second))
            .Select(pair => asked.ContainsKey(pair.First) ? pair.First : pair.Second)];
        foreach ((string name, bool isElsewhere) in new[] { ("whose other wording is not among them", true), ("the others", false) })
        {
            Asked[] part = [.. asked.Where(a => elsewhere.Contains(a.Key) == isElsewhere).Select(a => a.Value)];
            if (part.Length > 0) Console.WriteLine($"{name}: {part.Length} questions, {part.Count(a => a.Right) / (double)part.Length:P1} right");
        }
    }

    private static void Print((Asked First, Asked Second)[] pairs)
    {
        bool[] stays = [.. pairs.Select(pair => pair.First.Answer == pair.Second.Answer)];
        int same = stays.Count(s => s);
        Console.WriteLine($"{pairs.Length} pairs; the answer stays in {same} ({same / (double)pairs.Length:P1}): right in both "
            + $"{Share(pairs, pair => pair.First.Right && pair.Second.Right)}, in one {Share(pairs, pair => pair.First.Right != pair.Second.Right)}, "
            + $"in none {Share(pairs, pair => !pair.First.Right && !pair.Second.Right)}");
        Console.WriteLine($"{"",-22} {"where it stays",14} {"where it does not",17} {"AUROC of staying, 95 %",26}");
        Row("P(right), lower one", pairs, stays, asked => asked.Certainty);
        Row("largest probability", pairs, stays, asked => asked.Largest);
        Row("- predictive entropy", pairs, stays, asked => -asked.Entropy);
        bool[] right = [.. pairs.Select(pair => pair.First.Right)];
        double[] alone = [.. pairs.Select(pair => pair.First.Certainty)];
        double[] both = [.. pairs.Select(pair => (pair.First.Certainty + (pair.First.Answer == pair.Second.Answer ? pair.Second.Certainty : 0)) / 2)];
        Console.WriteLine($"AUROC of the first wording's right answers: P(right) {RankingMetrics.Auroc(alone, right):F3}, "
            + $"with the second wording's agreement {RankingMetrics.Auroc(both, right):F3}");
    }

    private static string Share((Asked, Asked)[] pairs, Func<(Asked First, Asked Second), bool> chosen) =>
        $"{pairs.Count(chosen) / (double)pairs.Length:P1}";

    private static void Row(string name, (Asked First, Asked Second)[] pairs, bool[] stays, Func<Asked, double> certainty)
    {
        double[] lower = [.. pairs.Select(pair => Math.Min(certainty(pair.First), certainty(pair.Second)))];
        double Mean(bool stay) => Enumerable.Range(0, lower.Length).Where(i => stays[i] == stay).Select(i => lower[i]).DefaultIfEmpty(double.NaN).Average();
        double auroc = RankingMetrics.Auroc(lower, stays), half = 1.96 * HanleyMcNeil(auroc, stays.Count(s => s), stays.Count(s => !s));
        Console.WriteLine($"{name,-22} {Mean(true),14:F3} {Mean(false),17:F3}      {auroc:F3} ({auroc - half:F3} to {auroc + half:F3})");
    }

    // Hanley and McNeil, Radiology 143 (1982): the standard error of an area under the ROC curve.
    private static double HanleyMcNeil(double a, int positive, int negative)
    {
        double first = a / (2 - a), second = 2 * a * a / (1 + a);
        return Math.Sqrt((a * (1 - a) + (positive - 1) * (first - a * a) + (negative - 1) * (second - a * a)) / ((double)positive * negative));
    }

    private static Dictionary<long, Asked> Read(string results)
    {
        using IEnumerator<(int Line, string[] Fields)> rows = CsvRows.Read(results).GetEnumerator();
        if (!rows.MoveNext()) throw new UcamException($"{results} is empty.");
        string[] names = rows.Current.Fields;
        int Column(string name) => Array.IndexOf(names, name) is >= 0 and var at ? at
            : throw new UcamException($"{results} has no column {name}; give what 'ucam eval --out' writes.");
        int id = Column("question_id"), answer = Column("prediction"), right = Column("right"), certainty = Column("p_right"),
            largest = Column("probability"), entropy = Column("predictive_nats");
        Dictionary<long, Asked> asked = [];
        while (rows.MoveNext())
        {
            string[] fields = rows.Current.Fields;
            double Number(int at) => double.TryParse(fields[at], CultureInfo.InvariantCulture, out double value) ? value : double.NaN;
            asked[(long)Number(id)] = new Asked(fields[answer], fields[right] == "1", Number(certainty), Number(largest), Number(entropy));
        }
        return asked;
    }
}
