using ScottPlot;
using Ucam.Studies.Comparison;

namespace Ucam.Studies.Reports.Comparison.Plots;

/// <summary>
/// How a variant is drawn in every plot: colours of Okabe and Ito (2008), told apart by the colour-blind; patterns and markers for print.
/// </summary>
internal sealed record VariantStyle(string Title, Color Color, LinePattern Pattern, MarkerShape Marker, float Width)
{
    /// <summary>The style of a single run beside its mean.</summary>
    public VariantStyle Thin() => this with { Color = Color.WithAlpha(0.3), Width = 1, Pattern = LinePattern.Solid };
}

/// <summary>
/// The styles of a report's variants. The aleatoric pair is of warm colours and the predictive pair of cool ones; what trains
/// without the certainty mask is dashed, what trains with it is drawn through.
/// </summary>
internal sealed class VariantStyles
{
    private static readonly Dictionary<string, (string Hex, LinePattern Pattern, MarkerShape Marker)> Known = new()
    {
        ["baseline"] = ("#3F4754", LinePattern.Solid, MarkerShape.FilledCircle),
        ["aul"] = ("#E69F00", LinePattern.DenselyDashed, MarkerShape.FilledSquare),
        ["pul"] = ("#56B4E9", LinePattern.DenselyDashed, MarkerShape.FilledDiamond),
        ["a-gca"] = ("#D55E00", LinePattern.Solid, MarkerShape.FilledTriangleUp),
        ["p-gca"] = ("#0072B2", LinePattern.Solid, MarkerShape.FilledTriangleDown),
    };

    private static readonly string[] Others = ["#009E73", "#CC79A7", "#8C6D1F", "#7A5BC7", "#A0A7B4", "#B0413E"];

    private readonly Dictionary<string, VariantStyle> _styles = [];

    /// <param name="variants">All variants of the report, in order.</param>
    public VariantStyles(IReadOnlyList<string> variants)
    {
        int other = 0;
        foreach (string variant in variants)
        {
            (string hex, LinePattern pattern, MarkerShape marker) = Known.TryGetValue(variant, out var known)
                ? known
                : (Others[other % Others.Length], other++ < Others.Length ? LinePattern.Dotted : LinePattern.Dashed, MarkerShape.OpenCircle);
            _styles.Add(variant, new VariantStyle(CompareNames.Title(variant), Color.FromHex(hex), pattern, marker, 2));
        }
    }

    public VariantStyle this[string variant] => _styles[variant];
}
