using CsCheck;
using Ucam.Vqa.Text;

namespace Ucam.Vqa.Tests.Text;

public class QuestionVocabularyTests
{
    private static readonly string[] Questions = ["What is the cat?", "Is the dog red?", "Is the cat blue?"];

    [Fact]
    public void Frequent_words_come_first_and_equals_in_order() =>
        QuestionVocabulary.Build(Questions).Words.Should().Equal("is", "the", "cat", "blue", "dog", "red", "what");

    [Fact]
    public void Rare_words_can_be_left_out()
    {
        var vocabulary = QuestionVocabulary.Build(Questions, 2);
        vocabulary.Words.Should().Equal("is", "the", "cat");
        vocabulary.Count.Should().Be(5);
    }

    [Fact]
    public void The_order_of_the_questions_changes_nothing() =>
        Gen.Shuffle(Questions).Sample(shuffled => QuestionVocabulary.Build(shuffled).ToJson() == QuestionVocabulary.Build(Questions).ToJson());

    [Fact]
    public void Words_get_ids_from_2_and_unknown_ones_are_reported()
    {
        var encoded = QuestionVocabulary.Build(Questions).Encode("Is the Zebra a zebra cat?");
        encoded.Ids.Should().Equal(2, 3, 1, 1, 1, 4);
        encoded.UnknownWords.Should().Equal("zebra", "a", "zebra");
    }

    [Fact]
    public void A_question_in_another_script_is_encoded_and_reported()
    {
        var encoded = QuestionVocabulary.Build(Questions).Encode("Что это?");
        encoded.Ids.Should().Equal(1, 1);
        encoded.UnknownWords.Should().Equal("что", "это");
    }

    [Theory]
    [InlineData("")]
    [InlineData("  ?! ")]
    public void An_empty_question_is_refused(string question)
    {
        var encode = () => QuestionVocabulary.Build(Questions).Encode(question);
        encode.Should().Throw<UcamException>().WithMessage("The question is empty*").Which.Field.Should().Be("question");
    }

    [Fact]
    public void A_question_of_10000_words_gets_one_line_and_one_of_1000_is_read()
    {
        var vocabulary = QuestionVocabulary.Build(Questions);
        var encode = () => vocabulary.Encode(string.Join(' ', Enumerable.Repeat("cat", 10_000)));
        encode.Should().Throw<UcamException>().WithMessage("The question has 10,000 words; at most 1,000 can be read, shorten it.");
        vocabulary.Encode(string.Join(' ', Enumerable.Repeat("cat", 1000))).Ids.Should().HaveCount(1000);
    }

    [Fact]
    public void Json_keeps_words_and_ids()
    {
        var vocabulary = QuestionVocabulary.Build([.. Questions, "где \"кот\""]);
        var read = QuestionVocabulary.FromJson(vocabulary.ToJson());
        read.Words.Should().Equal(vocabulary.Words);
        read.IdOf("кот").Should().Be(vocabulary.IdOf("кот")).And.BeGreaterThan(1);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("null")]
    [InlineData("[1]")]
    [InlineData("[\"a\"")]
    [InlineData("[\"a\",\"a\"]")]
    [InlineData("[\" \"]")]
    [InlineData("[null]")]
    public void Json_of_another_kind_is_refused(string json)
    {
        var read = () => QuestionVocabulary.FromJson(json);
        read.Should().Throw<UcamException>().Which.Field.Should().Be("question vocabulary");
    }
}
