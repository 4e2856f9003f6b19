using CsCheck;
using Ucam.Metrics;

namespace Ucam.Tests.Metrics;

public class MixtureTests
{
    private static readonly int[] Clean = [.. Enumerable.Range(0, 100)], Shifted = [.. Enumerable.Range(1000, 100)];

    [Theory, InlineData(0, 0), InlineData(0.1, 10), InlineData(0.5, 50), InlineData(1, 100)]
    public void Of_pairs_each_question_is_in_it_once(double share, int shifted)
    {
        int[] rows = Mixture.OfPairs(Clean, Shifted, share, 3);
        rows.Select(row => row % 1000).Should().Equal(Clean);
        rows.Count(row => row >= 1000).Should().Be(shifted);
        Mixture.OfPairs(Clean, Shifted, share, 3).Should().Equal(rows);
        if (shifted is > 0 and < 100) Mixture.OfPairs(Clean, Shifted, share, 4).Should().NotEqual(rows);
    }

    [Fact]
    public void Of_sets_the_most_is_taken_that_needs_no_repetition()
    {
        // 90 of 100 clean and 10 of 10 shifted; 10 and 10.
        Count(Mixture.OfSets(Clean, Shifted[..10], 0.1, null, 1)).Should().Be((90, 10));
        Count(Mixture.OfSets(Clean, Shifted[..10], 0.5, null, 1)).Should().Be((10, 10));
        Count(Mixture.OfSets(Clean, Shifted, 0.1, null, 1)).Should().Be((100, 11));
        Mixture.OfSets(Clean, Shifted, 0.1, null, 1).Should().OnlyHaveUniqueItems();
        Mixture.OfSets<int>([], [], 0.5, null, 1).Should().BeEmpty();
    }

    [Fact]
    public void A_set_of_which_nothing_is_asked_may_be_empty()
    {
        Count(Mixture.OfSets(Clean, [], 0, null, 1)).Should().Be((100, 0));
        Count(Mixture.OfSets([], Shifted, 1, null, 1)).Should().Be((0, 100));
    }

    [Fact]
    public void Which_rows_of_a_set_are_taken_is_chance()
    {
        // Each row is one of the 10 of 100 in about 20 of 200 draws, with a standard deviation of 4.2.
        int[] drawn = [.. Enumerable.Range(0, 200).SelectMany(seed => Mixture.OfSets(Clean, Shifted, 0.5, 20, seed))];
        drawn.GroupBy(row => row).Should().HaveCount(200).And.OnlyContain(row => row.Count() > 3 && row.Count() < 40);
        Mixture.OfSets(Clean, Shifted, 0.5, 20, 1).Should().Equal(Mixture.OfSets(Clean, Shifted, 0.5, 20, 1));
    }

    [Fact]
    public void Of_sets_rows_are_repeated_as_little_as_can_be() =>
        Gen.Select(Gen.Int[1, 20], Gen.Int[1, 20], Gen.Int[0, 60], Gen.Int[0, 10].Select(i => i / 10.0), Gen.Int)
            .Sample((clean, shifted, count, share, seed) =>
        {
            int[] rows = Mixture.OfSets(Clean[..clean], Shifted[..shifted], share, count, seed);
            bool Even(int size, Func<int, bool> of)
            {
                int[] times = [.. rows.Where(of).GroupBy(row => row).Select(group => group.Count())];
                return times.Length == 0 || (times.Max() - times.Min() <= 1 && (times.Max() == 1 || times.Length == size));
            }
            return rows.Length == count && Math.Abs(rows.Count(row => row >= 1000) - share * count) <= 0.5 + 1e-9
                && Even(clean, row => row < 1000) && Even(shifted, row => row >= 1000);
        });

    [Fact]
    public void What_does_not_fit_is_refused()
    {
        Action[] wrong =
        [
            () => Mixture.OfPairs(Clean, Shifted[1..], 0.5, 0), () => Mixture.OfPairs(Clean, Shifted, 1.5, 0),
            () => Mixture.OfPairs(Clean, Shifted, double.NaN, 0),
            () => Mixture.OfSets(Clean, Shifted, 0.5, -1, 0), () => Mixture.OfSets(Clean, [], 0.5, 10, 0),
            () => Mixture.OfSets(Clean, Shifted, -0.5, 10, 0),
        ];
        foreach (var action in wrong) action.Should().Throw<ArgumentException>();
        Action[] shifted = [() => Mixture.OfPairs(Clean, Shifted[1..], 0.5, 0), () => Mixture.OfPairs(Clean[1..], Shifted, 0.5, 0)];
        foreach (var action in shifted) action.Should().Throw<ArgumentException>().WithParameterName("shifted");
    }

    private static (int Clean, int Shifted) Count(int[] rows) => (rows.Count(row => row < 1000), rows.Count(row => row >= 1000));
}
