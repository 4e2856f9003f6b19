namespace Ucam.Vqa.Datasets.BuiltIn.Photos;

/// <summary>Chooses shape, photographs and places of a mosaic.</summary>
internal static class MosaicLayout
{
    private static readonly (int Rows, int Columns)[] Shapes = [(1, 1), (1, 2), (2, 1), (2, 2), (2, 3), (3, 2), (3, 3), (1, 3), (3, 1)];

    private static readonly double[] Shares = [20, 9, 9, 22, 10, 10, 14, 3, 3];

    /// <summary>Mosaic <paramref name="picture"/> of a part of the data, which depends on seed, part and number alone.</summary>
    /// <param name="seed">Seed of the set.</param>
    /// <param name="split">The part.</param>
    /// <param name="picture">Number of the mosaic.</param>
    /// <param name="byClass">For each class the photographs it may show.</param>
    public static Mosaic Create(int seed, PhotoSplit split, int picture, int[][] byClass)
    {
        var random = SetRandom.For(seed, (int)split, picture, purpose: 0);
        var (rows, columns) = Shapes[random.Weighted(Shares)];
        int[] kinds = Kinds(random);
        double side = Side(random, rows, columns);
        var tiles = new Tile[rows * columns];
        for (int t = 0; t < tiles.Length; t++)
        {
            int kind = random.Pick(kinds);
            tiles[t] = Place(random, rows, columns, t, side) with { Photo = random.Pick(byClass[kind]), Class = kind, Look = Look(random, split) };
        }
        return Viewed(random, split, rows, columns, tiles);
    }

    /// <summary>One photograph alone, as large as the picture or a little smaller.</summary>
    public static Mosaic Single(int seed, PhotoSplit split, int picture, int photo, int kind)
    {
        var random = SetRandom.For(seed, (int)split, picture, purpose: 0);
        Tile tile = Place(random, 1, 1, 0, Side(random, 1, 1)) with { Photo = photo, Class = kind, Look = Look(random, split) };
        return Viewed(random, split, 1, 1, [tile]);
    }

    // Few kinds in half of the mosaics, so that counts above 1 and two of a kind are common.
    private static int[] Kinds(SetRandom random)
    {
        int[] all = [.. Enumerable.Range(0, PhotoClasses.Count)];
        return random.Chance(0.5) ? all : random.Shuffled(all)[..(2 + random.Below(3))];
    }

    private static double Side(SetRandom random, int rows, int columns) =>
        rows * columns == 1 ? random.Range(0.5, 1) : random.Range(0.8, 1) / Math.Max(rows, columns);

    private static Tile Place(SetRandom random, int rows, int columns, int t, double most)
    {
        double side = most * random.Range(0.93, 1);
        int row = t / columns, column = t % columns;
        return new Tile(0, 0, row, column, Offset(random, column, columns, side), Offset(random, row, rows, side), side, default);
    }

    // Around the middle of its cell; a lone row does not climb to the edge.
    private static double Offset(SetRandom random, int index, int count, double side)
    {
        double cell = 1.0 / count, slack = cell - side, play = Math.Min(slack, 0.3);
        return index * cell + slack / 2 + random.Range(-play / 2, play / 2);
    }

    private static TileLook Look(SetRandom random, PhotoSplit split)
    {
        if (split != PhotoSplit.Train) return new TileLook(0, 0, PhotoArchive.Side, false, 1, 0);
        int cut = random.Chance(0.5) ? PhotoArchive.Side : PhotoArchive.Side - random.Below(7);
        int left = random.Below(PhotoArchive.Side - cut + 1), top = random.Below(PhotoArchive.Side - cut + 1);
        return new TileLook(left, top, cut, random.Chance(0.5), random.Range(0.75, 1.25), random.Range(-20, 20));
    }

    private static Mosaic Viewed(SetRandom random, PhotoSplit split, int rows, int columns, Tile[] tiles)
    {
        bool heavy = split == PhotoSplit.TestBlur;
        double blur = random.Chance(heavy ? 0.85 : 0.1) ? heavy ? random.Range(1.2, 2.4) : random.Range(0.3, 0.7) : 0;
        double noise = random.Chance(heavy ? 0.85 : 0.15) ? heavy ? random.Range(18, 40) : random.Range(2, 8) : 0;
        double light = heavy && random.Chance(0.4) ? random.Range(0.4, 0.7) : 1;
        return new Mosaic(rows, columns, tiles, blur / 96, noise, light, random.Next());
    }
}
