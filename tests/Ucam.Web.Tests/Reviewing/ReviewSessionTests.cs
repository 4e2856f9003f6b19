using Ucam.Web.Reviewing;

namespace Ucam.Web.Tests.Reviewing;

public sealed class ReviewSessionTests : IDisposable
{
    private readonly ReviewCase _case = new();

    public void Dispose() => _case.Dispose();

    [Fact]
    public void The_last_decision_on_a_row_counts_and_undo_brings_back_the_one_before()
    {
        using ReviewSession session = _case.Open();
        session.Decide(0, Verdict.Accept, null);
        session.Decide(2, Verdict.Reject, null);
        session.Decide(0, Verdict.Correct, " dark red ");
        session.Decisions()[0].Answer.Should().Be("dark red");
        session.Undo()!.Value.Now!.Verdict.Should().Be(Verdict.Accept);
        session.Undo()!.Value.Should().Be((2, null));
        session.Decisions().Keys.Should().Equal(0);
        session.Undo();
        session.Undo().Should().BeNull();
    }

    [Fact]
    public void Decisions_belong_to_picture_question_and_answer_wherever_they_stand()
    {
        using (ReviewSession session = _case.Open()) session.Decide(1, Verdict.Accept, null);
        ReviewData turned = _case.Data with { Rows = [.. _case.Data.Rows.Reverse()] };
        using (var session = new ReviewSession(turned, new SqliteReviewStore(_case.Store))) session.Decisions().Keys.Should().Equal(1);
        ReviewData other = _case.Data with { Rows = [.. _case.Data.Rows.Select(row => row with { Answer = row.Answer + "!" })] };
        using var changed = new ReviewSession(other, new SqliteReviewStore(_case.Store));
        changed.Decisions().Should().BeEmpty("it was about another answer");
        changed.Undo().Should().BeNull("what is not shown is not undone");
    }

    [Fact]
    public void The_same_row_twice_is_two_rows()
    {
        ReviewData data = _case.Data with { Rows = [_case.Data.Rows[0], _case.Data.Rows[0]] };
        data.Keys().Should().OnlyHaveUniqueItems();
    }

    [Fact]
    public void The_next_to_look_at_is_the_first_of_the_queue_that_is_not_decided()
    {
        using ReviewSession session = _case.Open();
        // P(right) is 0.9, 0.4 and 0.2, of unlike questions or answers.
        session.Next().Should().Be(2);
        session.Next(after: 2).Should().Be(1);
        session.Decide(2, Verdict.Reject, null);
        session.Next().Should().Be(1);
        session.Decide(1, Verdict.Accept, null);
        session.Next(after: 0).Should().BeNull();
        session.RowOf(session.KeyOf(1)).Should().Be(1);
        session.RowOf("0123").Should().BeNull();
        session.Decide(0, Verdict.Accept, null);
        session.Next().Should().BeNull();
    }

    [Theory]
    [InlineData(-1, "Accept", null, "row is -1*")]
    [InlineData(3, "Accept", null, "row is 3; it must be from 0 to 2.")]
    [InlineData(0, "Correct", null, "answer is missing*")]
    [InlineData(0, "Correct", "  ", "answer is missing*")]
    [InlineData(0, "Correct", "a\u001bb", "answer has control characters*")]
    [InlineData(0, "Accept", "red", "answer goes with*")]
    public void What_is_wrong_is_refused_and_not_kept(int row, string verdict, string? answer, string message)
    {
        using ReviewSession session = _case.Open();
        session.Invoking(s => s.Decide(row, Enum.Parse<Verdict>(verdict), answer)).Should().Throw<UcamException>().WithMessage(message);
        session.Decisions().Should().BeEmpty();
    }
}
