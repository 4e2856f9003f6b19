using Ucam.Vqa.Models;
using static TorchSharp.torch;

namespace Ucam.Vqa.Tests.Models;

public sealed class MatchDetectorTests
{
    // relu(x0 − x1), relu(x1 + 1): by hand.
    private static MatchDetector Made(float scale = 1) => new(tensor(new float[] { 1, -1, 0, 1 }, [2, 2]), tensor(new float[] { 0, 1 }),
        tensor(new[] { 2 * scale, -3 * scale }), tensor(new[] { 0.5f * scale }));

    [Fact]
    public void Log_odds_are_those_of_its_two_layers()
    {
        using MatchDetector detector = Made();
        using var scope = NewDisposeScope();
        detector.Mismatch(tensor(new float[] { 3, 1, -2, -4, 0, 2 }, [3, 2])).Numbers()
            .Should().Equal(2 * 2 - 3 * 2 + 0.5, 2 * 2 - 0 + 0.5, 0 - 3 * 3 + 0.5);
        detector.Inputs.Should().Be(2);
    }

    [Fact]
    public void Two_together_say_the_mean_of_both()
    {
        using MatchDetector one = Made(), other = Made(scale: -3), both = MatchDetector.Mean(one, other);
        using var scope = NewDisposeScope();
        Tensor gathered = Tensors.Normal(1, 5, 2);
        double[] expected = [.. one.Mismatch(gathered).Numbers().Zip(other.Mismatch(gathered).Numbers(), (a, b) => (a + b) / 2)];
        both.Mismatch(gathered).Numbers().Zip(expected, (a, b) => Math.Abs(a - b)).Max().Should().BeLessThan(1e-5);
    }

    [Fact]
    public void Nothing_is_left_behind()
    {
        long before = Tensors.Live;
        using (MatchDetector one = Made())
        using (MatchDetector both = MatchDetector.Mean(one, one))
        using (Tensor gathered = Tensors.Normal(1, 5, 2))
            both.Mismatch(gathered).Dispose();
        Tensors.Live.Should().Be(before);
    }
}
