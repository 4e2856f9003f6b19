using Ucam.Metrics;
using Ucam.Studies.Reports.Comparison.Document;

namespace Ucam.Studies.Trusting;

/// <summary>How well wrong answers are told from right ones, and at which thresholds to answer.</summary>
internal static class SelectionPart
{
    // How often a promise may fail, over draws of held-out inputs.
    private const double Delta = 0.05;

    private static readonly double[] Coverages = [.. Enumerable.Range(1, 100).Select(i => i / 100.0)];

    public static TrustPart Of(TrustOptions options, HeldOutFit fit, AnswerRows test)
    {
        double[] loss = [.. test.Right.Select(right => 1 - right)];
        var ranked = new List<TrustNumber>();
        var thresholds = new List<TrustNumber>();
        List<IReadOnlyList<TableCell>> ranking = [], choosing = [];
        var curves = new List<(Confidence, double[])>();
        foreach (Confidence confidence in fit.Confidences)
        {
            double[] said = confidence.Of(test), doubt = [.. said.Select(value => -value)];
            TrustNumber[] row =
            [
                new("selection", confidence.Name, "auroc", RankingMetrics.Auroc(doubt, loss)),
                new("selection", confidence.Name, "aurc", SelectivePrediction.Aurc(doubt, loss)),
                .. options.Risks.Select(risk => new TrustNumber("selection", confidence.Name, $"coverage_at_risk_{TrustWords.Key(risk)}",
                    SelectivePrediction.CoverageAtRisk(doubt, loss, risk))),
            ];
            ranked.AddRange(row);
            ranking.Add([confidence.Title, .. row.Take(2).Select(n => (TableCell)TrustWords.Decimals(n.Value)),
                .. row.Skip(2).Select(n => (TableCell)TrustWords.Percent(n.Value))]);
            curves.Add((confidence, SelectivePrediction.RiskAtCoverage(doubt, loss, Coverages)));
            double[] heldOut = confidence.Of(fit.Choosing), lost = [.. fit.Choosing.Right.Select(right => 1 - right)];
            foreach (double risk in options.Risks)
            {
                var chosen = Chosen.Of((heldOut, lost), (said, loss), risk);
                thresholds.AddRange(chosen.Numbers(confidence.Name));
                choosing.Add([confidence.Title, .. chosen.Cells]);
            }
        }
        return new TrustPart([.. ranked, .. thresholds], Blocks(options, ranking, choosing, TrustPlots.Risk(curves, Coverages)));
    }

    private static Block[] Blocks(TrustOptions options, List<IReadOnlyList<TableCell>> ranking, List<IReadOnlyList<TableCell>> choosing,
        PlotImage curve) =>
    [
        new HeadingBlock(2, "Right or wrong"),
        new TableBlock("AUROC: how often a right answer is surer than a wrong one. AURC, area under the curve of risk and coverage: share of wrong "
            + "answers among those kept, on average over keeping only the surest up to keeping all; 0 at best. Then the "
            + "largest share of the test inputs that can be answered with so many wrong, the surest first; thresholds for it are below.",
            ["confidence", "AUROC ↑", "AURC ↓", .. options.Risks.Select(risk => $"at {TrustWords.Level(risk)} wrong ↑")], ranking),
        new FigureBlock("Wrong answers among those kept, when the least sure are withheld.", [curve]),
        new HeadingBlock(3, "Thresholds"),
        new ListBlock(
        [
            "Chosen: the lowest confidence of a held-out input from which the wrong ones kept to the share. Nothing is promised: being the last "
                + "that happened to keep to it, it lets more than the share be wrong about as often as not, or oftener, on new inputs. It is never "
                + "below the least sure held-out input, so new inputs less sure than that are withheld even where every answer would be allowed.",
            "Promised: the lowest confidence that, over draws of held-out inputs, keeps to the share for new inputs of the same kind with a "
                + $"probability of {TrustWords.Level(1 - Delta)} (learn then test); – where nothing can be promised. It holds for one row that "
                + "is settled on beforehand; for the best of several rows, picked by this table, the probability may be lower.",
        ]),
        new TableBlock("Answer at or above the threshold. Beside each what it does to the test.",
            ["confidence", "wrong allowed", "chosen", "answered", "wrong of those", "promised", "answered", "wrong of those"], choosing, Labels: 2),
    ];

    /// <summary>The thresholds for a risk, and what each does to the test.</summary>
    private sealed record Chosen(double Limit, SelectiveOutcome Lowest, SelectiveOutcome Promised)
    {
        public static Chosen Of((double[] Confidence, double[] Loss) heldOut, (double[] Confidence, double[] Loss) test, double risk)
        {
            double? lowest = ChosenThreshold.ForRisk(heldOut.Confidence, heldOut.Loss, risk);
            double? promised = LearnThenTest.Threshold(heldOut.Confidence, heldOut.Loss, risk, Delta).Threshold;
            return new Chosen(risk, ChosenThreshold.Use(test.Confidence, test.Loss, lowest),
                ChosenThreshold.Use(test.Confidence, test.Loss, promised));
        }

        public IReadOnlyList<TableCell> Cells => [TrustWords.Level(Limit), .. CellsOf(Lowest), .. CellsOf(Promised)];

        public IEnumerable<TrustNumber> Numbers(string confidence) =>
            [.. NumbersOf(confidence, "chosen", Lowest), .. NumbersOf(confidence, "promised", Promised)];

        private IEnumerable<TrustNumber> NumbersOf(string confidence, string kind, SelectiveOutcome outcome)
        {
            string risk = TrustWords.Key(Limit);
            yield return new("thresholds", confidence, $"{kind}_{risk}", outcome.Threshold ?? double.NaN);
            yield return new("thresholds", confidence, $"{kind}_{risk}_coverage", outcome.Coverage);
            yield return new("thresholds", confidence, $"{kind}_{risk}_risk", outcome.Risk ?? double.NaN);
        }

        private static IEnumerable<TableCell> CellsOf(SelectiveOutcome outcome) =>
            [TrustWords.Decimals(outcome.Threshold ?? double.NaN), TrustWords.Percent(outcome.Coverage),
                TrustWords.Percent(outcome.Risk ?? double.NaN)];
    }
}
