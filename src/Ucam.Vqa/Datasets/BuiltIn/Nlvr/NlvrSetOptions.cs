namespace Ucam.Vqa.Datasets.BuiltIn.Nlvr;

/// <summary>The part of the drawn pictures.</summary>
internal enum NlvrSplit
{
    Train,
    Validation,
    Test,
}

/// <summary>What a drawn <see cref="NlvrSet"/> holds.</summary>
internal sealed record NlvrSetOptions
{
    /// <summary>Seed of every picture and sentence.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>The part of the data.</summary>
    public NlvrSplit Split { get; init; } = NlvrSplit.Train;

    /// <summary>Number of pictures, 1 to 10,000,000.</summary>
    public int Pictures { get; init; } = 1000;

    /// <summary>Side of the square picture in pixels, 32 to 448; 0 for NLVR's own 400×100.</summary>
    public int Size { get; init; } = 128;

    /// <summary>Share of pictures with towers, 0 to 1.</summary>
    public double Towers { get; init; } = NlvrLayout.Towers;

    /// <summary>Sentences about each picture, 0 (pictures alone) to 50.</summary>
    public int QuestionsPerPicture { get; init; } = 8;

    internal void Check()
    {
        var option = new SetOption("NLVR");
        option.Within(Pictures, 1, 10_000_000, nameof(Pictures));
        if (Size != 0) option.Within(Size, 32, 448, nameof(Size));
        option.Within(QuestionsPerPicture, 0, 50, nameof(QuestionsPerPicture));
        if (Towers is not (>= 0 and <= 1)) throw option.Bad(nameof(Towers), $"{Towers} is out of range; give 0 to 1");
        option.Part(Split);
    }
}
