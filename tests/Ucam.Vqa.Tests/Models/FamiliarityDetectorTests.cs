using CsCheck;
using Ucam.Vqa.Models;
using static TorchSharp.torch;

namespace Ucam.Vqa.Tests.Models;

public class FamiliarityDetectorTests
{
    // Four points of covariance diag(4/3·4, 4/3·1) around (1, 2).
    private static readonly float[] Training = [3, 3, 3, 1, -1, 3, -1, 1];

    private static FamiliarityDetector Fit(int dimensions = 3, int seed = 1) =>
        FamiliarityDetector.Fit(Tensors.Normal(seed, 400, dimensions), Tensors.Normal(seed + 1, 200, dimensions));

    [Fact]
    public void The_distance_is_mahalanobis_with_a_ridge_per_dimension()
    {
        using var scope = NewDisposeScope();
        using var detector = FamiliarityDetector.Fit(tensor(Training, [4, 2]), zeros(5, 2), shrinkage: 0.1);
        double a = 16.0 / 3, b = 4.0 / 3, ridge = 0.1 * (a + b) / 2;
        double expected = Math.Sqrt((25 / (a + ridge) + 9 / (b + ridge)) / 2);
        detector.Distances(tensor(new float[] { 6, -1, 1, 2 }, [2, 2])).Numbers().ShouldBeNear([expected, 0], 1e-5);
    }

    [Fact]
    public void Correlated_directions_are_allowed_for()
    {
        using var scope = NewDisposeScope();
        Tensor along = Tensors.Normal(1, 500, 1), points = cat([along, along + 0.1 * Tensors.Normal(2, 500, 1)], 1);
        using var detector = FamiliarityDetector.Fit(points, points, shrinkage: 1e-3);
        double[] distances = detector.Distances(tensor(new float[] { 1, 1, 1, -1 }, [2, 2])).Numbers();
        distances[1].Should().BeGreaterThan(5 * distances[0]);
    }

    [Fact]
    public void Pictures_like_the_training_pictures_are_about_one_away()
    {
        using var scope = NewDisposeScope();
        using var detector = Fit(20);
        detector.Distances(Tensors.Normal(9, 300, 20)).Numbers().Average().Should().BeApproximately(1, 0.08);
    }

    [Fact]
    public void Far_pictures_are_unfamiliar_and_near_ones_are_not()
    {
        using var scope = NewDisposeScope();
        using var detector = Fit();
        double far = detector.Distances(ones(1, 3) * 20).item<float>(), near = detector.Distances(ones(1, 3) * 0.1).item<float>();
        far.Should().BeGreaterThan(detector.Limit);
        near.Should().BeLessThan(detector.Limit);
        detector.Score(far).Should().Be(1);
        detector.Score(near).Should().BeLessThan(0.5);
    }

    [Fact]
    public void The_score_rises_with_the_distance_and_stays_a_share()
    {
        using var detector = Fit();
        Gen.Select(Gen.Double[0, 10], Gen.Double[0, 10]).Sample((a, b) =>
        {
            double low = detector.Score(Math.Min(a, b)), high = detector.Score(Math.Max(a, b));
            return low >= 0 && low <= high && high <= 1;
        }, iter: 500);
    }

    [Fact]
    public void The_score_is_the_share_of_held_out_pictures_that_are_nearer()
    {
        using var scope = NewDisposeScope();
        Tensor heldOut = Tensors.Normal(2, 200, 3);
        using var detector = FamiliarityDetector.Fit(Tensors.Normal(1, 400, 3), heldOut);
        double[] distances = detector.Distances(heldOut).Numbers();
        foreach (double d in new[] { 0.5, 0.9, 1.2, 1.5 })
            detector.Score(d).Should().BeApproximately(distances.Count(x => x < d) / 200.0, 0.011);
        detector.Score(detector.Limit).Should().BeApproximately(0.99, 1e-3);
    }

    [Fact]
    public void Held_out_pictures_that_are_all_alike_still_give_a_score()
    {
        using var scope = NewDisposeScope();
        using var detector = FamiliarityDetector.Fit(tensor(Training, [4, 2]), ones(3, 2));
        double level = detector.Limit;
        new[] { detector.Score(level - 0.1), detector.Score(level + 0.1) }.Should().Equal(0, 1);
    }

    [Fact]
    public void A_description_is_mean_and_deviation_over_positions()
    {
        using var scope = NewDisposeScope();
        Tensor features = tensor(new float[] { 1, 10, 3, 10, 5, 10 }, [1, 3, 2]);
        FamiliarityDetector.Describe(features).Numbers().ShouldBeNear([3, 10, 2, 0], 1e-6);
    }

    [Fact]
    public void A_single_position_has_no_spread()
    {
        using var scope = NewDisposeScope();
        FamiliarityDetector.Describe(tensor(new float[] { 4, 9 }, [1, 1, 2])).Numbers().Should().Equal(4, 9, 0, 0);
    }

    [Fact]
    public void Fitting_leaves_only_what_the_detector_holds()
    {
        using var scope = NewDisposeScope();
        Tensor training = Tensors.Normal(1, 20, 3), heldOut = Tensors.Normal(2, 20, 3);
        long before = Tensors.Live;
        FamiliarityDetector detector = FamiliarityDetector.Fit(training, heldOut);
        Tensors.Live.Should().Be(before + 3);
        detector.Dispose();
        Tensors.Live.Should().Be(before);
    }
}
