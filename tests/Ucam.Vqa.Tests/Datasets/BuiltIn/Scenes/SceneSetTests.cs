namespace Ucam.Vqa.Tests.Datasets.BuiltIn.Scenes;

public class SceneSetTests
{
    internal static SceneSet Make(SceneSplit split = SceneSplit.Train, int pictures = 12, int seed = 1, int size = 64, int questions = 6) =>
        new(new SceneSetOptions { Seed = seed, Split = split, Pictures = pictures, Size = size, QuestionsPerPicture = questions });

    private static byte[] Pixels(SceneSet set) => [.. Enumerable.Range(0, set.PictureCount).SelectMany(i => set.LoadPicture(i).Rgb.ToArray())];

    private static IEnumerable<string> Texts(SceneSet set) => set.Items.Select(i => $"{i.QuestionId} {i.Question} {string.Join(',', i.Answers)}");

    [Fact]
    public void The_same_seed_gives_the_same_pixels_questions_and_answers()
    {
        Pixels(Make()).Should().Equal(Pixels(Make()));
        Texts(Make()).Should().Equal(Texts(Make()));
    }

    [Fact]
    public void Another_seed_or_split_gives_others()
    {
        Pixels(Make(seed: 2)).Should().NotEqual(Pixels(Make()));
        Texts(Make(seed: 2)).Should().NotEqual(Texts(Make()));
        Pixels(Make(SceneSplit.Validation)).Should().NotEqual(Pixels(Make()));
    }

    [Fact]
    public void A_picture_does_not_depend_on_how_many_there_are_or_who_drew_before()
    {
        SceneSet few = Make(pictures: 3), many = Make(pictures: 9);
        for (int i = 0; i < 3; i++) many.LoadPicture(i).Rgb.ToArray().Should().Equal(few.LoadPicture(i).Rgb.ToArray());
        many.Items.Where(i => i.Picture < 3).Select(i => i.Question).Should().Equal(few.Items.Select(i => i.Question));
    }

    [Fact]
    public void A_fresh_thread_draws_the_same_pixels()
    {
        SceneSet set = Make();
        for (int i = 0; i < 4; i++)
        {
            byte[] here = set.LoadPicture(i).Rgb.ToArray(), there = [];
            var thread = new Thread(() => there = set.LoadPicture(i).Rgb.ToArray());
            thread.Start();
            thread.Join();
            there.Should().Equal(here);
        }
    }

    [Theory]
    [InlineData(32)]
    [InlineData(128)]
    [InlineData(224)]
    public void A_picture_has_the_size_that_is_asked_for(int size)
    {
        SceneSet set = Make(size: size, pictures: 2);
        (set.LoadPicture(0).Width, set.LoadPicture(0).Height).Should().Be((size, size));
        set.LoadPicture(0).Rgb.ToArray().Distinct().Count().Should().BeGreaterThan(30);
    }

    [Fact]
    public void The_same_scene_is_drawn_at_any_size()
    {
        var small = Make(size: 128).LoadPicture(0);
        var large = Make(size: 224).LoadPicture(0).Resize(128, 128);
        double gap = small.Rgb.ToArray().Zip(large.Rgb.ToArray(), (a, b) => Math.Abs(a - b)).Average();
        gap.Should().BeLessThan(8);
        Texts(Make(size: 224)).Should().Equal(Texts(Make(size: 128)));
    }

    [Fact]
    public void Ten_people_answer_from_a_distribution_that_sums_to_one()
    {
        foreach (SceneSplit split in Enum.GetValues<SceneSplit>())
        {
            foreach (VqaItem item in Make(split).Items)
            {
                item.Answers.Should().HaveCount(10).And.BeSubsetOf(item.TrueDistribution!.Keys);
                item.TrueDistribution!.Values.Sum().Should().BeApproximately(1, 1e-9);
                item.TrueDistribution.Values.Min().Should().BePositive();
                item.TrueDistribution.Values.Should().BeInDescendingOrder();
            }
        }
    }

    [Fact]
    public void Ids_are_unique_over_all_splits_and_pictures_have_as_many_questions_as_asked()
    {
        SceneSet[] sets = [.. Enum.GetValues<SceneSplit>().Select(s => Make(s))];
        sets.SelectMany(s => s.Items.Select(i => i.QuestionId)).Should().OnlyHaveUniqueItems();
        sets.Select(s => s.Name).Should().OnlyHaveUniqueItems();
        sets.Should().AllSatisfy(s => s.Items.Count.Should().Be(12 * 6));
        sets.Should().AllSatisfy(s =>
            s.Items.GroupBy(i => i.Picture).Should().AllSatisfy(g => g.Select(i => i.Question).Should().OnlyHaveUniqueItems()));
    }

    public static TheoryData<SceneSetOptions, string> Impossible => new()
    {
        { new() { Pictures = 0 }, "Pictures" },
        { new() { Pictures = 1_000_001 }, "Pictures" },
        { new() { Size = 31 }, "Size" },
        { new() { QuestionsPerPicture = 51 }, "QuestionsPerPicture" },
        { new() { Split = (SceneSplit)99 }, "Split" },
        { new() { FamilyWeights = new Dictionary<string, double> { ["taste"] = 1 } }, "FamilyWeights" },
        { new() { FamilyWeights = new Dictionary<string, double> { ["colour"] = -1 } }, "FamilyWeights" },
        { new() { FamilyWeights = new Dictionary<string, double> { ["colour"] = 0 } }, "FamilyWeights" },
        { new() { Split = SceneSplit.TestWrongPicture, FamilyWeights = new Dictionary<string, double> { ["count"] = 1 } }, "FamilyWeights" },
    };

    [Theory]
    [MemberData(nameof(Impossible), DisableDiscoveryEnumeration = true)]
    public void Impossible_options_are_refused(SceneSetOptions options, string field)
    {
        var create = () => new SceneSet(options);
        create.Should().Throw<UcamException>().Which.Field.Should().Be(field);
    }

    [Fact]
    public void A_family_that_is_left_out_is_not_asked()
    {
        var set = new SceneSet(new() { Pictures = 5, FamilyWeights = new Dictionary<string, double> { ["colour"] = 1, ["count"] = 3 } });
        set.Items.Select(i => i.QuestionType).Distinct().Should().BeEquivalentTo("colour", "count");
    }
}
