namespace Ucam.Vqa.Training.Recipes;

/// <summary>Data that are files the user has: questions in a public format, and features of their pictures (docs/paper-recipes.md).</summary>
internal sealed record FileDataRecipe
{
    /// <summary>One of <see cref="DataFormats.Names"/>.</summary>
    [FormatName]
    public string Format { get; init; } = "";

    /// <summary>What the head is trained on.</summary>
    public FilePartRecipe Training { get; init; } = new();

    /// <summary>What chooses the best epoch; null holds a part of the training pictures out.</summary>
    public FilePartRecipe? Validation { get; init; }

    /// <summary>Share of the training pictures that is held out where there is no validation part, above 0 and below 1.</summary>
    [Above(0, Below = 1)]
    public double HeldOut { get; init; } = 0.05;

    /// <summary>What the model is tested on.</summary>
    public FilePartRecipe Test { get; init; } = new();

    /// <summary>Rows and columns that the features must have, 1 to 448; null for those of the files.</summary>
    [From(1, 448)]
    public int? Grid { get; init; }

    /// <summary>Channels that the features must have, 1 to 65,536; null for those of the files.</summary>
    [From(1, 65_536)]
    public int? Channels { get; init; }
}

/// <summary>The files of one part, relative to the folder that is given with --data.</summary>
internal sealed record FilePartRecipe
{
    /// <summary>Files and folders of the format, in any order.</summary>
    [Distinct]
    public IReadOnlyList<string> Paths { get; init; } = [];

    /// <summary>Feature files (ucam features extract, ucam features import) that have every picture between them, by image id.</summary>
    [Distinct]
    public IReadOnlyList<string> Features { get; init; } = [];

    /// <summary>The parts of the files to take ("test", "en"), where they hold several; empty for all.</summary>
    [Distinct(MayBeEmpty = true)]
    public IReadOnlyList<string> Parts { get; init; } = [];
}
