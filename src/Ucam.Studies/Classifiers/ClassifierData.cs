using Ucam.Vqa;
using Ucam.Vqa.Datasets;
using Ucam.Vqa.Datasets.BuiltIn.Photos;
using Ucam.Vqa.Features;
using Ucam.Vqa.Training;

namespace Ucam.Studies.Classifiers;

/// <summary>What every training shares: the trunk's features of all pictures, read from memory-mapped files, and the targets.</summary>
/// <param name="Archive">The photographs.</param>
/// <param name="Labels">The training pictures with their labels.</param>
/// <param name="People">The same, those that people were asked about with what they said.</param>
/// <param name="Validation">The validation photographs with what most people said.</param>
/// <param name="Tests">The test sets, the photographs as they are first.</param>
/// <param name="Unfamiliar">Pictures that belong to no class.</param>
internal sealed record ClassifierData(PhotoArchive Archive, TargetedFeatures Labels, TargetedFeatures People, TargetedFeatures Validation,
    IReadOnlyList<ClassifierSet> Tests, FeatureFile Unfamiliar) : IDisposable
{
    // Streams of what is random in the test pictures.
    private const int Corruption = 8;

    /// <summary>Trains the trunk and extracts what features the folder does not hold yet.</summary>
    /// <exception cref="UcamException">The photographs are missing or too few.</exception>
    public static ClassifierData Prepare(ClassifierRecipe recipe, CompareOptions options, string fingerprint, CancellationToken cancel)
    {
        ClassifierDataRecipe data = recipe.Data;
        PhotoArchive archive = PhotoArchive.Open(options.Data
            ?? throw new UcamException($"This recipe trains on photographs: give their folder with --data ({PhotoArchive.Sources}).")
            { Field = "data" });
        PhotoParts parts = PhotoParts.Draw(archive, recipe.Trunk.Pictures, data.Labelled, data.Asked, data.Validation, data.Test, recipe.DataSeed);
        using var trunk = new Trunk(recipe, options, fingerprint);
        trunk.Train(archive, parts, cancel);
        FeatureFile training = trunk.Features("train", data.Labelled + data.Asked,
            i => i < data.Labelled ? Photo(archive.Train, parts.Labelled[i]) : Photo(archive.Test, parts.Asked[i - data.Labelled]), cancel);
        FeatureFile validation = trunk.Features("validation", data.Validation, i => Photo(archive.Test, parts.Validation[i]), cancel);
        var tests = new List<ClassifierSet>
        { new("", trunk.Features("test", data.Test, i => Photo(archive.Test, parts.Test[i]), cancel), parts.Test) };
        foreach ((PictureShift shift, int count) in Shifts(data))
        {
            Picture Shifted(int i) =>
                shift.Apply(Photo(archive.Test, parts.Test[i]), SetRandom.For(recipe.DataSeed, Corruption, parts.Test[i], NumberOf(shift)));
            tests.Add(new ClassifierSet(shift.Name, trunk.Features(shift.Name, count, Shifted, cancel), parts.Test[..count]));
        }
        return new ClassifierData(archive, new(training, Targets(archive, parts, people: false)),
            new(training, Targets(archive, parts, people: true)),
            new(validation, [.. parts.Validation.SelectMany(photo => OneHot(archive.MostFrequent(photo)))]), tests, Scenes(trunk, recipe, cancel));
    }

    public void Dispose()
    {
        foreach (FeatureFile file in Tests.Select(set => set.Features).Append(Labels.Features).Append(Validation.Features).Append(Unfamiliar))
            file.Dispose();
    }

    private static IEnumerable<(PictureShift Shift, int Count)> Shifts(ClassifierDataRecipe data) =>
    [
        .. PictureShifts.Corruptions.SelectMany(c => Enumerable.Range(1, PictureShifts.Severities).Select(s => (c.At(s), data.Corrupted))),
        (PictureShifts.Turned, data.Test),
        (PictureShifts.Half, data.Test),
    ];

    // The same for a name, whatever else is in the list.
    private static int NumberOf(PictureShift shift) => shift.Name.Aggregate(0, (hash, letter) => unchecked(hash * 31 + letter));

    private static float[] Targets(PhotoArchive archive, PhotoParts parts, bool people) =>
    [
        .. parts.Labelled.SelectMany(photo => OneHot(archive.Train.Labels[photo])),
        .. parts.Asked
            .SelectMany(photo => people ? archive.People(photo).ToArray().Select(share => (float)share) : OneHot(archive.Test.Labels[photo])),
    ];

    private static float[] OneHot(int label)
    {
        var row = new float[PhotoClasses.Count];
        row[label] = 1;
        return row;
    }

    private static Picture Photo(PhotoGroup photos, int photo) => new(PhotoArchive.Side, PhotoArchive.Side, photos.Of(photo).ToArray());

    private static FeatureFile Scenes(Trunk trunk, ClassifierRecipe recipe, CancellationToken cancel)
    {
        // Drawn larger and shrunk, since at this size a shape has no edge.
        var scenes =
            new SceneSet(new SceneSetOptions
            {
                Seed = recipe.DataSeed,
                Split = SceneSplit.Test,
                Pictures = recipe.Data.Unfamiliar,
                Size = 4 * PhotoArchive.Side,
                QuestionsPerPicture = 0
            });
        return trunk.Features("scenes", scenes.PictureCount, i => scenes.LoadPicture(i).Resize(PhotoArchive.Side, PhotoArchive.Side), cancel);
    }
}
