using System.Globalization;

namespace Ucam.Studies.Reports;

/// <summary>A map told in words, by thirds of the picture, for those who do not see it.</summary>
internal static class MapWords
{
    // A third of the picture has a ninth of an even map; so much of a map is told by name.
    private const double Told = 0.2;

    private static readonly string[] Rows = ["upper", "", "lower"], Columns = ["left", "", "right"];

    /// <summary>Which thirds hold most of it: "Where it looked: lower left (62 %), centre (24 %)."</summary>
    /// <param name="map">The map.</param>
    /// <param name="title">What it is called; by its kind where null.</param>
    public static string Describe(ActivationMap map, string? title = null)
    {
        ArgumentNullException.ThrowIfNull(map);
        title ??= MapLabel.Title(map.Kind);
        double[,] shares = Thirds(map);
        if (map.IsNothing || shares.Cast<double>().Sum() == 0) return $"{title}: next to nothing anywhere.";
        string[] places = [.. from row in Enumerable.Range(0, 3)
                              from column in Enumerable.Range(0, 3)
                              let share = shares[row, column]
                              where share >= Told
                              orderby share descending
                              select string.Create(CultureInfo.InvariantCulture, $"{Name(row, column)} ({share * 100:0} %)")];
        return places.Length == 0 ? $"{title}: spread over the picture." : $"{title}: {string.Join(", ", places)}.";
    }

    /// <summary>3×3 shares of the map's values, which sum to 1; all zero where the map is.</summary>
    public static double[,] Thirds(ActivationMap map)
    {
        ArgumentNullException.ThrowIfNull(map);
        var shares = new double[3, 3];
        double sum = 0;
        for (int row = 0; row < map.Rows; row++)
            for (int column = 0; column < map.Columns; column++)
            {
                Spread(shares, (row, map.Rows), (column, map.Columns), map.Values[row, column]);
                sum += map.Values[row, column];
            }
        if (sum > 0)
            for (int i = 0; i < 9; i++) shares[i / 3, i % 3] /= sum;
        return shares;
    }

    /// <summary>"lower left", "left", "centre".</summary>
    private static string Name(int row, int column)
    {
        string name = $"{Rows[row]} {Columns[column]}".Trim();
        return name.Length > 0 ? name : "centre";
    }

    // A cell that lies across a line between thirds counts on both sides by its parts.
    private static void Spread(double[,] shares, (int At, int Of) row, (int At, int Of) column, double value)
    {
        for (int r = 0; r < 3; r++)
            for (int c = 0; c < 3; c++)
                shares[r, c] += value * Overlap(row, r) * Overlap(column, c);
    }

    private static double Overlap((int At, int Of) cell, int third)
    {
        double from = Math.Max(cell.At * 3.0 / cell.Of, third), to = Math.Min((cell.At + 1) * 3.0 / cell.Of, third + 1);
        return Math.Max(0, to - from) * cell.Of / 3.0;
    }
}
