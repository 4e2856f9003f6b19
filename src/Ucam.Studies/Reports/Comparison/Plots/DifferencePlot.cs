using ScottPlot;
using ScottPlot.TickGenerators;
using Ucam.Studies.Comparison;
using Ucam.Studies.Reports.Comparison.Document;
using Ucam.Studies.Reports.Comparison.Numbers;

namespace Ucam.Studies.Reports.Comparison.Plots;

/// <summary>Draws the paired differences of a metric with their 95 % intervals: a row a method, a mark a variant, the pool below.</summary>
internal static class DifferencePlot
{
    private const double Spread = 0.7;

    /// <summary>Draws them.</summary>
    /// <param name="set">Name of the set, for the file.</param>
    /// <param name="paired">The differences to the baseline.</param>
    /// <param name="styles">The variants' colours.</param>
    public static PlotImage Draw(string set, PairedSummary paired, VariantStyles styles)
    {
        CompareMetric metric = paired.Metric;
        string better = metric.HigherIsBetter ? "right is better" : "left is better";
        string unit = metric.Unit.Length == 0 ? "" : metric.Unit == "%" ? ", points" : $", {metric.Unit}";
        Plot plot = PlotKit.New(metric.Title, $"Difference to {CompareNames.Title(paired.Baseline)}{unit} ({better})", "");
        string?[] scopes = [.. paired.Methods, null];
        string[] variants = [.. paired.BaselineContrasts.Select(c => c.Variant)];
        double[] places = [.. Enumerable.Range(0, scopes.Length).Select(i => (double)(scopes.Length - 1 - i))];
        Backdrop(plot);
        for (int v = 0; v < variants.Length; v++)
            for (int s = 0; s < scopes.Length; s++)
                if (paired.Find(paired.BaselineContrasts[v], scopes[s]) is { } line)
                    Mark(plot, line, metric, places[s] + Spread * (0.5 - (v + 0.5) / variants.Length), styles[variants[v]],
                        legend: s == scopes.Length - 1);
        plot.Axes.Left.TickGenerator = new NumericManual(places, [.. scopes.Select(s => s is null ? "All methods" : CompareNames.Title(s))]);
        plot.Axes.Left.MajorTickStyle.Length = 0;
        plot.Axes.SetLimitsY(-0.5, scopes.Length - 0.5);
        plot.Grid.YAxisStyle.IsVisible = false;
        plot.ShowLegend(Edge.Bottom).Padding = new PixelPadding(4);
        return PlotKit.Draw(plot, $"{set}-differences-{metric.Name}",
            $"Paired differences of {metric.Title} to the baseline with 95 % intervals, by method and variant",
            (PlotKit.Wide.Width, 130 + 44 * scopes.Length));
    }

    private static void Backdrop(Plot plot)
    {
        var pool = plot.Add.VerticalSpan(-0.5, 0.5);
        pool.FillColor = PlotKit.Faint.WithAlpha(0.45);
        pool.LineWidth = 0;
        var zero = plot.Add.VerticalLine(0);
        zero.Color = PlotKit.Muted;
        zero.LineWidth = 1;
    }

    private static void Mark(Plot plot, PairedLine line, CompareMetric metric, double y, VariantStyle style, bool legend)
    {
        if (double.IsFinite(line.Low) && double.IsFinite(line.High))
        {
            var interval = plot.Add.Line(metric.Scale * line.Low, y, metric.Scale * line.High, y);
            interval.Color = style.Color;
            interval.LineWidth = 2;
            interval.MarkerSize = 0;
        }
        var mark = plot.Add.Marker(metric.Scale * line.Mean, y, style.Marker, 8, style.Color);
        if (legend) mark.LegendText = style.Title;
    }
}
