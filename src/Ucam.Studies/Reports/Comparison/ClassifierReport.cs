using Ucam.Studies.Classifiers;

namespace Ucam.Studies.Reports.Comparison;

/// <summary>How the report of a comparison of classifiers reads its rows.</summary>
internal static class ClassifierReport
{
    /// <summary>
    /// The first variant is the baseline; variants that are tested with dropout on are also compared with the one that differs from them by the loss
    /// alone.
    /// </summary>
    /// <param name="recipe">What was compared.</param>
    /// <param name="file">Name of the recipe's file.</param>
    public static CompareReportOptions Options(ClassifierRecipe recipe, string file)
    {
        ArgumentNullException.ThrowIfNull(recipe);
        ClassifierDataRecipe data = recipe.Data;
        return new CompareReportOptions
        {
            Title = recipe.Name,
            Baseline = recipe.Variants[0],
            Contrasts = [.. ClassifierVariants.Controls.Select(c => new Contrast(c.Variant, c.Reference))],
            Intro = "Ways to get the uncertainty of one image classifier, a small residual network on "
                + "CIFAR-10 with what people said of its test photographs (CIFAR-10H). "
                + "The truth is what most people said; doubt is the entropy of p̄ for every variant.",
            Notes =
            [
                $"Recipe: {file}; trunk trained once on {recipe.Trunk.Pictures} photographs; last stage and classifier of every variant from fresh "
                    + $"weights on {data.Labelled} photographs with a label "
                    + $"and {data.Asked} that people were asked about, {recipe.Training.Fit.Epochs} epochs "
                        + $"of batch {recipe.Training.Fit.Batch}, the last one counts; "
                    + $"{data.Validation} photographs for what is fitted afterwards; {data.Test} for "
                        + $"the test; {recipe.Evaluation.Passes} dropout passes.",
                .. recipe.Variants.Select(ClassifierVariants.Find).Select(v => $"{v.Name}: {v.Definition}"),
                $"Sets: cifar, the test photographs as they are; cifar-c1 to cifar-c5, {data.Corrupted} of them blurred, noisy, with less contrast "
                    + "and as JPEG at each severity, all four in one; "
                    + "cifar-turned, turned by up to 45°; cifar-half, at half the resolution. Single corruptions are in corruptions.csv. People "
                        + "saw the photographs as they are, so what they were unsure of counts on cifar alone.",
                $"Unfamiliar pictures: {data.Unfamiliar} drawn scenes, against the photographs of cifar.",
            ],
        };
    }
}
