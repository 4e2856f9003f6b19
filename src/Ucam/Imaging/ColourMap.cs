using Ucam.Imaging;

namespace Ucam;

/// <summary>An sRGB colour.</summary>
internal readonly record struct Rgb(byte R, byte G, byte B);

/// <summary>Colours for values from 0 to 1, as a table of 256 steps.</summary>
public sealed class ColourMap
{
    // Every sixteenth of the published 256 colours, and the last.
    private static readonly uint[] CividisStops =
    [
        0x00224E, 0x002E6A, 0x1A386F, 0x32436D, 0x434E6C, 0x535A6D, 0x61656F, 0x6F7073,
        0x7D7C78, 0x8C8878, 0x9B9476, 0xABA072, 0xBCAE6C, 0xCDBB63, 0xDEC958, 0xF0D846, 0xFEE838,
    ];

    private readonly Rgb[] _table = new Rgb[256];

    private ColourMap(string name, Func<int, Rgb> colour)
    {
        Name = name;
        for (var i = 0; i < _table.Length; i++) _table[i] = colour(i);
    }

    /// <summary>
    /// JET as in MATLAB and OpenCV's COLORMAP_JET: blue, cyan, yellow, red, each channel a trapezium, 1.5 − |4v − c| clamped to
    /// [0,1] with c = 3, 2, 1. What the published U-CAM figures use.
    /// </summary>
    public static ColourMap Jet { get; } = new("jet", i => new Rgb(Trapezium(i, 3), Trapezium(i, 2), Trapezium(i, 1)));

    /// <summary>Viridis (Smith and van der Walt 2015, CC0): even steps to the eye, also without colour vision.</summary>
    public static ColourMap Viridis { get; } = new("viridis", ColourTable.Of(ColourTable.Viridis));

    /// <summary>Inferno (Smith and van der Walt 2015, CC0): even steps to the eye, from black through red to pale yellow.</summary>
    public static ColourMap Inferno { get; } = new("inferno", ColourTable.Of(ColourTable.Inferno));

    /// <summary>
    /// Cividis (Nuñez, Anderton and Renslow, PLOS ONE 2018): nearly the same to eyes with and without colour deficiency, from blue to yellow.
    /// </summary>
    public static ColourMap Cividis { get; } = new("cividis", i => Between(CividisStops, i / 255d));

    /// <summary>Black to white.</summary>
    public static ColourMap Grey { get; } = new("grey", i => new Rgb((byte)i, (byte)i, (byte)i));

    /// <summary>All of them, the published one first.</summary>
    public static IReadOnlyList<ColourMap> All => Catalogue.All;

    internal static Catalogue<ColourMap> Catalogue { get; } = new("a colour map", map => map.Name, Jet, Viridis, Inferno, Cividis, Grey);

    /// <summary>The colour map of that name.</summary>
    /// <exception cref="UcamException">There is none.</exception>
    public static ColourMap Find(string name) => Catalogue.Find(name)
        ?? throw new UcamException($"There is no colour map '{name}'; give one of {Catalogue.Names}.")
        { Field = nameof(name) };

    /// <summary>A short name, for settings.</summary>
    public string Name { get; }

    /// <summary>The colour of a value; values outside [0,1] take the nearest end.</summary>
    /// <exception cref="ArgumentException">The value is not a number.</exception>
    internal Rgb this[double value] => double.IsNaN(value)
        ? throw new ArgumentException("There is no colour for a value that is not a number.", nameof(value))
        : _table[(int)(Math.Clamp(value, 0, 1) * 255 + 0.5)];

    // In whole numbers: every step lies half-way between two bytes, where floating point would round either way.
    private static byte Trapezium(int step, int centre) => (byte)Math.Clamp(383 - Math.Abs(4 * step - 255 * centre), 0, 255);

    private static Rgb Between(uint[] stops, double value)
    {
        var left = Math.Min((int)(value * (stops.Length - 1)), stops.Length - 2);
        var share = value * (stops.Length - 1) - left;
        byte Mix(int shift)
        {
            double a = stops[left] >> shift & 255, b = stops[left + 1] >> shift & 255;
            return (byte)(a + (b - a) * share + 0.5);
        }
        return new Rgb(Mix(16), Mix(8), Mix(0));
    }
}
