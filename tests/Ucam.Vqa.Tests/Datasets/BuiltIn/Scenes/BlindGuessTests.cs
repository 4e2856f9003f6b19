namespace Ucam.Vqa.Tests.Datasets.BuiltIn.Scenes;

public class BlindGuessTests
{
    private static readonly SceneSet Set = SceneSetTests.Make(pictures: 500, questions: 8);

    [Theory]
    [InlineData("colour", 0.20)]
    [InlineData("shape", 0.25)]
    [InlineData("size", 0.50)]
    [InlineData("texture", 0.35)]
    [InlineData("exists", 0.57)]
    [InlineData("count", 0.35)]
    [InlineData("compare", 0.57)]
    [InlineData("place", 0.33)]
    [InlineData("spatial", 0.33)]
    [InlineData("same", 0.62)]
    [InlineData("two-hop", 0.20)]
    public void The_most_frequent_answer_of_a_family_is_rarely_right(string family, double most)
    {
        string[] answers = [.. Set.Items.Where(i => i.QuestionType == family).SelectMany(i => i.Answers)];
        answers.Length.Should().BeGreaterThan(1000);
        ((double)answers.GroupBy(a => a).Max(g => g.Count()) / answers.Length).Should().BeLessThan(most);
    }

    [Fact]
    public void Families_are_asked_in_their_shares()
    {
        double total = SceneSetOptions.DefaultFamilyWeights.Values.Sum();
        foreach (var (family, weight) in SceneSetOptions.DefaultFamilyWeights)
            ((double)Set.Items.Count(i => i.QuestionType == family) / Set.Items.Count).Should().BeApproximately(weight / total, 0.035, family);
    }
}
