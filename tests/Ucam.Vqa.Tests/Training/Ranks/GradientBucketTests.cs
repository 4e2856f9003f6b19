using Ucam.Vqa.Training.Ranks;
using static TorchSharp.torch;
using Parameter = TorchSharp.Modules.Parameter;

namespace Ucam.Vqa.Tests.Training.Ranks;

public class GradientBucketTests
{
    private static Parameter Weight(params long[] shape) => new(zeros(shape));

    [Fact]
    public void Weights_are_packed_in_their_order_and_a_large_one_goes_alone()
    {
        using var scope = NewDisposeScope();
        GradientBucket[] buckets = [.. GradientBucket.Pack([Weight(3), Weight(2, 2), Weight(4), Weight(30), Weight(1)], 8)];
        // Each weight has one number more, which says whether it has a gradient.
        buckets.Select(bucket => bucket.Bytes / 4).Should().Equal(7 + 2, 4 + 1, 30 + 1, 1 + 1);
        foreach (GradientBucket bucket in buckets) bucket.Dispose();
    }

    [Fact]
    public void Gradients_come_back_times_the_factor_and_a_weight_without_one_has_none()
    {
        using var scope = NewDisposeScope();
        Parameter some = Weight(2, 3), none = Weight(4);
        some.grad = arange(6, dtype: ScalarType.Float32).view(2, 3);
        using var bucket = new GradientBucket([some, none]);
        bucket.IsReady.Should().BeFalse();
        bucket.Fill(0.5);
        some.grad = null;
        bucket.Empty();
        some.grad!.shape.Should().Equal(2, 3);
        some.grad.Numbers().Should().Equal(0, 0.5, 1, 1.5, 2, 2.5);
        none.grad.Should().BeNull();
    }

    [Fact]
    public void A_weight_that_another_process_has_a_gradient_of_gets_it()
    {
        using var scope = NewDisposeScope();
        Parameter none = Weight(2);
        using var bucket = new GradientBucket([none]);
        bucket.Fill(1);
        bucket.Flat.copy_(tensor(new float[] { 7, 8, 1 }));
        bucket.Empty();
        none.grad!.Numbers().Should().Equal(7, 8);
    }
}
