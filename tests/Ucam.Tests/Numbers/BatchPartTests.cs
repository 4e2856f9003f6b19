using CsCheck;
using Ucam.Numbers;
using static TorchSharp.torch;

namespace Ucam.Tests.Numbers;

public class BatchPartTests
{
    [Fact]
    public void Parts_make_up_the_batch_in_its_order_and_none_is_empty() => Gen.Select(Gen.Int[1, 40], Gen.Int[1, 9]).Sample((whole, count) =>
    {
        BatchPart[] parts = [.. Enumerable.Range(1, count).Select(index => BatchPart.Of(new Shard(index, count), whole))];
        parts.Should().OnlyContain(part => part.Count >= 1 && part.Start + part.Count <= whole && part.Whole == whole);
        parts.Where(part => part.Counted > 0).SelectMany(part => Enumerable.Range(part.Start, part.Count)).Should()
            .Equal(Enumerable.Range(0, whole));
        parts.Sum(part => part.Weight).Should().BeApproximately(1, 1e-12);
        (parts.Max(part => part.Counted) - parts.Min(part => part.Counted)).Should().BeLessThanOrEqualTo(1);
    });

    /// <summary>Few numbers and many, in whole runs of 16 and not.</summary>
    [Theory]
    [InlineData(3, 7, 4)]
    [InlineData(6, 32, 100)]
    [InlineData(5, 61, 37)]
    [InlineData(2, 3, 9001)]
    public void The_noise_of_a_part_is_that_of_the_whole_and_the_generator_moves_on_alike(int passes, int samples, int width)
    {
        using var scope = NewDisposeScope();
        using Generator one = new(5), other = new(5);
        Tensor whole = empty(passes, samples, width);
        new NoiseSource(one).Normal(whole);
        double[] next = empty(40).normal_(0, 1, one).Numbers();
        foreach (int index in new[] { 1, 2, 3 })
        {
            other.manual_seed(5);
            var part = BatchPart.Of(new Shard(index, 3), samples);
            Tensor own = empty(passes, part.Count, width);
            new NoiseSource(other, part).Normal(own);
            own.Numbers().Should().Equal(whole.narrow(1, part.Start, part.Count).contiguous().Numbers());
            empty(40).normal_(0, 1, other).Numbers().Should().Equal(next);
        }
    }
}
