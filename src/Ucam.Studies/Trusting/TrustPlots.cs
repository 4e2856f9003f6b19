using ScottPlot;
using Ucam.Studies.Reports.Comparison.Document;
using Ucam.Studies.Reports.Comparison.Plots;

namespace Ucam.Studies.Trusting;

/// <summary>Draws the curves of a classifier's confidences.</summary>
internal static class TrustPlots
{
    private static readonly (string Hex, LinePattern Pattern, MarkerShape Marker)[] Looks =
    [
        ("#3F4754", LinePattern.Solid, MarkerShape.FilledCircle), ("#E69F00", LinePattern.DenselyDashed, MarkerShape.FilledSquare),
        ("#0072B2", LinePattern.Solid, MarkerShape.FilledTriangleUp),
    ];

    /// <summary>Accuracy against confidence.</summary>
    public static PlotImage Reliability(IReadOnlyList<(Confidence Confidence, IReadOnlyList<ReliabilityBin> Bins)> curves)
    {
        Plot plot = PlotKit.New("Reliability", "Confidence, %", "Accuracy, %");
        var even = plot.Add.Line(0, 0, 100, 100);
        even.Color = PlotKit.Muted.WithAlpha(0.5);
        even.LinePattern = LinePattern.Dotted;
        foreach ((int i, (Confidence confidence, IReadOnlyList<ReliabilityBin> bins)) in curves.Index())
        {
            ReliabilityBin[] filled = [.. bins.Where(bin => bin.Count > 0)];
            PlotKit.Line(plot, [.. filled.Select(bin => 100 * bin.Confidence)], [.. filled.Select(bin => 100 * bin.Accuracy)],
                Style(i, confidence), markers: true);
        }
        plot.Axes.SetLimits(0, 100, 0, 100);
        plot.ShowLegend(Alignment.UpperLeft);
        return PlotKit.Draw(plot, "reliability", "Accuracy against confidence, a line for each confidence", PlotKit.Wide);
    }

    /// <summary>The share of wrong answers among those kept, at each share kept.</summary>
    public static PlotImage Risk(IReadOnlyList<(Confidence Confidence, double[] Risk)> curves, double[] coverage)
    {
        Plot plot = PlotKit.New("Risk and coverage", "Share answered, %", "Wrong of those, %");
        foreach ((int i, (Confidence confidence, double[] risk)) in curves.Index())
            PlotKit.Line(plot, [.. coverage.Select(share => 100 * share)], [.. risk.Select(value => 100 * value)], Style(i, confidence));
        plot.Axes.SetLimits(0, 100, 0, Math.Max(1, 105 * curves.Max(curve => curve.Risk.Max())));
        plot.ShowLegend(Alignment.UpperLeft);
        return PlotKit.Draw(plot, "risk", "Share of wrong answers against the share answered, a line for each confidence", PlotKit.Wide);
    }

    private static VariantStyle Style(int index, Confidence confidence)
    {
        (string hex, LinePattern pattern, MarkerShape marker) = Looks[index % Looks.Length];
        return new VariantStyle(confidence.Title, Color.FromHex(hex), pattern, marker, 2);
    }
}
