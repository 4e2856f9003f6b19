using Ucam.Studies.Reports.Comparison.Document;

namespace Ucam.Studies.Trusting;

/// <summary>Whether inputs of another kind, or worse ones, are told from the test's by their doubt.</summary>
internal static class OthersPart
{
    private const double FalseAlarms = 0.05, Nothing = 1e-9;

    /// <summary>What ranks inputs: higher is less sure.</summary>
    private sealed record Doubt(string Name, string Title, Func<AnswerRows, double[]> Of);

    public static TrustPart Of(HeldOutFit fit, TestAnswers test, AnswerRows? foreign)
    {
        Doubt[] doubts = [.. DoubtsOf(fit, test.Clean)];
        (IReadOnlyList<TrustNumber> numbers, Block block) = Shifts(doubts, test);
        List<Block> blocks = [new HeadingBlock(2, "Other inputs"),
            new TextBlock("AUROC: how often another input is doubted more than one of the test; 0.5 is chance. What is not told from the test here "
                + "will be answered as if it were of the test.")];
        var all = new List<TrustNumber>();
        if (foreign is not null)
        {
            TrustNumber[] rows = [.. doubts.SelectMany(doubt => Foreign(doubt, test.Clean, foreign))];
            all.AddRange(rows);
            blocks.Add(new TableBlock($"{foreign.Count} foreign inputs, which belong to no class. Flagged: those doubted more than "
                + $"{TrustWords.Level(1 - FalseAlarms)} of the test inputs.", ["ranked by", "AUROC ↑", "flagged ↑"],
                [.. doubts.Select(doubt => (IReadOnlyList<TableCell>)[doubt.Title, .. rows.Where(row => row.Subject == doubt.Name)
                    .Select(row => (TableCell)(row.Metric == "auroc" ? TrustWords.Decimals(row.Value) : TrustWords.Percent(row.Value)))])]));
        }
        return new TrustPart([.. all, .. numbers], [.. blocks, block]);
    }

    private static IEnumerable<Doubt> DoubtsOf(HeldOutFit fit, AnswerRows test)
    {
        yield return new("probability", "1 − probability", Less(Confidence.Probability));
        yield return new("entropy", "Entropy", rows => rows.Predictive);
        if (test.Predictive.Zip(test.Expected, (predictive, expected) => predictive - expected).Any(part => part > Nothing))
            yield return new("mutual-information", "Mutual information",
                rows => [.. rows.Predictive.Zip(rows.Expected, (predictive, expected) => predictive - expected)]);
        if (fit.Certainty is { } certainty) yield return new("certainty", "1 − certainty", Less(Confidence.Right(certainty)));
    }

    private static Func<AnswerRows, double[]> Less(Confidence confidence) => rows => [.. confidence.Of(rows).Select(value => 1 - value)];

    private static TrustNumber[] Foreign(Doubt doubt, AnswerRows test, AnswerRows foreign)
    {
        double[] usual = doubt.Of(test), other = doubt.Of(foreign);
        // At most this share of the test lies above it.
        double limit = usual.OrderDescending().ElementAt((int)(FalseAlarms * usual.Length));
        return [new("foreign", doubt.Name, "auroc", Auroc(usual, other)),
            new("foreign", doubt.Name, "flagged", other.Count(value => value > limit) / (double)other.Length)];
    }

    private static (IReadOnlyList<TrustNumber> Numbers, Block Block) Shifts(Doubt[] doubts, TestAnswers test)
    {
        if (test.Shifted.Count == 0)
            return ([], new TextBlock("The inputs are whole numbers, of which no worse versions are made."));
        int count = test.Shifted[0].Rows.Count;
        AnswerRows clean = test.Clean.At([.. Enumerable.Range(0, count)]);
        var numbers = new List<TrustNumber>();
        var rows = new List<IReadOnlyList<TableCell>>();
        foreach ((string name, string title, AnswerRows shifted) in test.Shifted.Select(s => (s.Shift.Name, s.Shift.Title, s.Rows))
            .Prepend(("none", "as they are", clean)))
        {
            (double accuracy, double said) = (shifted.Right.Average(), Confidence.Probability.Of(shifted).Average());
            TrustNumber[] ranked = ReferenceEquals(shifted, clean) ? []
                : [.. doubts.Select(doubt => new TrustNumber("shifts", name, $"auroc_{doubt.Name}", Auroc(doubt.Of(clean), doubt.Of(shifted))))];
            numbers.AddRange([new("shifts", name, "accuracy", accuracy), new("shifts", name, "probability", said), .. ranked]);
            rows.Add([title, TrustWords.Percent(accuracy), TrustWords.Percent(said),
                .. doubts.Select((_, i) => (TableCell)(ranked.Length == 0 ? "" : TrustWords.Decimals(ranked[i].Value)))]);
        }
        return (numbers, new TableBlock($"Worse versions of the first {count} test inputs, whose classes stay; then the AUROC of each doubt.",
            ["inputs", "right", "mean probability", .. doubts.Select(doubt => doubt.Title)], rows));
    }

    private static double Auroc(double[] usual, double[] other) =>
        RankingMetrics.Auroc([.. usual, .. other], (bool[])[.. usual.Select(_ => false), .. other.Select(_ => true)]);
}
