using CsCheck;

namespace Ucam.Tests.Basics;

public class ShardTests
{
    [Theory]
    [InlineData("1/1", 1, 1)]
    [InlineData("2/8", 2, 8)]
    [InlineData("100000/100000", 100_000, 100_000)]
    public void A_part_and_their_number_are_read(string text, int index, int count)
    {
        Shard.Parse(text).Should().Be(new Shard(index, count));
        new Shard(index, count).ToString().Should().Be(text);
    }

    [Theory]
    [InlineData("")]
    [InlineData("2")]
    [InlineData("0/8")]
    [InlineData("9/8")]
    [InlineData("-1/8")]
    [InlineData("1/2/3")]
    [InlineData(" 1/2")]
    [InlineData("1/0")]
    [InlineData("1/100001")]
    [InlineData("a/b")]
    public void Anything_else_is_none(string text) => Shard.Parse(text).Should().BeNull();

    [Fact]
    public void Every_piece_belongs_to_one_part() => Gen.Select(Gen.Int[1, 50], Gen.Int[0, 1000]).Sample((count, piece) =>
        Enumerable.Range(1, count).Count(index => new Shard(index, count).Has(piece)) == 1);

    [Fact]
    public void The_stretches_cover_all_items_once_in_whole_blocks() => Gen.Select(Gen.Int[1, 40], Gen.Int[0, 3000], Gen.Int[1, 70]).Sample((count, items, block) =>
    {
        int next = 0;
        for (int index = 1; index <= count; index++)
        {
            (int start, int length) = new Shard(index, count).Of(items, block);
            start.Should().Be(next);
            length.Should().BeGreaterThanOrEqualTo(0);
            if (start < items) (start % block).Should().Be(0);
            next = start + length;
        }
        next.Should().Be(items);
    });

    [Theory]
    [InlineData(4, 7, 2, null)]
    [InlineData(5, 7, 2, "--shard is 1/5; 7 pictures in batches of 2 have 4 parts at most.")]
    [InlineData(2, 64, 64, "--shard is 1/2; 64 pictures in batches of 64 have 1 part at most.")]
    [InlineData(2, 65, 64, null)]
    [InlineData(100_000, int.MaxValue, 64, null)]
    public void More_parts_than_blocks_are_too_many(int count, int items, int block, string? problem) =>
        new Shard(1, count).TooMany(items, block, "pictures").Should().Be(problem);

    [Fact]
    public void Many_items_do_not_overflow() => new Shard(99_999, 100_000).Of(int.MaxValue, 1).Start.Should().BeInRange(0, int.MaxValue);
}
