namespace Ucam.Tests.Basics;

public class ShardPartsTests
{
    private static string[] InOrder(params (int Index, int Count, string File)[] parts) => ShardParts.InOrder(
        parts.Select(part => (new Shard(part.Index, part.Count), part.File, part.File)), (one, other) => one[0] == other[0], "works", "ucam work");

    private static string Refused(params (int, int, string)[] parts)
    {
        UcamException problem = Assert.Throws<UcamException>(() => InOrder(parts));
        problem.Message.ShouldBePlain();
        return problem.Message;
    }

    [Fact]
    public void Parts_in_any_order_come_in_theirs() =>
        InOrder((3, 3, "a3"), (1, 3, "a1"), (2, 3, "a2")).Should().Equal("a1", "a2", "a3");

    [Fact]
    public void What_is_missing_there_twice_or_of_another_work_is_named()
    {
        Refused((1, 3, "a1"), (3, 3, "a3")).Should().Be("part 2 of 3 is missing; give all files that 'ucam work --shard' wrote.");
        Refused((1, 14, "a")).Should().Be(
            "parts 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, … of 14 are missing; give all files that 'ucam work --shard' wrote.");
        Refused((1, 2, "a1"), (2, 2, "a2"), (2, 2, "aa")).Should().Be("a2 and aa are both part 2/2; give each part once.");
        Refused((1, 2, "a1"), (2, 2, "b2")).Should().Be("b2 and a1 are parts of different works; give parts of the same command.");
        Refused((1, 2, "a1"), (2, 3, "a2")).Should().Be("a2 and a1 are parts of different works; give parts of the same command.");
    }
}
