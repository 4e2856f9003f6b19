using ScottPlot;
using SkiaSharp;

namespace Ucam.Studies.Reports.Comparison.Plots;

/// <summary>The embedded typeface under a name of its own, so that plots have the same letters on every machine.</summary>
internal sealed class PlotFont : IFontResolver
{
    /// <summary>The name to ask the plotting library for.</summary>
    public const string Regular = "Ucam Inter";

    /// <summary>The same for bold letters: the library asks for a label's typeface before it knows that it is to be bold.</summary>
    public const string Bold = "Ucam Inter SemiBold";

    private static readonly Lazy<bool> Registered = new(() =>
    {
        Fonts.FontResolvers.Insert(0, new PlotFont());
        return true;
    });

    /// <summary>Makes the typefaces known, once.</summary>
    public static void Register() => _ = Registered.Value;

    /// <summary>A typeface.</summary>
    public static SKTypeface Face(bool bold)
    {
        Register();
        return Fonts.GetTypeface(bold ? Bold : Regular, bold: false, italic: false);
    }

    public SKTypeface? CreateTypeface(string fontName, bool bold, bool italic)
    {
        if (fontName is not (Regular or Bold)) return null;
        return CardFont.Load(fontName == Bold ? "Inter-SemiBold" : "Inter-Regular");
    }

    public SKTypeface? CreateTypeface(string fontName, FontWeight weight, FontSlant slant, FontSpacing spacing) =>
        CreateTypeface(fontName, bold: false, italic: false);
}
