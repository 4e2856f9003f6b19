using Ucam.Datasets;
using Ucam.Datasets.Photos;
using Ucam.Datasets.Scenes;
using Ucam.Training;

namespace Ucam.Evaluation;

/// <summary>The sets of a recipe, drawn from one seed.</summary>
internal sealed record RecipeSets(IVqaSet Backbone, IVqaSet Training, IVqaSet Validation, IReadOnlyList<IVqaSet> Tests)
{
    /// <summary>Added to the seed for the backbone's pictures, so that it never sees those of the head.</summary>
    private const int BackboneStream = 1_000_003;

    public static RecipeSets Create(Recipe recipe, string? source) => recipe.Data.Set == "photos" ? Photos(recipe, source) : Scenes(recipe);

    private static RecipeSets Scenes(Recipe recipe)
    {
        DataRecipe data = recipe.Data;
        SceneSet Make(SceneSplit split, int pictures, int seed, int questions) => new(new SceneSetOptions
        { Seed = seed, Split = split, Pictures = pictures, Size = recipe.Backbone.Options.InputSize, QuestionsPerPicture = questions });
        int pretraining = checked(recipe.Backbone.Pictures * recipe.Backbone.Fit.Epochs);
        return new RecipeSets(
            Make(SceneSplit.Train, pretraining, recipe.Seed + BackboneStream, 0),
            Make(SceneSplit.Train, data.Train, recipe.Seed, data.QuestionsPerPicture),
            Make(SceneSplit.Validation, data.Validation, recipe.Seed, data.QuestionsPerPicture),
            [.. Enum.GetValues<SceneSplit>().Where(s => s is not (SceneSplit.Train or SceneSplit.Validation)).Select(s => Make(s, data.Test, recipe.Seed, data.QuestionsPerPicture))]);
    }

    private static RecipeSets Photos(Recipe recipe, string? source)
    {
        if (source is null)
        {
            throw new UcamException($"This recipe trains on photographs: give their folder with --data ({PhotoArchive.Sources}).");
        }
        DataRecipe data = recipe.Data;
        PhotoArchive archive = PhotoArchive.Open(source);
        PhotoSet Make(PhotoSplit split, int pictures, int seed, int questions) => new(new PhotoSetOptions
        { Seed = seed, Split = split, Pictures = pictures, Size = recipe.Backbone.Options.InputSize, QuestionsPerPicture = questions }, archive);
        int pretraining = checked(recipe.Backbone.Pictures * recipe.Backbone.Fit.Epochs);
        return new RecipeSets(
            Make(PhotoSplit.Train, pretraining, recipe.Seed + BackboneStream, 0),
            Make(PhotoSplit.Train, data.Train, recipe.Seed, data.QuestionsPerPicture),
            Make(PhotoSplit.Validation, data.Validation, recipe.Seed, data.QuestionsPerPicture),
            [Make(PhotoSplit.Test, data.Test, recipe.Seed, data.QuestionsPerPicture), Make(PhotoSplit.TestSingle, archive.TestCount, recipe.Seed, 1),
                Make(PhotoSplit.TestBlur, data.Test, recipe.Seed, data.QuestionsPerPicture)]);
    }
}
