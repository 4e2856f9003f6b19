using Ucam.Metrics;

namespace Ucam.Vqa.Datasets.BuiltIn.Photos.Doubt;

/// <summary>
/// Chooses the cases of Photos-Doubt; a case hangs on seed and number alone. Mosaics are composed as Photos composes them, of photographs that
/// people agree about, and taken where a question can be asked whose doubt another photograph of a tile that decides raises by enough, and that of
/// another tile does not change at all.
/// </summary>
internal sealed class PhotoDoubtChooser
{
    private const int Attempts = 500, Stream = 3_000_017;
    private const double MostOfEasy = 0.1, LeastOfHard = 0.5, LeastDoubt = 0.25, MostLeft = 0.25, MostOfControl = 1e-9;

    private readonly PhotoArchive _archive;
    private readonly int[][] _easy, _hard;

    /// <summary>Sorts the photographs of Photos' test by whether people agree about them.</summary>
    /// <exception cref="UcamException">Of some kind there are none that they agree about, or of all kinds none that they do not.</exception>
    public PhotoDoubtChooser(PhotoArchive archive)
    {
        _archive = archive;
        // A photograph that most people take for something else is no example of its kind.
        int[] asked = [.. PhotoSet.Photographs(PhotoSplit.Test, archive.TestCount).Where(p => archive.MostFrequent(p) == archive.Test.Labels[p])];
        int[][] Kinds(Func<double, bool> fits) => [.. Enumerable.Range(0, PhotoClasses.Count)
            .Select(kind => asked.Where(p => archive.Test.Labels[p] == kind && fits(EntropyOf(p))).ToArray())];
        (_easy, _hard) = (Kinds(nats => nats <= MostOfEasy), Kinds(nats => nats >= LeastOfHard));
        int missing = Array.FindIndex(_easy, kind => kind.Length == 0);
        if (missing >= 0)
            throw new UcamException($"Photos-Doubt: there is no photograph of class {PhotoClasses.Folders[missing]} that people agree about; "
                + $"{PhotoArchive.Sources}.");
        if (_hard.All(kind => kind.Length == 0))
            throw new UcamException($"Photos-Doubt: people agree about all photographs; {PhotoArchive.Sources}.");
    }

    /// <summary>A case.</summary>
    /// <exception cref="UcamException">None was found.</exception>
    public PhotoDoubtCase Find(int seed, int number)
    {
        var random = SetRandom.For(seed, (int)PhotosDoubtPart.Test, number, purpose: 3);
        for (int attempt = 0; attempt < Attempts; attempt++)
        {
            Mosaic mosaic = MosaicLayout.Create(unchecked(seed + Stream), PhotoSplit.Test, unchecked(number * Attempts + attempt), _easy);
            // In a clear view, where one tile changes nothing of another.
            if (mosaic.Tiles.Length > 1 && From(mosaic with { Blur = 0, Noise = 0, Light = 1 }, random) is { } found) return found;
        }
        throw new UcamException($"Photos-Doubt: no question was found for mosaic {number}; take another seed.") { Field = "seed" };
    }

    private PhotoDoubtCase? From(Mosaic clean, SetRandom random)
    {
        PhotoFamily family = PhotoFamily.All[random.Weighted([.. PhotoFamily.All.Select(f => f.Weight)])].Family;
        ulong asked = random.Next();
        // The same numbers each time ask the same question, whatever people say.
        PhotoQuestion? Ask(Mosaic mosaic) => family.Ask(new PhotoAsker(mosaic, Array.ConvertAll(mosaic.Tiles, People), new SetRandom(asked)));
        if (Ask(clean) is not { Deciding.Length: > 0 } question) return null;
        int[] apart = [.. Enumerable.Range(0, clean.Tiles.Length).Except(question.Deciding)];
        if (apart.Length == 0) return null;
        if (Ambiguous(clean, random.Pick(question.Deciding), random) is not { } target) return null;
        if (Ambiguous(clean, random.Pick(apart), random) is not { } control) return null;
        var made = new PhotoDoubtCase(clean, (target, control), family, mosaic => Ask(mosaic)!);
        return IsWorthIt(made) ? made : null;
    }

    private AmbiguousTile? Ambiguous(Mosaic clean, int tile, SetRandom random)
    {
        int[] hard = _hard[clean.Tiles[tile].Class];
        if (hard.Length == 0) return null;
        int photo = random.Pick(hard);
        return new AmbiguousTile(tile, photo, EntropyOf(photo));
    }

    private double[] People(Tile tile) => _archive.People(tile.Photo).ToArray();

    private double EntropyOf(int photo) => Entropy.Nats(_archive.People(photo).ToArray());

    private static bool IsWorthIt(PhotoDoubtCase made) => made.EntropyOf(0) <= MostLeft && made.ControlEffect() <= MostOfControl
        && made.EntropyOf(PhotoDoubtCase.Planted) - made.EntropyOf(0) >= LeastDoubt;
}
