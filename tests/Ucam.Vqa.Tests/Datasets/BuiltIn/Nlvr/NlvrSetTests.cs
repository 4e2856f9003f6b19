using Ucam.Vqa.Datasets;
using Ucam.Vqa.Datasets.BuiltIn;
using Ucam.Vqa.Datasets.BuiltIn.Nlvr;

namespace Ucam.Vqa.Tests.Datasets.BuiltIn.Nlvr;

public class NlvrSetTests
{
    private static IEnumerable<string> Texts(NlvrSet set) => set.Items.Select(i => $"{i.QuestionId} {i.Question} {i.Answers[0]}");

    private static IEnumerable<(int, NlvrShape, NlvrColour)> Kinds(NlvrScene scene) =>
        scene.Boxes.SelectMany(b => b.Objects).Select(o => (o.Size, o.Shape, o.Colour));

    private static byte[] Pixels(NlvrSet set) => [.. Enumerable.Range(0, 8).SelectMany(i => set.LoadPicture(i).Rgb.ToArray())];

    [Fact]
    public void The_same_seed_gives_the_same_pixels_and_sentences_and_another_gives_others()
    {
        NlvrSet set = NlvrScenes.Draw();
        Texts(NlvrScenes.Draw()).Should().Equal(Texts(set));
        Pixels(NlvrScenes.Draw()).Should().Equal(Pixels(set));
        Texts(NlvrScenes.Draw(seed: 2)).Should().NotEqual(Texts(set));
        Pixels(NlvrScenes.Draw(split: NlvrSplit.Test)).Should().NotEqual(Pixels(set));
    }

    [Fact]
    public void A_block_of_pictures_does_not_depend_on_how_many_follow_or_on_the_thread()
    {
        NlvrSet few = NlvrScenes.Draw(32), many = NlvrScenes.Draw(160);
        Texts(many).Take(few.Items.Count).Should().Equal(Texts(few));
        byte[] here = many.LoadPicture(3).Rgb.ToArray(), there = [];
        var thread = new Thread(() => there = few.LoadPicture(3).Rgb.ToArray());
        thread.Start();
        thread.Join();
        there.Should().Equal(here);
    }

    [Fact]
    public void Every_sentence_of_a_block_is_true_of_as_many_pictures_as_it_is_false_of()
    {
        NlvrSet set = NlvrScenes.Draw(640);
        foreach (var sentence in set.Items.GroupBy(i => (i.Picture / NlvrWriter.Block, i.Question)))
            sentence.Count(i => i.Answers[0] == "true").Should().Be(sentence.Count(i => i.Answers[0] == "false"), sentence.Key.Question);
        foreach (var template in set.Items.GroupBy(i => i.QuestionType))
            template.Average(i => i.Answers[0] == "true" ? 1.0 : 0).Should().Be(0.5, template.Key);
        set.Items.Select(i => i.QuestionType).Distinct().Should().BeEquivalentTo(NlvrTemplates.Names);
    }

    [Fact]
    public void Pictures_come_in_pairs_of_the_same_objects_in_other_places()
    {
        NlvrSet set = NlvrScenes.Draw(640, questions: 0);
        int alike = 0;
        for (int i = 0; i < 640; i += 2)
        {
            NlvrScene first = set.SceneOf(i), second = set.SceneOf(i + 1);
            Kinds(second).Should().BeEquivalentTo(Kinds(first));
            second.IsTower.Should().Be(first.IsTower);
            second.Boxes.Should().OnlyContain(b => b.Objects.Count >= 1 && b.Objects.Count <= (first.IsTower ? 4 : 7));
            NlvrScene.Of(second.Boxes.Select(b => b.Objects))
                .Should().BeEquivalentTo(second, o => o.WithStrictOrdering(), "towers stand from the base up");
            if (second.Boxes.Zip(first.Boxes).All(b => b.First.Objects.SequenceEqual(b.Second.Objects))) alike++;
        }
        alike.Should().BeLessThan(16);
    }

    [Fact]
    public void Most_sentences_are_true_of_one_and_false_of_another_picture_with_the_same_objects()
    {
        NlvrSet set = NlvrScenes.Draw(640);
        foreach (var kind in Enumerable.Range(0, set.Items.Count).GroupBy(i => set.SceneOf(set.Items[i].Picture).IsTower))
        {
            NlvrScene[][] put =
                [.. kind.GroupBy(i => set.StatementOf(i)!, (_, items) =>
                items.Select(i => set.SceneOf(set.Items[i].Picture)).ToArray(), ReferenceEqualityComparer.Instance)];
            put.Should().OnlyContain(scenes => scenes.Length == 2);
            put.Average(s => s[0].Inventory == s[1].Inventory ? 1.0 : 0).Should().BeInRange(0.65, 0.85);
        }
    }

    [Theory]
    [InlineData(true, "objects", 0.26)]
    [InlineData(true, "boxes", 0.44)]
    [InlineData(true, "same", 0.06)]
    [InlineData(false, "objects", 0.35)]
    [InlineData(false, "boxes", 0.41)]
    [InlineData(false, "subject", 0.10)]
    public void Templates_keep_their_shares(bool tower, string template, double share)
    {
        NlvrSet set = NlvrScenes.Draw(1920);
        VqaItem[] items = [.. set.Items.Where(i => set.SceneOf(i.Picture).IsTower == tower)];
        items.Average(i => i.QuestionType == template ? 1.0 : 0).Should().BeApproximately(share, 0.025);
    }

    [Fact]
    public void Scenes_have_the_same_inventory_if_they_have_the_same_objects()
    {
        NlvrScene[] scenes = [.. NlvrScenes.Many(true, 40), .. NlvrScenes.Many(false, 10)];
        foreach (NlvrScene a in scenes)
            foreach (NlvrScene b in scenes)
                (a.Inventory == b.Inventory).Should().Be(Kinds(a).Order().SequenceEqual(Kinds(b).Order()));
    }

    [Fact]
    public void Every_picture_has_its_questions_in_succession_and_each_is_answered_by_its_scene()
    {
        NlvrSet set = NlvrScenes.Draw(320);
        set.Items.GroupBy(i => i.Picture).Count(g => g.Count() == 8).Should().Be(320);
        set.Items.Select(i => i.Picture).Should().BeInAscendingOrder();
        for (int i = 0; i < set.Items.Count; i++)
            set.StatementOf(i)!.Holds(set.SceneOf(set.Items[i].Picture)).Should().Be(set.Items[i].Answers[0] == "true");
        set.Items.Select(i => i.QuestionId).Should().OnlyHaveUniqueItems();
    }

    [Fact]
    public void Scenes_have_the_statistics_of_the_development_split()
    {
        NlvrScene[] towers = [.. NlvrScenes.Many(true, 300)], scattered = [.. NlvrScenes.Many(false, 300)];
        towers.SelectMany(s => s.Boxes).Average(b => b.Objects.Count).Should().BeApproximately(2.5, 0.15);
        scattered.SelectMany(s => s.Boxes).Average(b => b.Objects.Count).Should().BeApproximately(4.02, 0.25);
        NlvrObject[] objects = [.. scattered.SelectMany(s => s.Boxes).SelectMany(b => b.Objects)];
        objects.Average(o => o.Touches(NlvrSide.Bottom) ? 1.0 : 0).Should().BeApproximately(728 / 3774.0, 0.03);
        objects.Average(o => o.Touches(NlvrSide.Right) ? 1.0 : 0).Should().BeApproximately(706 / 3774.0, 0.03);
        objects.Average(o => o.Touches(NlvrSide.NoEdge) ? 1.0 : 0).Should().BeApproximately(2448 / 3774.0, 0.04);
        for (int size = 10; size <= 30; size += 10) objects.Count(o => o.Size == size).Should().BeInRange(objects.Length / 4, objects.Length / 2);
        NlvrScenes.Draw(3200, questions: 0).Should().Match<NlvrSet>(s => Enumerable.Range(0, 3200).Count(i => s.SceneOf(i).IsTower) > 1700);
    }

    [Fact]
    public void Shuffled_scenes_have_the_statistics_of_the_development_splits_shuffled_ones()
    {
        var random = SetRandom.For(5, 0, 0, 0);
        NlvrBox[] towers = Shuffled(true), scattered = Shuffled(false);
        double[] heights = [212 / 1002.0, 288 / 1002.0, 284 / 1002.0, 218 / 1002.0];
        for (int h = 0; h < 4; h++) towers.Average(b => b.Objects.Count == h + 1 ? 1.0 : 0).Should().BeApproximately(heights[h], 0.04);
        for (int n = 1; n <= 7; n++) scattered.Average(b => b.Objects.Count == n ? 1.0 : 0).Should().BeApproximately(1 / 7.0, 0.04);
        NlvrObject[] objects = [.. scattered.SelectMany(b => b.Objects)];
        objects.Average(o => o.Touches(NlvrSide.NoEdge) ? 1.0 : 0).Should().BeApproximately(0.65, 0.04);
        foreach (NlvrBox box in scattered)
            foreach ((int i, NlvrObject o) in box.Objects.Index())
                box.Objects.Skip(i + 1)
                    .Should().OnlyContain(p => p.X > o.X + o.Size || o.X > p.X + p.Size || p.Y > o.Y + o.Size || o.Y > p.Y + p.Size);
        NlvrBox[] Shuffled(bool tower) => [.. NlvrScenes.Many(tower, 400).SelectMany(s => NlvrLayout.Shuffle(s, random).Boxes)];
    }

    [Fact]
    public void The_region_of_a_sentence_is_the_objects_it_speaks_of()
    {
        NlvrSet set = NlvrScenes.Draw(320);
        int item = Enumerable.Range(0, set.Items.Count)
            .First(i => set.Items[i].Question.TrimEnd('.').EndsWith("black blocks", StringComparison.OrdinalIgnoreCase)
            && set.Items[i].QuestionType == "objects"
                && set.SceneOf(set.Items[i].Picture).Count((b, k) => b.Objects[k].Colour == NlvrColour.Black) > 0);
        NlvrScene scene = set.SceneOf(set.Items[item].Picture);
        int black = scene.Count((b, k) => b.Objects[k].Colour == NlvrColour.Black);
        float[,] region = set.Region(item, 54, 54)!;
        region.Cast<float>().Sum().Should().BeApproximately(black * 20 * 20 / 16f, 1e-2f);
    }

    [Fact]
    public void The_making_of_a_set_can_be_stopped()
    {
        using var stop = new CancellationTokenSource();
        stop.Cancel();
        FluentActions.Invoking(() => NlvrMaker.Entry.Open(null).Make(new SetRequest("train", 64, 1, 64, 8) { Cancel = stop.Token }))
            .Should().Throw<OperationCanceledException>();
    }

    [Theory]
    [InlineData(0.0)]
    [InlineData(0.4)]
    [InlineData(1.0)]
    public void The_share_of_towers_can_be_chosen(double towers)
    {
        NlvrSet set =
            NlvrSet.Draw(new NlvrSetOptions { Pictures = 6400, QuestionsPerPicture = 0, Towers = towers }, TestContext.Current.CancellationToken);
        Enumerable.Range(0, 6400).Average(i => set.SceneOf(i).IsTower ? 1.0 : 0).Should().BeApproximately(towers, 0.1);
    }

    [Theory]
    [InlineData(0, 64, 8, "Pictures")]
    [InlineData(10, 20, 8, "Size")]
    [InlineData(10, 64, 51, "QuestionsPerPicture")]
    public void An_option_out_of_range_is_told(int pictures, int size, int questions, string field) =>
        FluentActions.Invoking(() => NlvrScenes.Draw(pictures, questions: questions, size: size)).Should().Throw<UcamException>().Which.Field
            .Should().Be(field);

    [Theory]
    [InlineData(-0.1)]
    [InlineData(1.1)]
    [InlineData(double.NaN)]
    public void A_share_of_towers_out_of_range_is_told(double towers) =>
        FluentActions.Invoking(() => NlvrSet.Draw(new NlvrSetOptions { Towers = towers })).Should().Throw<UcamException>().Which.Field
            .Should().Be("Towers");
}
