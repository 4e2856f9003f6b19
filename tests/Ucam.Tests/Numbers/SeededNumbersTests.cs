using Ucam.Numbers;
using static TorchSharp.torch;

namespace Ucam.Tests.Numbers;

public class SeededNumbersTests
{
    /// <summary>What is left to libtorch, whole runs of 16 and states of 624, and none.</summary>
    public static TheoryData<int> Sizes => [5, 100, 16 * 624, 100_000, 100_003, 1_000_015];

    private static void Same(Func<Generator, Tensor> ours, Func<Generator, Tensor> libtorch)
    {
        using var scope = NewDisposeScope();
        using Generator one = new(3), other = new(3);
        for (int i = 0; i < 3; i++)
        {
            // A few numbers between, so that a draw starts anywhere in the state.
            rand([i * 7], generator: one);
            rand([i * 7], generator: other);
            Tensor mine = ours(one), theirs = libtorch(other);
            mine.dtype.Should().Be(theirs.dtype);
            mine.bytes.SequenceEqual(theirs.bytes).Should().BeTrue("the numbers are those of libtorch, bit for bit");
            one.get_state().bytes.SequenceEqual(other.get_state().bytes).Should().BeTrue("the generator goes on from the same state");
        }
    }

    [Theory]
    [MemberData(nameof(Sizes))]
    public void Normal_numbers_are_those_of_libtorch(int size)
    {
        Same(Ours, generator => empty([size]).normal_(0, 1, generator));

        Tensor Ours(Generator generator)
        {
            Tensor numbers = empty([size]);
            SeededNumbers.Normal(numbers, generator);
            return numbers;
        }
    }

    [Theory]
    [MemberData(nameof(Sizes))]
    public void Masks_are_those_of_libtorch(int size)
    {
        foreach (double rate in new[] { 0.1, 0.3, 0.5, 0.9 })
            Same(generator => SeededNumbers.Mask([size], rate, 1 / (1 - rate), CPU, generator), generator =>
                rand([size], generator: generator).ge(rate).to(float32).mul(1 / (1 - rate)));
    }

    [Fact]
    public void A_part_of_a_tensor_is_filled_and_the_rest_left()
    {
        using var scope = NewDisposeScope();
        using Generator one = new(3), other = new(3);
        Tensor whole = zeros([3, 200, 100]);
        SeededNumbers.Normal(whole.narrow(0, 1, 1), one);
        whole[1].bytes.SequenceEqual(empty([200, 100]).normal_(0, 1, other).bytes).Should().BeTrue();
        whole[0].count_nonzero().item<long>().Should().Be(0);
        whole[2].count_nonzero().item<long>().Should().Be(0);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(623)]
    [InlineData(624)]
    [InlineData(625)]
    [InlineData(3_000_000)]
    public void Numbers_that_are_passed_over_are_those_that_would_have_been_drawn(int count)
    {
        using var scope = NewDisposeScope();
        using Generator one = new(3), other = new(3), start = new(3);
        SeededNumbers.Skip(one, count);
        rand([count], generator: other);
        one.get_state().bytes.SequenceEqual(other.get_state().bytes).Should().BeTrue();
        MersenneTwister.Between(start, one, most: 4_000_000).Should().Be(count);
        rand([5], generator: start);
        MersenneTwister.Between(start, one, most: 4_000_000).Should().Be(count >= 5 ? count - 5 : null);
    }

    [Fact]
    public void How_many_numbers_were_drawn_is_not_known_of_other_seeds_other_numbers_and_too_many()
    {
        using var scope = NewDisposeScope();
        using Generator one = new(3), same = new(3), other = new(4);
        MersenneTwister.Between(one, same, most: 1000).Should().Be(0);
        MersenneTwister.Between(one, other, most: 100_000).Should().BeNull();
        SeededNumbers.Skip(same, 5000);
        MersenneTwister.Between(one, same, most: 4000).Should().BeNull();
        // A single normal number is made of two, of which the second is kept for the next call.
        empty([1]).normal_(0, 1, same);
        MersenneTwister.Between(one, same, most: 10_000).Should().BeNull();
    }

    [Fact]
    public void What_is_not_contiguous_is_left_to_libtorch()
    {
        using var scope = NewDisposeScope();
        using Generator one = new(3), other = new(3);
        Tensor turned = zeros([200, 100]).t();
        SeededNumbers.Normal(turned, one);
        turned.Numbers().Should().Equal(zeros([200, 100]).t().normal_(0, 1, other).Numbers());
    }
}
