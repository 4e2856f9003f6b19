using Ucam.Uncertainty.Losses;
using Ucam.Vqa.Training.Recipes;

namespace Ucam.Vqa.Tests.Training.Recipes;

public class ChangedSettingsTests
{
    [Fact]
    public void What_differs_from_the_defaults_is_told_in_a_recipes_words() =>
        ChangedSettings.InWords(new AleatoricLossOptions
        {
            Samples = 20,
            Reparameterised = false,
            Gaussian = GaussianCrossEntropy.KendallGal,
            Chunk = 3,
            Weights = new AleatoricWeights { Undistorted = 0.5 }
        })
            .Should().Be("samples 20, chunk 3, reparameterised false, gaussian kendall_gal, weights (undistorted 0.5)");

    [Fact]
    public void Defaults_are_called_so() => ChangedSettings.InWords(new GradientCertaintyOptions()).Should().Be("the defaults");
}
