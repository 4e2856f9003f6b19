namespace Ucam.Vqa.Datasets.BuiltIn.Photos;

/// <summary>"What is this?" of a lone photograph, "What is top left?" of a mosaic: people name what they see in that tile.</summary>
internal sealed class WhatFamily : PhotoFamily
{
    private static readonly string[] Alone =
        ["What is this?", "What is in the picture?", "What does the picture show?", "What can you see?", "What is shown here?",
            "Which thing is this?"];

    private static readonly string[] Placed =
        ["What is {0}?", "What can you see {0}?", "What does the picture show {0}?", "Which thing is {0}?", "What is the thing {0}?",
            "What is shown {0}?"];

    public override string Name => "what";

    public override PhotoQuestion Ask(PhotoAsker asker)
    {
        int tile = asker.Random.Below(asker.Mosaic.Tiles.Length);
        string text = asker.Mosaic.Tiles.Length == 1
            ? asker.Random.Pick(Alone) : Wording.Fill(asker.Random.Pick(Placed), Place(asker.Mosaic, tile, asker.Random));
        return new PhotoQuestion(text, new AnswerDistribution(PhotoClasses.Answers, asker.People[tile]), [tile]);
    }

    /// <summary>Where a tile is, in words that fit it alone.</summary>
    public static string Place(Mosaic mosaic, int tile, SetRandom random)
    {
        Tile at = mosaic.Tiles[tile];
        string row = Along(at.Row, mosaic.Rows, "top", "bottom"), column = Along(at.Column, mosaic.Columns, "left", "right");
        if (mosaic.Rows == 1) return column == "middle" ? "in the middle" : random.Pick(new[] { $"on the {column}", $"on the {column} side" });
        if (mosaic.Columns == 1) return row == "middle" ? "in the middle" : random.Pick(new[] { $"at the {row}", $"on the {row}" });
        if (row == "middle" && column == "middle") return random.Pick(new[] { "in the middle", "in the centre" });
        return random.Pick(new[] { $"{row} {column}", $"at the {row} {column}", $"in the {row} row on the {column}" }).Replace("on the middle",
            "in the middle");
    }

    private static string Along(int index, int count, string first, string last) => index == 0 ? first : index == count - 1 ? last : "middle";
}
