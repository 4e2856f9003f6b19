using Ucam.Vqa.Text;

namespace Ucam.Vqa.Tests.Text;

public class QuestionTreeTests
{
    [Fact]
    public void The_kind_of_new_questions_of_Scenes_is_told_from_their_words()
    {
        var (known, others) = (TinyTraining.Scenes(SceneSplit.Validation, 250, 8), TinyTraining.Scenes(SceneSplit.Test, 100, 8));
        IReadOnlyList<QuestionNode> nodes =
            QuestionTree.Learn([.. known.Items.Select(i => i.Question)], [.. known.Items.Select(i => i.QuestionType)]);
        var tree = new QuestionTree(nodes);
        others.Items.Average(item => tree.Of(item.Question) == item.QuestionType ? 1.0 : 0.0).Should().BeGreaterThan(0.9);
        nodes.Count.Should().BeLessThan(200);
        QuestionTree.IsWhole(nodes).Should().BeTrue();
    }

    [Fact]
    public void First_words_and_length_tell_where_words_alone_do_not()
    {
        string[] questions = ["is it a b", "a b is it"], kinds = ["first", "second"];
        var many = Enumerable.Range(0, 40).ToArray();
        var tree = new QuestionTree(QuestionTree.Learn([.. many.Select(i => questions[i % 2])], [.. many.Select(i => kinds[i % 2])]));
        questions.Select(tree.Of).Should().Equal(kinds);
        string[] lengths = ["a a", "a a a"];
        var byLength = new QuestionTree(QuestionTree.Learn([.. many.Select(i => lengths[i % 2])], [.. many.Select(i => kinds[i % 2])]));
        byLength.Of("b b").Should().Be(byLength.Of("a a")).And.Be("first");
    }

    [Fact]
    public void Questions_of_one_kind_need_no_test() =>
        QuestionTree.Learn(["a", "b"], ["x", "x"]).Should().ContainSingle().Which.Should().Be(new QuestionNode("", 0, 0, "x"));

    [Theory]
    [InlineData(0, 1)]
    [InlineData(1, 9)]
    [InlineData(-1, 2)]
    public void A_tree_that_leads_nowhere_or_round_is_not_whole(int yes, int no) =>
        QuestionTree.IsWhole([new("a", yes, no, ""), new("", 0, 0, "x"), new("", 0, 0, "y")]).Should().BeFalse();
}
