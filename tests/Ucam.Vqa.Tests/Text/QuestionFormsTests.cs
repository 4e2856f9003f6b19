using Ucam.Vqa.Text;

namespace Ucam.Vqa.Tests.Text;

public class QuestionFormsTests
{
    private static readonly string[] Questions =
    [
        .. Enumerable.Repeat("What colour is the ball?", 10), .. Enumerable.Repeat("What colour are they?", 10),
        .. Enumerable.Repeat("What size?", 5),
        .. Enumerable.Repeat("Is there a cat?", 12), "Why not?",
    ];

    [Theory]
    [InlineData("what colour IS this", "what colour is")]
    [InlineData("What colour are these?", "what colour are")]
    [InlineData("Is there a dog?", "is there a")]
    [InlineData("Is it?", "")]
    [InlineData("What size is it?", "")]
    [InlineData("Why?", "")]
    [InlineData("", "")]
    public void The_longest_beginning_that_enough_questions_have_is_the_form(string question, string form) =>
        QuestionForms.Learn(Questions, 10).Of(question).Should().Be(form);

    [Fact]
    public void What_longer_forms_leave_over_is_a_form_where_it_is_enough()
    {
        QuestionForms forms = QuestionForms.Learn(Questions, 5);
        forms.Of("What size?").Should().Be("what size");
        QuestionForms.Learn([.. Enumerable.Repeat("Is there a cat?", 10), .. Enumerable.Range(0, 10).Select(i => $"Is x{i}?")], 10).Of("Is y?")
            .Should().Be("is");
    }
}
