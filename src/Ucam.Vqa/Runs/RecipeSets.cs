using Ucam.Vqa.Datasets.BuiltIn.Photos;
using Ucam.Vqa.Training.Recipes;

namespace Ucam.Vqa.Runs;

/// <summary>The sets of a recipe, drawn from one seed.</summary>
internal sealed record RecipeSets(IVqaSet Backbone, IVqaSet Training, IVqaSet Validation, IReadOnlyList<IVqaSet> Tests)
{
    /// <summary>Added to the seed for the backbone's pictures, so that it never sees those of the head.</summary>
    private const int BackboneStream = 1_000_003;

    public static RecipeSets Create(Recipe recipe, string? source) => recipe.Data.Set switch
    {
        "photos" => Photos(recipe, source),
        NlvrRecipe.Set => NlvrRecipeSets.Create(recipe, recipe.Seed + BackboneStream, source),
        _ => Scenes(recipe),
    };

    /// <summary>Training, validation and the in-distribution test alone.</summary>
    public static (IVqaSet Training, IVqaSet Validation, IVqaSet Test) WithoutBackbone(Recipe recipe, string? source)
    {
        int questions = recipe.Data.QuestionsPerPicture;
        if (recipe.Data.Set == NlvrRecipe.Set) return NlvrRecipeSets.WithoutBackbone(recipe, source);
        if (recipe.Data.Set == "photos")
        {
            PhotoArchive archive = Open(source);
            return (Photo(recipe, archive, PhotoSplit.Train, recipe.Data.Train, questions),
                Photo(recipe, archive, PhotoSplit.Validation, recipe.Data.Validation, questions),
                Photo(recipe, archive, PhotoSplit.Test, recipe.Data.Test, questions));
        }
        return (Scene(recipe, SceneSplit.Train, recipe.Data.Train, recipe.Seed, questions),
            Scene(recipe, SceneSplit.Validation, recipe.Data.Validation, recipe.Seed, questions),
            Scene(recipe, SceneSplit.Test, recipe.Data.Test, recipe.Seed, questions));
    }

    private static RecipeSets Scenes(Recipe recipe)
    {
        DataRecipe data = recipe.Data;
        int pretraining = checked(recipe.Backbone.Pictures * recipe.Backbone.Fit.Epochs);
        (IVqaSet training, IVqaSet validation, IVqaSet test) = WithoutBackbone(recipe, null);
        IEnumerable<SceneSplit> shifted = Enum.GetValues<SceneSplit>()
            .Where(s => s is not (SceneSplit.Train or SceneSplit.Validation or SceneSplit.Test));
        return new RecipeSets(Scene(recipe, SceneSplit.Train, pretraining, recipe.Seed + BackboneStream, 0), training, validation,
            [test, .. shifted.Select(s => Scene(recipe, s, data.Test, recipe.Seed, data.QuestionsPerPicture))]);
    }

    private static RecipeSets Photos(Recipe recipe, string? source)
    {
        DataRecipe data = recipe.Data;
        PhotoArchive archive = Open(source);
        int pretraining = checked(recipe.Backbone.Pictures * recipe.Backbone.Fit.Epochs), questions = data.QuestionsPerPicture;
        return new RecipeSets(
            Photo(recipe with { Seed = recipe.Seed + BackboneStream }, archive, PhotoSplit.Train, pretraining, 0),
            Photo(recipe, archive, PhotoSplit.Train, data.Train, questions),
            Photo(recipe, archive, PhotoSplit.Validation, data.Validation, questions),
            [Photo(recipe, archive, PhotoSplit.Test, data.Test, questions), Photo(recipe, archive, PhotoSplit.TestSingle, archive.TestCount, 1),
                Photo(recipe, archive, PhotoSplit.TestBlur, data.Test, questions)]);
    }

    private static SceneSet Scene(Recipe recipe, SceneSplit split, int pictures, int seed, int questions) => new(new SceneSetOptions
    { Seed = seed, Split = split, Pictures = pictures, Size = recipe.Backbone.Options.InputSize, QuestionsPerPicture = questions });

    private static PhotoSet Photo(Recipe recipe, PhotoArchive archive, PhotoSplit split, int pictures, int questions) => new(new PhotoSetOptions
    { Seed = recipe.Seed, Split = split, Pictures = pictures, Size = recipe.Backbone.Options.InputSize, QuestionsPerPicture = questions }, archive);

    private static PhotoArchive Open(string? source) => source is not null ? PhotoArchive.Open(source)
        : throw new UcamException($"This recipe trains on photographs: give their folder with --data ({PhotoArchive.Sources}).") { Field = "data" };
}
