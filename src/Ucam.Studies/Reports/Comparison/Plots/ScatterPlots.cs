using ScottPlot;
using Ucam.Studies.Reports.Comparison.Document;

namespace Ucam.Studies.Reports.Comparison.Plots;

/// <summary>Draws doubt against error, an answer a point.</summary>
internal static class ScatterPlots
{
    private static readonly Color Right = Color.FromHex("#0072B2");
    private static readonly Color Wrong = Color.FromHex("#D55E00");

    /// <summary>One variant's answers.</summary>
    /// <param name="name">Name of the file, without its ending.</param>
    /// <param name="title">The variant and its rank correlation.</param>
    /// <param name="points">The answers.</param>
    /// <param name="limits">Highest entropy and highest −log p shown, the same for all plots that are compared.</param>
    public static PlotImage Draw(string name, string title, IReadOnlyList<CurvePoint> points, (double Entropy, double Surprise) limits)
    {
        Plot plot = PlotKit.New(title, "Predictive entropy, nats", "−log p of the true answer, nats");
        Add(plot, points.Where(p => p.Score >= 0.5), "right", Right, MarkerShape.FilledCircle);
        Add(plot, points.Where(p => p.Score < 0.5), "wrong", Wrong, MarkerShape.Cross);
        plot.Axes.SetLimits(-0.02 * limits.Entropy, limits.Entropy, -0.02 * limits.Surprise, limits.Surprise);
        plot.ShowLegend(Alignment.UpperLeft);
        return PlotKit.Draw(plot, name, $"Predictive entropy against the negative log-probability of the true answer: {title}", PlotKit.Wide);
    }

    /// <summary>Limits that show all but the most extreme half percent of the answers.</summary>
    public static (double Entropy, double Surprise) Limits(IEnumerable<CurvePoint> points)
    {
        CurvePoint[] all = [.. points];
        return (Math.Max(0.1, 1.03 * High(all.Select(p => p.Entropy))), Math.Max(0.1, 1.03 * High(all.Select(p => p.Surprise))));
    }

    private static double High(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        return sorted.Length == 0 ? 0 : sorted[(int)(0.995 * (sorted.Length - 1))];
    }

    private static void Add(Plot plot, IEnumerable<CurvePoint> points, string title, Color colour, MarkerShape shape)
    {
        CurvePoint[] all = [.. points];
        var markers = plot.Add.Markers(all.Select(p => p.Entropy).ToArray(), all.Select(p => p.Surprise).ToArray(), shape, 5, colour.WithAlpha(0.45));
        markers.MarkerLineWidth = 1.5f;
        markers.LegendText = title;
    }
}
