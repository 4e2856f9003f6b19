using Ucam.Vqa.Datasets.BuiltIn.Scenes;

namespace Ucam.Vqa.Tests.Datasets.BuiltIn.Scenes;

public class SceneSplitTests
{
    private const int Pictures = 100;

    private static SceneSet Make(SceneSplit split) => SceneSetTests.Make(split, Pictures);

    private static IEnumerable<Scene> Scenes(SceneSet set) => Enumerable.Range(0, set.PictureCount).Select(set.SceneOf);

    [Theory]
    [InlineData(SceneSplit.Train, 3, 10)]
    [InlineData(SceneSplit.Test, 3, 10)]
    [InlineData(SceneSplit.TestBlur, 3, 10)]
    [InlineData(SceneSplit.TestCrowded, 9, 14)]
    public void A_picture_has_as_many_objects_as_its_split_says(SceneSplit split, int least, int most)
    {
        int[] counts = [.. Scenes(Make(split)).Select(s => s.Objects.Count)];
        counts.Min().Should().Be(least);
        counts.Max().Should().Be(most);
    }

    [Theory]
    [InlineData(SceneSplit.Train)]
    [InlineData(SceneSplit.Validation)]
    [InlineData(SceneSplit.Test)]
    [InlineData(SceneSplit.TestBlur)]
    [InlineData(SceneSplit.TestCrowded)]
    [InlineData(SceneSplit.TestWrongPicture)]
    public void Held_out_pairs_are_neither_shown_nor_named(SceneSplit split)
    {
        SceneSet set = Make(split);
        Scenes(set).SelectMany(s => s.Objects).Should().NotContain(o => SceneTraits.IsHeldOut(o.Colour, o.Shape));
        Enumerable.Range(0, set.Items.Count).SelectMany(i => set.QuestionOf(i).Presupposed).Should().NotContain(d => d.IsHeldOut);
        string[] pairs = [.. Enumerable.Range(0, 8)
            .Select(c => $" {SceneTraits.Name(Trait.Colour, c)} {SceneTraits.Name(Trait.Shape, SceneTraits.HeldOutShape(c))}")];
        set.Items.Select(i => i.Question).Where(q => pairs.Any(q.Contains)).Should().BeEmpty();
    }

    [Fact]
    public void Every_picture_of_new_combinations_shows_one() =>
        Scenes(Make(SceneSplit.TestCombinations)).Should().AllSatisfy(s => s.Objects.Should().Contain(o => SceneTraits.IsHeldOut(o.Colour, o.Shape)));

    [Fact]
    public void Degraded_pictures_are_worse_than_any_training_picture_in_some_way()
    {
        Scene[] train = [.. Scenes(Make(SceneSplit.Train))], blur = [.. Scenes(Make(SceneSplit.TestBlur))];
        double mostBlur = train.Max(s => s.Blur), mostNoise = train.Max(s => s.Noise);
        blur.Count(s => s.Blur > mostBlur || s.Noise > mostNoise).Should().BeGreaterThan((int)(0.9 * Pictures));
        train.Count(s => s is { Blur: 0, Noise: 0, Light: 1 }).Should().BeGreaterThan(Pictures / 5);
    }

    [Fact]
    public void A_question_about_another_picture_speaks_of_something_that_is_not_there()
    {
        SceneSet set = Make(SceneSplit.TestWrongPicture);
        for (int i = 0; i < set.Items.Count; i++)
        {
            IReadOnlyList<SceneObject> shown = set.SceneOf(set.Items[i].Picture).Objects;
            set.QuestionOf(i).Presupposed.Should().Contain(d => !shown.Any(d.Matches));
            set.Region(i, 8, 8).Should().BeNull();
        }
    }

    [Fact]
    public void In_every_other_split_what_a_question_takes_for_granted_is_there_once()
    {
        foreach (SceneSplit split in Enum.GetValues<SceneSplit>().Where(s => s != SceneSplit.TestWrongPicture))
        {
            SceneSet set = Make(split);
            for (int i = 0; i < set.Items.Count; i++)
                Array.TrueForAll(set.QuestionOf(i).Presupposed, d => set.SceneOf(set.Items[i].Picture).Objects.Count(d.Matches) == 1)
                    .Should().BeTrue(set.Items[i].Question);
        }
    }

    [Fact]
    public void Objects_lie_in_the_picture_and_show_at_least_two_fifths()
    {
        foreach (SceneObject o in Scenes(Make(SceneSplit.TestCrowded)).SelectMany(s => s.Objects))
        {
            o.Visible.Should().BeInRange(0.4, 1);
            (o.X - o.Radius).Should().BeGreaterThan(0);
            (o.Y + o.Radius).Should().BeLessThan(1);
        }
    }
}
