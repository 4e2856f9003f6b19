using Ucam.Imaging;

namespace Ucam.Explanations.Faithfulness;

/// <summary>A map on the grid of the explained input.</summary>
internal static class RemovalOrder
{
    /// <summary>The cells of the input from the map's highest to its lowest, equal ones in random order: a position must not decide.</summary>
    public static int[] Of(RawMap map, int rows, int columns, int seed)
    {
        float[] values = OnInput(map, rows, columns);
        int[] order = [.. Enumerable.Range(0, values.Length)];
        new Random(seed).Shuffle(order);
        return [.. order.OrderByDescending(cell => values[cell])];
    }

    /// <summary>The values on rows×columns: areas averaged where that is coarser, bilinear where it is finer.</summary>
    public static float[] OnInput(RawMap map, int rows, int columns)
    {
        ArgumentNullException.ThrowIfNull(map);
        return Grid.Resize(map.Values, rows, columns);
    }
}
