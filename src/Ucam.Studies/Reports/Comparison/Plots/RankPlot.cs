using ScottPlot;
using Ucam.Studies.Comparison;
using Ucam.Studies.Reports.Comparison.Document;
using Ucam.Studies.Reports.Comparison.Numbers;

namespace Ucam.Studies.Reports.Comparison.Plots;

/// <summary>
/// The critical-difference diagram of Demšar (2006): variants on an axis of mean ranks, the best on the left; bars join those that
/// the Nemenyi test cannot tell apart.
/// </summary>
internal sealed class RankPlot
{
    private const double Row = 22;
    private const double Tick = 5;
    private const double Step = 9;
    private const double Above = 84;
    private const double Below = 8;
    private const int Side = 130;

    private readonly RankSummary _ranks;
    private readonly Plot _plot;
    private readonly string[] _order;
    private readonly double _unit;

    private RankPlot(RankSummary ranks)
    {
        _ranks = ranks;
        _plot = PlotKit.New("", "", "");
        _order = [.. ranks.Complete.Variants.OrderBy(v => ranks.MeanRank(v)).ThenBy(v => v, CompareNames.Variants)];
        _unit = (PlotKit.Wide.Width - 2.0 * Side) / (_order.Length - 1);
    }

    /// <summary>Draws the diagram.</summary>
    /// <param name="set">Name of the set, for the file.</param>
    /// <param name="ranks">A test that could be made.</param>
    public static PlotImage Draw(string set, RankSummary ranks)
    {
        var diagram = new RankPlot(ranks);
        double below = Step * (ranks.Groups.Count + 1);
        int rows = (diagram._order.Length + 1) / 2;
        int height = (int)(Above + below + Row * rows + Below);
        diagram._plot.Axes.Frameless();
        diagram._plot.HideGrid();
        diagram._plot.Axes.SetLimits(0, PlotKit.Wide.Width, height - Above, -Above);
        diagram.Axis();
        diagram.Labels(below);
        diagram.Bars();
        string order = string.Join(", ", diagram._order.Select(v => $"{CompareNames.Title(v)} {CompareMetric.Text(ranks.MeanRank(v), 2)}"));
        return PlotKit.Draw(diagram._plot, $"{set}-ranks-{ranks.Metric.Name}",
            $"Critical-difference diagram for {ranks.Metric.Title}, mean ranks: {order}", (PlotKit.Wide.Width, height));
    }

    private double X(double rank) => Side + (rank - 1) * _unit;

    private void Axis()
    {
        Text($"{_ranks.Metric.Title}: Friedman {Words.WithP(_ranks.P)}", PlotKit.Wide.Width / 2.0, -70, Alignment.MiddleCenter, bold: true);
        Line(X(1), 0, X(_order.Length), 0, 1.5f);
        for (int rank = 1; rank <= _order.Length; rank++)
        {
            Line(X(rank), 0, X(rank), -Tick, 1.5f);
            Text($"{rank}", X(rank), -Tick - 9, Alignment.MiddleCenter);
        }
        double end = X(1 + _ranks.CriticalDifference);
        Line(X(1), -38, end, -38, 1.5f);
        foreach (double x in new[] { X(1), end }) Line(x, -38 - Tick, x, -38 + Tick, 1.5f);
        Text($"CD = {CompareMetric.Text(_ranks.CriticalDifference, 2)}", X(1) - 8, -38, Alignment.MiddleRight);
    }

    private void Labels(double below)
    {
        int left = (_order.Length + 1) / 2;
        for (int i = 0; i < _order.Length; i++)
        {
            double x = X(_ranks.MeanRank(_order[i]));
            double y = below + Row * (i < left ? i : _order.Length - 1 - i) + Row / 2;
            double end = i < left ? Side - 10 : PlotKit.Wide.Width - Side + 10;
            Line(x, 0, x, y, 1);
            Line(x, y, end, y, 1);
            string rank = CompareMetric.Text(_ranks.MeanRank(_order[i]), 2);
            string name = CompareNames.Title(_order[i]);
            Text(i < left
                ? $"{name}  {rank}" : $"{rank}  {name}", end + (i < left ? -5 : 5), y, i < left ? Alignment.MiddleRight : Alignment.MiddleLeft);
        }
    }

    private void Bars()
    {
        for (int i = 0; i < _ranks.Groups.Count; i++)
        {
            double[] ranks = [.. _ranks.Groups[i].Select(_ranks.MeanRank)];
            Line(X(ranks.Min()) - 4, Step * (i + 1), X(ranks.Max()) + 4, Step * (i + 1), 4);
        }
    }

    private void Line(double x1, double y1, double x2, double y2, float width)
    {
        var line = _plot.Add.Line(x1, y1, x2, y2);
        line.Color = PlotKit.Ink;
        line.LineWidth = width;
        line.MarkerSize = 0;
    }

    private void Text(string text, double x, double y, Alignment alignment, bool bold = false)
    {
        var label = _plot.Add.Text(text, x, y);
        label.LabelStyle.Font = PlotFont.Face(bold);
        label.LabelFontSize = 14;
        label.LabelFontColor = PlotKit.Ink;
        label.LabelAlignment = alignment;
    }
}
