using ScottPlot;
using Ucam.Studies.Reports.Comparison.Document;

namespace Ucam.Studies.Reports.Comparison.Plots;

/// <summary>The look that all plots share.</summary>
internal static class PlotKit
{
    /// <summary>Size of a plot that stands alone and of one panel among several, CSS pixels.</summary>
    public static readonly (int Width, int Height) Wide = (550, 400);

    public static readonly (int Width, int Height) Panel = (350, 270);

    public static readonly Color Ink = Color.FromHex("#151A23");
    public static readonly Color Muted = Color.FromHex("#566070");
    public static readonly Color Faint = Color.FromHex("#DFE4EC");

    private const int Density = 2;

    /// <summary>An empty plot with its titles.</summary>
    public static Plot New(string title, string x, string y)
    {
        PlotFont.Register();
        var plot = new Plot { ScaleFactor = Density };
        plot.Font.Set(PlotFont.Regular);
        plot.FigureBackground.Color = Colors.White;
        plot.DataBackground.Color = Colors.White;
        plot.Axes.Color(Muted);
        plot.Axes.FrameColor(Faint);
        plot.Grid.MajorLineColor = Faint.WithAlpha(0.6);
        plot.Axes.Title.Label.Text = title;
        plot.Axes.Title.Label.ForeColor = Ink;
        plot.Axes.Title.Label.FontSize = 15;
        // Setting a plot's font gives every label the typeface itself, which then goes before its name and weight.
        plot.Axes.Title.Label.Font = PlotFont.Face(bold: true);
        plot.XLabel(x, 14);
        plot.YLabel(y, 14);
        plot.Axes.Bottom.Label.Bold = plot.Axes.Left.Label.Bold = false;
        plot.Axes.Bottom.Label.ForeColor = plot.Axes.Left.Label.ForeColor = Ink;
        plot.Axes.Bottom.TickLabelStyle.FontSize = plot.Axes.Left.TickLabelStyle.FontSize = 13;
        plot.Legend.FontSize = 13;
        plot.Legend.ShadowColor = Colors.Transparent;
        plot.Legend.OutlineColor = Faint;
        plot.Legend.BackgroundColor = Colors.White.WithAlpha(0.85);
        plot.HideLegend();
        return plot;
    }

    /// <summary>The picture of a plot.</summary>
    public static PlotImage Draw(Plot plot, string name, string alt, (int Width, int Height) size) =>
        new($"{name}.png", alt, size, () => plot.GetImageBytes(size.Width * Density, size.Height * Density, ImageFormat.Png));

    /// <summary>A line of a variant, in its colour and pattern.</summary>
    public static void Line(Plot plot, IReadOnlyList<double> x, IReadOnlyList<double> y, VariantStyle style, bool markers = false)
    {
        var line = plot.Add.Scatter(x.ToArray(), y.ToArray(), style.Color);
        line.LineWidth = style.Width;
        line.LinePattern = style.Pattern;
        line.MarkerShape = style.Marker;
        line.MarkerSize = markers ? 6 : 0;
        line.LegendText = style.Title;
    }
}
