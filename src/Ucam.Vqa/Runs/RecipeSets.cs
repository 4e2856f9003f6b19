using Ucam.Vqa.Datasets.BuiltIn;
using Ucam.Vqa.Training.Recipes;

namespace Ucam.Vqa.Runs;

/// <summary>The built-in sets of a recipe, made from one seed.</summary>
/// <param name="Backbone">What the backbone is trained on.</param>
/// <param name="Learned">What the head is trained and chosen on.</param>
/// <param name="Tests">What it is tested on, the in-distribution set first.</param>
internal sealed record RecipeSets(IVqaSet Backbone, LearnedSets Learned, IReadOnlyList<IVqaSet> Tests)
{
    /// <exception cref="UcamException">The files that the set is made of are missing or damaged.</exception>
    public static RecipeSets Create(Recipe recipe, string? source)
    {
        SetMaker maker = MakerOf(recipe, source);
        SetAmounts amounts = AmountsOf(recipe);
        LearnedSets learned = maker.Learned(amounts);
        return new RecipeSets(maker.Backbone(amounts), learned, [.. maker.Tests(amounts, learned)]);
    }

    /// <summary>Training, validation and the in-distribution test alone.</summary>
    /// <exception cref="UcamException">The files that the set is made of are missing or damaged.</exception>
    public static LearnedSets WithoutBackbone(Recipe recipe, string? source) => MakerOf(recipe, source).Learned(AmountsOf(recipe));

    private static SetMaker MakerOf(Recipe recipe, string? source) =>
        (BuiltInSets.FindInRecipe(recipe.Data.Set) ?? throw new InvalidOperationException($"'{recipe.Data.Set}' is no built-in set.")).Open(source);

    private static SetAmounts AmountsOf(Recipe recipe) => new()
    {
        Seed = recipe.Seed,
        Train = recipe.Data.Train,
        Validation = recipe.Data.Validation,
        Test = recipe.Data.Test,
        Backbone = checked(recipe.Backbone.Pictures * recipe.Backbone.Fit.Epochs),
        Size = recipe.Backbone.Options.InputSize,
        QuestionsPerPicture = recipe.Data.QuestionsPerPicture,
        Nlvr = recipe.Data.Nlvr,
    };
}
