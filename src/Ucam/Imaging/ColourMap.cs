namespace Ucam.Imaging;

/// <summary>An sRGB colour.</summary>
public readonly record struct Rgb(byte R, byte G, byte B);

/// <summary>Colours for values from 0 to 1, as a table of 256 steps.</summary>
public sealed class ColourMap
{
    private static readonly uint[] ViridisStops =
        [0x440154, 0x472D7B, 0x3B528B, 0x2C728E, 0x21918C, 0x28AE80, 0x5EC962, 0xADDC30, 0xFDE725];

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

    /// <summary>Viridis (Smith and van der Walt 2015, CC0), interpolated between nine of its colours: even steps to the eye, also without colour vision.</summary>
    public static ColourMap Viridis { get; } = new("viridis", i => Between(ViridisStops, i / 255d));

    /// <summary>Black to white.</summary>
    public static ColourMap Grey { get; } = new("grey", i => new Rgb((byte)i, (byte)i, (byte)i));

    /// <summary>A short name, for settings.</summary>
    public string Name { get; }

    /// <summary>The colour of a value; values outside [0,1] take the nearest end.</summary>
    /// <exception cref="ArgumentException">The value is not a number.</exception>
    public Rgb this[double value] => double.IsNaN(value)
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
