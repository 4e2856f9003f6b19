using Ucam.Vqa.Datasets;
using Ucam.Vqa.Datasets.BuiltIn.Nlvr;
using Ucam.Vqa.Training.Recipes;

namespace Ucam.Vqa.Runs;

/// <summary>
/// The sets of a recipe with <c>set: nlvr-style</c>: drawn pictures and sentences, and NLVR's development split but for the
/// directories held out, to train; those directories to choose the epoch; NLVR's public test, them, and drawn sentences to test.
/// NLVR's own splits are taken whole; the recipe's numbers of pictures are those of the drawn ones.
/// </summary>
internal static class NlvrRecipeSets
{
    /// <summary>Share of towers in the backbone's pictures: scattered objects are the harder to tell.</summary>
    private const double BackboneTowers = 0.4;

    public static RecipeSets Create(Recipe recipe, int backboneSeed, string? source)
    {
        (IVqaSet training, IVqaSet validation, IVqaSet test) = WithoutBackbone(recipe, source);
        int pretraining = checked(recipe.Backbone.Pictures * recipe.Backbone.Fit.Epochs);
        return new RecipeSets(Drawn(recipe, NlvrSplit.Train, pretraining, backboneSeed, 0, BackboneTowers), training, validation,
            [test, validation, Drawn(recipe, NlvrSplit.Test, recipe.Data.Test, recipe.Seed, recipe.Data.QuestionsPerPicture)]);
    }

    /// <summary>Training, validation and NLVR's public test alone.</summary>
    public static (IVqaSet Training, IVqaSet Validation, IVqaSet Test) WithoutBackbone(Recipe recipe, string? source)
    {
        if (source is null)
            throw new UcamException("This recipe trains and tests on NLVR: give the folder that holds its dev/ and "
            + "test/ with --data (github lil-lab/nlvr, folder nlvr).")
            { Field = "data" };
        NlvrRecipe nlvr = recipe.Data.Nlvr ?? new NlvrRecipe();
        int size = recipe.Backbone.Options.InputSize, each = recipe.Data.QuestionsPerPicture;
        var dev = new NlvrFiles(source, "dev", size);
        string[] training = [.. dev.Parts.Where(p => !nlvr.HeldOut.Contains(p))];
        return (new JoinedSets("nlvr-style-train",
            [Drawn(recipe, NlvrSplit.Train, recipe.Data.Train, recipe.Seed, each),
            dev.Training(training, nlvr.Repeats, each - nlvr.Repeats, recipe.Seed)]),
            dev.Asked(nlvr.HeldOut, "nlvr-dev-held-out"), new NlvrFiles(source, "test", size).Asked(null, "nlvr-test"));
    }

    private static NlvrSet Drawn(Recipe recipe, NlvrSplit split, int pictures, int seed, int questions, double towers = NlvrLayout.Towers) =>
        NlvrSet.Draw(new NlvrSetOptions
        {
            Seed = seed,
            Split = split,
            Pictures = pictures,
            Size = recipe.Backbone.Options.InputSize,
            QuestionsPerPicture = questions,
            Towers = towers
        });
}
