using System.Text.RegularExpressions;
using CsCheck;
using Ucam.Vqa.Text;

namespace Ucam.Vqa.Tests.Text;

public class AnswerNormalizerTests
{
    [Theory]
    [InlineData("Yes", "yes")]
    [InlineData("  The Cat ", "cat")]
    [InlineData("two", "2")]
    [InlineData("None", "0")]
    [InlineData("ten dogs", "10 dogs")]
    [InlineData("eleven", "eleven")]
    [InlineData("a dog and an apple", "dog and apple")]
    [InlineData("dont know", "don't know")]
    [InlineData("hadnt've", "hadn't've")]
    [InlineData("someonell", "someone'll")]
    [InlineData("coca-cola", "coca cola")]
    [InlineData("left/right", "left right")]
    [InlineData("red, blue", "red blue")]
    [InlineData("red,blue", "red blue")]
    [InlineData("1,000", "1000")]
    [InlineData("1,000 m/s", "1000 ms")]
    [InlineData("3.5", "3.5")]
    [InlineData("u.s.", "us")]
    [InlineData("yes!", "yes")]
    [InlineData("x- y-z", "x yz")]
    [InlineData("one\ntwo\tthree", "1 2 3")]
    [InlineData("it's", "it's")]
    [InlineData("12:30", "12:30")]
    [InlineData("?", "")]
    [InlineData("", "")]
    public void Answers_become_what_the_official_evaluation_makes_of_them(string answer, string expected) =>
        AnswerNormalizer.Normalize(answer).Should().Be(expected);

    [Fact]
    public void Of_many_full_stops_the_first_thirty_two_go_as_in_the_official_evaluation() =>
        AnswerNormalizer.Normalize(new string('.', 40) + "a").Should().Be("........a");

    private static readonly string[] Pieces =
        ["the", "a", "two", "none", "dont", "1,000", "3.5", "cat", "u.s.", "-", ",", "/", " ", ", ", ".", "?", "\n", "'"];

    private static readonly Gen<string> Answers = Gen.OneOf(
        Gen.Int[0, Pieces.Length - 1].Array[0, 8].Select(picks => string.Concat(picks.Select(i => Pieces[i]))),
        Gen.String);

    [Fact]
    public void Twice_is_the_same_as_once() =>
        Answers.Sample(answer => AnswerNormalizer.Normalize(AnswerNormalizer.Normalize(answer)) == AnswerNormalizer.Normalize(answer));

    [Fact]
    public void Punctuation_agrees_with_a_second_implementation_by_patterns() =>
        Answers.Sample(text =>
        {
            bool thousands = Regex.IsMatch(text, @"\d,\d");
            string expected = text;
            foreach (string mark in ";,/,[,],\",{,},(,),=,+,\\,_,-,>,<,@,`,?,!".Split(',').Append(","))
            {
                string escaped = Regex.Escape(mark);
                bool deleted = thousands || Regex.IsMatch(text, $"{escaped} | {escaped}");
                expected = Regex.Replace(expected, escaped, deleted ? "" : " ");
            }
            return AnswerNormalizer.Punctuation(text) == Regex.Replace(expected, @"\.(?!\d)", "");
        }, iter: 2000);
}
