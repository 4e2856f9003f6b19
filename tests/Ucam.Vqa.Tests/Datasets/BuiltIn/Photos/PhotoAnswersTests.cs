using Ucam.Vqa.Datasets;
using Ucam.Vqa.Datasets.BuiltIn.Photos;

namespace Ucam.Vqa.Tests.Datasets.BuiltIn.Photos;

/// <summary>The answers about tiles that people see differently, against the formulas of docs/photos.md worked out by hand.</summary>
public class PhotoAnswersTests
{
    private const int Bird = 2, Cat = 3, Dog = 5;

    [Fact]
    public void Someone_who_sees_one_in_any_tile_says_yes()
    {
        // 1 − (1 − 0.6)(1 − 0.3), or nobody sees a bird.
        var answers = Ask(new ExistsFamily(), q => q.Text.Contains("cat"));
        answers["yes"].Should().BeApproximately(1 - 0.4 * 0.7, 1e-9);
    }

    [Fact]
    public void A_count_is_a_sum_of_independent_tiles()
    {
        var answers = Ask(new PhotoCountFamily(), q => q.Text.Contains("cats"));
        answers["0"].Should().BeApproximately(0.4 * 0.7, 1e-9);
        answers["1"].Should().BeApproximately(0.6 * 0.7 + 0.4 * 0.3, 1e-9);
        answers["2"].Should().BeApproximately(0.6 * 0.3, 1e-9);
    }

    [Fact]
    public void A_comparison_is_a_difference_of_such_sums()
    {
        // More cats than dogs: (1,0), (2,0) and so on; tile 0 is a cat with 0.6 and a dog with 0.4, tile 1 the other way with 0.3 and 0.7.
        var answers = Ask(new PhotoCompareFamily(), q => q.Text.IndexOf("cat", StringComparison.OrdinalIgnoreCase) is >= 0 and var cat
            && q.Text.IndexOf("dog", StringComparison.OrdinalIgnoreCase) is >= 0 and var dog && cat < dog);
        answers["yes"].Should().BeApproximately(0.6 * 0.3, 1e-9);
    }

    [Fact]
    public void Who_does_not_find_the_anchor_names_another_tile()
    {
        // The only neighbour left of the dog is tile 0, which is also the only other tile.
        var answers = Ask(new RelationFamily(), q => q.Text.Contains("dog"));
        answers["cat"].Should().BeApproximately(0.6, 1e-9);
        answers["dog"].Should().BeApproximately(0.4, 1e-9);
    }

    [Fact]
    public void A_choice_shares_out_who_sees_neither()
    {
        var answers = Ask(new ChoiceFamily(), q => q.Text.Contains("cat") && q.Text.Contains("bird") && q.Deciding[0] == 0);
        answers["cat"].Should().BeApproximately(0.6 + 0.4 / 2, 1e-9);
        answers["bird"].Should().BeApproximately(0.4 / 2, 1e-9);
    }

    [Fact]
    public void Places_are_named_by_row_and_column()
    {
        var mosaic = new Mosaic(3, 3, [.. Enumerable.Range(0, 9).Select(t => new Tile(0, Bird, t / 3, t % 3, 0, 0, 0.3, default))], 0, 0, 1, 1);
        var words = Enumerable.Range(0, 9).Select(t => WhatFamily.Place(mosaic, t, new SetRandom(7))).ToArray();
        words.Should().OnlyHaveUniqueItems();
        words[4].Should().BeOneOf("in the middle", "in the centre");
        words[0].Should().Contain("top").And.Contain("left");
        words[5].Should().Contain("middle").And.Contain("right");
    }

    private static AnswerDistribution Ask(PhotoFamily family, Func<PhotoQuestion, bool> wanted)
    {
        var tiles = new[] { new Tile(0, Cat, 0, 0, 0, 0, 0.5, default), new Tile(1, Dog, 0, 1, 0.5, 0, 0.5, default) };
        var people = new double[2][];
        for (int t = 0; t < 2; t++) people[t] = new double[10];
        (people[0][Cat], people[0][Dog]) = (0.6, 0.4);
        (people[1][Cat], people[1][Dog]) = (0.3, 0.7);
        var asker = new PhotoAsker(new Mosaic(1, 2, tiles, 0, 0, 1, 1), people, new SetRandom(3));
        for (int attempt = 0; attempt < 10_000; attempt++)
            if (family.Ask(asker) is { } question && wanted(question)) return question.Distribution;
        throw new InvalidOperationException("The family never asks that.");
    }
}
