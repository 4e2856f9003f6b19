using ScottPlot;
using Ucam.Studies.Comparison;
using Ucam.Studies.Reports.Comparison.Document;
using Ucam.Studies.Reports.Comparison.Numbers;

namespace Ucam.Studies.Reports.Comparison.Plots;

/// <summary>Draws a set's curves, one line a variant.</summary>
/// <param name="curves">The curves to draw.</param>
/// <param name="styles">The variants' colours.</param>
internal sealed class CurvePlots(CurveSet curves, VariantStyles styles)
{
    private static readonly double[] Coverage = [.. Enumerable.Range(1, CellCurves.Coverages).Select(i => (double)i)];

    /// <summary>The mean risk at each coverage.</summary>
    /// <param name="method">One method, or null for the mean of all.</param>
    public PlotImage RiskCoverage(string? method)
    {
        Plot plot = PlotKit.New(Title("Risk and coverage", method), "Share answered, %", "Error, %");
        foreach (string variant in curves.Variants)
            PlotKit.Line(plot, Coverage, [.. curves.Risk(variant, method).Select(risk => 100 * risk)], styles[variant]);
        plot.Axes.SetLimits(0, 100, 0, Math.Max(1, 105 * curves.HighestRisk));
        return Draw(plot, "risk", "Risk–coverage curves", method, Alignment.UpperLeft);
    }

    /// <summary>Accuracy against confidence.</summary>
    /// <param name="method">One method, or null for the mean of all.</param>
    public PlotImage Reliability(string? method)
    {
        Plot plot = PlotKit.New(Title("Reliability", method), "Confidence, %", "Accuracy, %");
        var diagonal = plot.Add.Line(0, 0, 100, 100);
        diagonal.Color = PlotKit.Muted.WithAlpha(0.5);
        diagonal.LinePattern = LinePattern.Dotted;
        foreach (string variant in curves.Variants)
        {
            IReadOnlyList<CurveBin> bins = curves.Reliability(variant, method);
            PlotKit.Line(plot, [.. bins.Select(b => 100 * b.Confidence)], [.. bins.Select(b => 100 * b.Accuracy)], styles[variant], markers: true);
        }
        plot.Axes.SetLimits(0, 100, 0, 100);
        return Draw(plot, "reliability", "Reliability diagram", method, Alignment.UpperLeft);
    }

    /// <summary>A course of training of one method: a thin line a seed, a thick one for their mean as far as all seeds went.</summary>
    /// <param name="method">The method.</param>
    /// <param name="loss">Whether the training loss is drawn, or else the validation accuracy.</param>
    public PlotImage? Learning(string method, bool loss)
    {
        Plot plot = PlotKit.New(CompareNames.Title(method), "Epoch", loss ? "Training loss" : "Validation accuracy, %");
        var runs = curves.Variants.Select(variant => (Style: styles[variant], Lines: curves.Learning(variant, method, loss)))
            .Where(run => run.Lines.Count > 0).ToArray();
        if (runs.Length == 0) return null;
        foreach ((VariantStyle style, var lines) in runs)
            foreach (IReadOnlyList<(double X, double Y)> line in lines) Points(plot, line, style.Thin());
        foreach ((VariantStyle style, var lines) in runs) Points(plot, CurveSet.Mean(lines), style);
        string what = loss ? "Training loss" : "Validation accuracy";
        return PlotKit.Draw(plot, $"{curves.Name}-{(loss ? "loss" : "validation")}-{method}",
            $"{what} of {CompareNames.Title(method)} over the epochs, by variant", PlotKit.Panel);
    }

    /// <summary>The key to the colours, for panels without one.</summary>
    public PlotImage Key()
    {
        Plot plot = PlotKit.New("", "", "");
        plot.HideAxesAndGrid();
        plot.Legend.OutlineColor = Colors.Transparent;
        plot.Legend.FontSize = 14;
        foreach (string variant in curves.Variants) PlotKit.Line(plot, [0, 0], [0, 0], styles[variant], markers: true);
        plot.Axes.SetLimits(1, 2, 1, 2);
        plot.ShowLegend(Alignment.MiddleCenter, Orientation.Horizontal);
        return PlotKit.Draw(plot, $"{curves.Name}-key", $"Colours of {Words.Names(curves.Variants)}", (PlotKit.Wide.Width, 40));
    }

    private PlotImage Draw(Plot plot, string kind, string what, string? method, Alignment legend)
    {
        if (method is null) plot.ShowLegend(legend);
        string of = method is null ? "all methods" : CompareNames.Title(method);
        return PlotKit.Draw(plot, $"{curves.Name}-{kind}{(method is null ? "" : $"-{method}")}", $"{what} of {of}, by variant", method is null
            ? PlotKit.Wide : PlotKit.Panel);
    }

    private static void Points(Plot plot, IReadOnlyList<(double X, double Y)> points, VariantStyle style) =>
        PlotKit.Line(plot, [.. points.Select(p => p.X)], [.. points.Select(p => p.Y)], style);

    private static string Title(string what, string? method) => method is null ? $"{what}, all methods" : CompareNames.Title(method);
}
