using Ucam.Vqa.Datasets.Formats;

namespace Ucam.Vqa.Datasets.BuiltIn.Nlvr;

/// <summary>One grey box; the objects of a tower stand from its base to its top.</summary>
internal sealed record NlvrBox(IReadOnlyList<NlvrObject> Objects)
{
    /// <summary>Side in pixels.</summary>
    public const int Side = 100;

    public int Count(Func<NlvrBox, int, bool> which)
    {
        int count = 0;
        for (int i = 0; i < Objects.Count; i++)
            if (which(this, i)) count++;
        return count;
    }

    public int Count(NlvrColour colour) => Count((box, i) => box.Objects[i].Colour == colour);

    /// <summary>Number of different colours.</summary>
    public int Colours => Objects.Select(o => o.Colour).Distinct().Count();
}

/// <summary>Three boxes: each holds one tower of squares, or objects scattered in it.</summary>
internal sealed record NlvrScene(IReadOnlyList<NlvrBox> Boxes, bool IsTower)
{
    public const int BoxCount = 3;

    private const int TowerX = 40, BlockSize = 20;

    /// <summary>A scene of towers if every object stands where a tower's blocks do, otherwise a scattered one.</summary>
    public static NlvrScene Of(IEnumerable<IReadOnlyList<NlvrObject>> boxes)
    {
        IReadOnlyList<NlvrObject>[] all = [.. boxes];
        bool tower = all.All(b => b.All(o => o is { X: TowerX, Size: BlockSize, Shape: NlvrShape.Square }));
        return new NlvrScene([.. all.Select(b => new NlvrBox(tower ? [.. b.OrderByDescending(o => o.Y)] : b))], tower);
    }

    /// <summary>The block at a height of a tower, 0 for its base.</summary>
    public static NlvrObject Block(int height, NlvrColour colour) =>
        new(TowerX, NlvrBox.Side - BlockSize - height * (BlockSize + 1), BlockSize, NlvrShape.Square, colour);

    /// <summary>The scene with its boxes in one of the six orders.</summary>
    public NlvrScene InOrder(int order) => this with { Boxes = [.. NlvrExample.Orders[order].Select(box => Boxes[box])] };

    /// <summary>The same for scenes with the same objects, wherever these are: how many there are of each size, shape and colour.</summary>
    public string Inventory =>
        string.Concat(Boxes.SelectMany(b => b.Objects).Select(o => $"{o.Size} {o.Shape} {o.Colour} ").Order(StringComparer.Ordinal));

    public int Count(Func<NlvrBox, int, bool> which) => Boxes.Sum(b => b.Count(which));
}
