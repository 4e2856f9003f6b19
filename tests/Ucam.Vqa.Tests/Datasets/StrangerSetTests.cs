using Ucam.Bench.Stranger;

namespace Ucam.Vqa.Tests.Datasets;

public class StrangerSetTests
{
    private static StrangerSet Draw(int part = 0) => new("stranger", 300, seed: 1, part);

    [Fact]
    public void The_same_seed_draws_the_same_set_and_another_part_another()
    {
        Draw().Items.Select(i => (i.Question, i.Answers[0])).Should().Equal(Draw().Items.Select(i => (i.Question, i.Answers[0])));
        Draw().LoadPicture(7).Rgb.ToArray().Should().Equal(Draw().LoadPicture(7).Rgb.ToArray());
        Draw(1).LoadPicture(7).Rgb.ToArray().Should().NotEqual(Draw().LoadPicture(7).Rgb.ToArray());
    }

    [Fact]
    public void Pictures_have_two_to_21_questions_and_yes_is_rare_for_plain_ones_as_no_is_for_negated_ones()
    {
        IReadOnlyList<VqaItem> items = Draw().Items;
        int[] each = [.. items.GroupBy(i => i.Picture).Select(g => g.Count())];
        (each.Length, each.Min(), each.Max()).Should().Be((300, 2, 21));
        each.Average().Should().BeInRange(9, 10.5);
        double Share(string type, string answer) => items.Where(i => i.QuestionType == type).Average(i => i.Answers[0] == answer ? 1.0 : 0);
        Share("exists", "yes").Should().BeInRange(0.05, 0.2);
        Share("negated", "no").Should().BeInRange(0.05, 0.2);
        items.Select(i => i.AnswerType).Distinct().Should().BeEquivalentTo("yes/no", "number", "other");
    }
}
