using Ucam.Uncertainty.Losses;

namespace Ucam.Tests.Basics;

public class SettingsTextTests
{
    [Fact]
    public void What_differs_from_the_defaults_is_told_in_a_recipes_words() =>
        SettingsText.InWords(new AleatoricLossOptions
        {
            Samples = 20,
            Reparameterised = false,
            Gaussian = GaussianCrossEntropy.KendallGal,
            Chunk = 3,
            Weights = new AleatoricWeights { Undistorted = 0.5 }
        })
            .Should().Be("samples 20, chunk 3, reparameterised false, gaussian kendall_gal, weights (undistorted 0.5)");

    [Fact]
    public void Defaults_are_called_so() => SettingsText.InWords(new GradientCertaintyOptions()).Should().Be("the defaults");
}
