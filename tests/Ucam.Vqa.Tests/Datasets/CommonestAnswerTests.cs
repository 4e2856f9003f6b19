using Ucam.Vqa.Datasets;
using Ucam.Vqa.Datasets.Files;

namespace Ucam.Vqa.Tests.Datasets;

/// <summary>The one answer that stands for what people said.</summary>
public sealed class CommonestAnswerTests
{
    [Theory]
    [InlineData(null)]
    [InlineData("red", "red")]
    [InlineData("red", "blue", "red", "red")]
    [InlineData("blue", "red", "blue")]
    [InlineData("blue", "red", "blue", "red", "green", "blue")]
    [InlineData("Red", "red", "Red")]
    public void It_is_the_most_frequent_and_of_several_the_first_by_code(string? expected, params string[] answers)
    {
        CommonestAnswer.Of(answers).Should().Be(expected);
        new QuestionRow(1, "p.png", null, "What?", answers, [], null).Truth.Should().Be(expected, "a table's question says the same");
    }
}
