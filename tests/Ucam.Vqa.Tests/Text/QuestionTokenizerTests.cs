using CsCheck;
using Ucam.Vqa.Text;

namespace Ucam.Vqa.Tests.Text;

public class QuestionTokenizerTests
{
    [Theory]
    [InlineData("What color is the cat?", "what color is the cat")]
    [InlineData("What's on the T-shirt ??", "whats on the tshirt")]
    [InlineData("What’s this", "whats this")]
    [InlineData("1,000 or 2, 3?", "1000 or 2 3")]
    [InlineData("red/blue,green. (small)", "red blue green small")]
    [InlineData("  two\tspaces\nhere ", "two spaces here")]
    [InlineData("ÉTÉ, où ça?", "été où ça")]
    [InlineData("यह क्या है?", "यह क्या है")]
    [InlineData("これは何ですか？", "これは何ですか")]
    [InlineData("𐐀b?", "𐐨b")]
    [InlineData("- ' ,", "")]
    [InlineData("🐱?", "")]
    [InlineData("", "")]
    public void Words_follow_the_rules(string question, string words) =>
        string.Join(' ', QuestionTokenizer.Tokenize(question)).Should().Be(words);

    [Fact]
    public void Any_text_gives_words_that_stay_as_they_are() =>
        Gen.String.Sample(text => QuestionTokenizer.Tokenize(text).All(word => QuestionTokenizer.Tokenize(word).SequenceEqual([word])));

    [Fact]
    public void Spaces_around_and_the_question_mark_change_nothing() =>
        Gen.String[Gen.Char.AlphaNumeric, 0, 20].Sample(text =>
            QuestionTokenizer.Tokenize($"  {text} ?").SequenceEqual(QuestionTokenizer.Tokenize(text)));
}
