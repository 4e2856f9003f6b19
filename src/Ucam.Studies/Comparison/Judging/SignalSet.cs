using Ucam.Certainty.Estimation;
using Ucam.Certainty.Signals;

namespace Ucam.Studies.Comparison.Judging;

/// <summary>The library's <see cref="CertaintyEstimator"/> on some of the signals.</summary>
internal static class SignalSet
{
    /// <summary>By the signals of some groups.</summary>
    public static Confidences OfGroups(JudgedCell cell, IReadOnlyList<string> groups) =>
        Judge(cell, name => groups.Contains(CertaintySignals.Catalogue.Find(name)!.Group));

    /// <summary>By the signals of some names.</summary>
    /// <exception cref="UcamException">There are too few held-out answers, or all are right or all wrong.</exception>
    public static Confidences Judge(JudgedCell cell, Func<string, bool> isUsed) =>
        Judge(cell, cell.HeldOut.Signals.Only(isUsed), cell.Test.Signals.Only(isUsed));

    /// <summary>By signals that were measured elsewhere, a row for each of the cell's answers.</summary>
    /// <exception cref="UcamException">There are too few held-out answers, or all are right or all wrong.</exception>
    public static Confidences Judge(JudgedCell cell, SignalTable held, SignalTable test)
    {
        CertaintyEstimator estimator = CertaintyEstimator.Fit(new HeldOut(held, cell.HeldOut.Hits, cell.HeldOut.Pictures), cell.Seed);
        AdditiveModel model = estimator.State.Model;
        return new Confidences(Of(model, held.Only(estimator.Signals)), Of(model, test.Only(estimator.Signals)));
    }

    private static double[] Of(AdditiveModel model, SignalTable table) =>
        [.. Enumerable.Range(0, table.Rows).Select(row => model.Probability(table.Row(row)))];
}
