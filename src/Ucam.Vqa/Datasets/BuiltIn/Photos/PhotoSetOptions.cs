namespace Ucam.Vqa.Datasets.BuiltIn.Photos;

/// <summary>What a <see cref="PhotoSet"/> holds.</summary>
internal sealed record PhotoSetOptions
{
    /// <summary>Seed of every mosaic, question and drawn answer.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>The part of the data.</summary>
    public PhotoSplit Split { get; init; } = PhotoSplit.Train;

    /// <summary>Number of mosaics, 1 to 1,000,000; <see cref="PhotoSplit.TestSingle"/> has at most one for each photograph.</summary>
    public int Pictures { get; init; } = 1000;

    /// <summary>Side of a mosaic in pixels, 32 to 448.</summary>
    public int Size { get; init; } = 96;

    /// <summary>Questions asked of each mosaic, 0 (pictures alone) to 50; always 1 for <see cref="PhotoSplit.TestSingle"/>.</summary>
    public int QuestionsPerPicture { get; init; } = 6;

    internal void Check()
    {
        var option = new SetOption("Photos");
        option.Within(Pictures, 1, 1_000_000, nameof(Pictures));
        option.Within(Size, 32, 448, nameof(Size));
        option.Within(QuestionsPerPicture, 0, 50, nameof(QuestionsPerPicture));
        option.Part(Split);
    }
}
