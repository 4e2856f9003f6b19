using CsCheck;
using Ucam.Studies.Reports.Table;

namespace Ucam.Studies.Tests.Reports.Table;

public class ReviewQueueTests
{
    private static readonly string[] Words = ["what", "colour", "shape", "is", "the", "ball", "cube"];

    private static readonly Gen<AnswerRow> Row =
        from picture in Gen.Int[0, 5]
        from words in OneOf(Words).Array[1, 4]
        from answer in OneOf("red", "blue", "ball")
        from certainty in Gen.Double[0, 1]
        select new AnswerRow { Picture = picture, Question = string.Join(' ', words), Answer = answer, Certainty = certainty };

    private static Gen<string> OneOf(params string[] values) => Gen.Int[0, values.Length - 1].Select(i => values[i]);

    [Fact]
    public void Every_row_has_one_place() => Row.List[0, 60].Sample(rows =>
        ReviewQueue.Order(rows).Order().Should().Equal(Enumerable.Range(0, rows.Count)));

    [Fact]
    public void Near_duplicates_follow_each_other_only_where_nothing_else_is_left() => Row.List[2, 60].Sample(rows =>
    {
        int[] order = ReviewQueue.Order(rows);
        var likeness = new RowLikeness(rows);
        for (int i = 1; i < order.Length; i++)
            if (likeness.Of(order[i], order[i - 1]) >= ReviewQueue.Near)
                order[i..].Should().OnlyContain(row => likeness.Of(row, order[i - 1]) >= ReviewQueue.Near);
    });

    [Fact]
    public void The_order_is_the_same_each_time_and_ranks_are_its_inverse() => Row.List[1, 60].Sample(rows =>
    {
        int[] order = ReviewQueue.Order(rows);
        ReviewQueue.Order([.. rows]).Should().Equal(order);
        ReviewQueue.Ranked(rows).Select((row, i) => order[row.Queue] == i).Should().NotContain(false);
    });

    [Fact]
    public void Among_unlike_rows_the_doubtful_come_first()
    {
        AnswerRow[] rows = [.. Enumerable.Range(0, 300).Select(i => new AnswerRow
        { Picture = i, Question = $"q{i}", Answer = $"a{i}", Certainty = i * 7 % 300 / 300.0 })];
        ReviewQueue.Order(rows).Select(row => rows[row].Certainty).Should().BeInAscendingOrder();
    }

    [Fact]
    public void A_thousand_times_the_same_question_is_parted_by_others()
    {
        AnswerRow[] rows = [.. Enumerable.Range(0, 200).Select(i => new AnswerRow
        { Picture = i, Question = i < 100 ? "is there a dog" : $"other {i} thing", Answer = i < 100 ? "yes" : $"{i}", Certainty = i < 100 ? 0.1 : 0.15 })];
        int[] order = ReviewQueue.Order(rows);
        int[] early = order[..100];
        early.Zip(early.Skip(1)).Should().NotContain(pair => pair.First < 100 && pair.Second < 100, "100 others are nearly as doubtful");
        early.Count(row => row < 100).Should().BeInRange(8, 20, "it comes again now and then");
    }

    [Fact]
    public void Likeness_is_by_words_answer_and_picture()
    {
        AnswerRow a = new() { Picture = 1, Question = "What colour is it?", Answer = "red" };
        var likeness = new RowLikeness([a, a with { Picture = 2 }, a with { Picture = 2, Answer = "blue" }, a with { Question = "Is there a dog?", Answer = "no" },
            new AnswerRow { Picture = 9, Question = "Where?", Answer = "here" }]);
        double[] found = [.. Enumerable.Range(1, 4).Select(other => likeness.Of(0, other))];
        found[0].Should().Be(1);
        found[1].Should().Be(0.75);
        found[2].Should().BeApproximately(0.5 + 0.5 / 7, 1e-12);
        found[3].Should().Be(0);
    }

    [Fact]
    public void Rows_without_a_known_probability_count_as_half_doubtful() =>
        ReviewQueue.Order([new AnswerRow { Question = "a", Answer = "1", Certainty = 0.9 }, new AnswerRow { Question = "b", Answer = "2", Picture = 1 },
            new AnswerRow { Question = "c", Answer = "3", Picture = 2, Probability = 0.2 }]).Should().Equal(2, 1, 0);
}
