using Ucam.Vqa.Text;

namespace Ucam.Vqa.Tests.Text;

public class AnswerVocabularyTests
{
    [Fact]
    public void The_most_frequent_normalised_answers_are_kept_in_a_fixed_order()
    {
        string[] answers = ["Yes", "yes!", "two", "2", "2", "no", "blue", "the", ""];
        AnswerVocabulary.Build(answers, 10).Answers.Should().Equal("2", "yes", "blue", "no");
        AnswerVocabulary.Build(answers.Reverse(), 3).Answers.Should().Equal("2", "yes", "blue");
    }

    [Fact]
    public void Answers_are_found_as_they_stand_or_normalised()
    {
        var vocabulary = AnswerVocabulary.FromList(["2", "a cat", "yes"]);
        (vocabulary.Count, vocabulary[1]).Should().Be((3, "a cat"));
        new[] { "2", "Two", "a cat", "Yes.", "no" }.Select(vocabulary.IndexOf).Should().Equal(0, 0, 1, 2, -1);
    }

    [Fact]
    public void Json_keeps_the_classes() =>
        AnswerVocabulary.FromJson(AnswerVocabulary.FromList(["b", "a", "don't"]).ToJson()).Answers.Should().Equal("b", "a", "don't");

    [Fact]
    public void A_repeated_answer_is_refused()
    {
        var create = () => AnswerVocabulary.FromList(["yes", "yes"]);
        create.Should().Throw<UcamException>().WithMessage("\"yes\" is twice in the answer vocabulary*");
    }
}
