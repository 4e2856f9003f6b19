using System.Text.Json;
using Ucam.Metrics;
using Ucam.Vqa.Datasets;
using Ucam.Vqa.Datasets.BuiltIn;
using Ucam.Vqa.Datasets.BuiltIn.Scenes;
using Ucam.Vqa.Datasets.BuiltIn.Scenes.Doubt;
using Ucam.Vqa.Datasets.Vqa;

namespace Ucam.Vqa.Tests.Datasets.BuiltIn.Scenes.Doubt;

public sealed class ScenesDoubtSetTests : IDisposable
{
    private const int Pictures = 40, Size = 64;

    private static readonly Dictionary<ScenesDoubtPart, ScenesDoubtSet> Sets =
        Enum.GetValues<ScenesDoubtPart>().Skip(2).ToDictionary(part => part, part => Make(part));

    private static readonly ScenesDoubtSet Hard = Sets[ScenesDoubtPart.Test];

    private readonly TemporaryFolder _folder = new();

    public static TheoryData<string> Tests => [.. Sets.Keys.Select(part => part.ToString())];

    public void Dispose() => _folder.Dispose();

    private static ScenesDoubtSet Make(ScenesDoubtPart part, int seed = 3) => new(part, new SetRequest("", Pictures, seed, Size, 1));

    private static IEnumerable<int> Items => Enumerable.Range(0, Pictures);

    private static double EntropyOf(VqaItem item) => Entropy.Nats([.. item.TrueDistribution!.Values]);

    [Theory]
    [MemberData(nameof(Tests))]
    public void Shares_sum_to_the_doubt_that_the_difficulties_make(string part) =>
        Sets[Enum.Parse<ScenesDoubtPart>(part)].ShouldSumToTheDoubt();

    [Fact]
    public void They_are_what_all_orders_of_repairing_give_on_average()
    {
        foreach (int item in Items.Take(5))
        {
            DoubtCase made = Hard.CaseOf(item);
            int players = made.Scene.Players.Count;
            var sums = new double[players];
            int[][] orders = [.. Orders([.. Enumerable.Range(0, players)])];
            foreach (int[] order in orders)
            {
                int there = made.Scene.All;
                foreach (int player in order)
                {
                    double before = Entropy.Nats([.. made.People(there).Values]);
                    there &= ~(1 << player);
                    sums[player] += before - Entropy.Nats([.. made.People(there).Values]);
                }
            }
            Hard.DoubtOf(item).Parts.Select(share => share.Shapley).Should()
                .Equal([.. sums.Select(sum => sum / orders.Length)], (a, b) => Math.Abs(a - b) < 1e-9);
        }
    }

    [Fact]
    public void The_control_has_the_same_difficulties_and_no_share_in_the_doubt()
    {
        foreach (int item in Items)
        {
            DoubtTruth truth = Hard.DoubtOf(item);
            truth.Relevant.Should().NotContain(truth.Control);
            DoubtPart[] control = [.. truth.Parts.Where(share => share.Object == truth.Control)];
            control.Should().HaveCount(2).And.OnlyContain(share => Math.Abs(share.Shapley) < 1e-9);
            truth.Parts.Where(share => share.Object == truth.Relevant[0]).Select(share => (share.Cause, share.Strength))
                .Should().Equal(control.Select(share => (share.Cause, share.Strength)));
            truth.Relevant.Sum(truth.Of).Should().BeGreaterThan(0.2);
        }
    }

    [Fact]
    public void The_parts_ask_the_same_of_pictures_that_differ_as_they_say()
    {
        foreach (int item in Items)
        {
            foreach (ScenesDoubtPart part in Sets.Keys.Take(5)) Sets[part].Items[item].Question.Should().Be(Hard.Items[item].Question);
            DoubtTruth planted = Sets[ScenesDoubtPart.TestPlanted].DoubtOf(item), control = Sets[ScenesDoubtPart.TestControl].DoubtOf(item);
            DoubtPart one = planted.Parts.Single(share => share.Present), same = control.Parts.Single(share => share.Present);
            (one.Cause, one.Strength).Should().Be((same.Cause, same.Strength));
            (planted.Entropy - planted.Repaired).Should().BeGreaterThan(0.14);
            control.Entropy.Should().BeApproximately(control.Repaired, 1e-9);
            same.Object.Should().Be(control.Control);
            Sets[ScenesDoubtPart.TestPartial].DoubtOf(item).Entropy.Should().BeApproximately(control.Repaired, 1e-9, "what is left does not matter");
            Sets[ScenesDoubtPart.TestRepaired].DoubtOf(item).Difficult.Should().BeEmpty();
        }
    }

    [Fact]
    public void A_difficulty_changes_its_own_object_s_disc_alone_and_repairing_the_discs_repairs_the_picture()
    {
        foreach (int item in Items.Take(10))
        {
            DoubtCase made = Hard.CaseOf(item);
            byte[] clean = Hard.LoadPicture(item, 0).Rgb.ToArray();
            for (int player = 0; player < made.Scene.Players.Count; player++)
            {
                float[,] mask = Hard.DoubtMask(item, made.Scene.Players[player].Object, Size, Size);
                byte[] hard = Hard.LoadPicture(item, 1 << player).Rgb.ToArray();
                int changed = 0, outside = 0;
                for (int i = 0; i < Size * Size; i++)
                {
                    int by = Enumerable.Range(3 * i, 3).Max(c => Math.Abs(hard[c] - clean[c]));
                    if (by > 8) changed++;
                    if (by > 8 && mask[i / Size, i % Size] == 0) outside++;
                }
                changed.Should().BePositive($"{made.Scene.Players[player]}");
                if (made.Scene.Players[player].Cause == DoubtCause.Tiny) outside.Should().BeLessThan(changed / 2);
                else outside.Should().Be(0, $"{made.Scene.Players[player]}");
            }
        }
    }

    [Fact]
    public void A_covered_object_shows_the_share_that_it_says()
    {
        DoubtCase made = Items.Select(Hard.CaseOf).First(made => made.Scene.Players.Any(player => player.Cause == DoubtCause.Covered));
        int which = made.Scene.Players.ToList().FindIndex(player => player.Cause == DoubtCause.Covered);
        DoubtPlayer covered = made.Scene.Players[which];
        const int fine = 256;
        ReadOnlySpan<byte> without = DoubtPainter.Draw(made.Scene, 0, fine).Rgb, with = DoubtPainter.Draw(made.Scene, 1 << which, fine).Rgb;
        var inside = SceneCoverage.Of([made.Scene.Clean.Objects[covered.Object]], fine, fine).Ids.ToArray();
        int area = 0, gone = 0;
        for (int i = 0; i < inside.Length; i++)
        {
            if (inside[i] == 0) continue;
            area++;
            if (!without.Slice(3 * i, 3).SequenceEqual(with.Slice(3 * i, 3))) gone++;
        }
        (1 - gone / (double)area).Should().BeApproximately(covered.Strength, 0.03);
    }

    [Fact]
    public void An_unfamiliar_colour_is_held_out_and_people_do_not_mind()
    {
        ScenesDoubtSet strange = Sets[ScenesDoubtPart.TestUnfamiliar], usual = Sets[ScenesDoubtPart.TestFamiliar];
        foreach (int item in Items)
        {
            DoubtCase made = strange.CaseOf(item);
            SceneObject Of(int present) => made.Scene.Objects(present)[made.Relevant[0]];
            SceneTraits.IsHeldOut(Of(1).Colour, Of(1).Shape).Should().BeTrue();
            SceneTraits.IsHeldOut(Of(0).Colour, Of(0).Shape).Should().BeFalse();
            EntropyOf(strange.Items[item]).Should().BeApproximately(EntropyOf(usual.Items[item]), 1e-9);
            strange.Items[item].Question.Should().Be(usual.Items[item].Question);
        }
    }

    [Fact]
    public void The_same_seed_gives_the_same_and_another_another()
    {
        ScenesDoubtSet again = Make(ScenesDoubtPart.Test), other = Make(ScenesDoubtPart.Test, seed: 4);
        again.Items.Select(item => item.Question).Should().Equal(Hard.Items.Select(item => item.Question));
        again.LoadPicture(1).Rgb.SequenceEqual(Hard.LoadPicture(1).Rgb).Should().BeTrue();
        other.Items.Select(item => item.Question).Should().NotEqual(Hard.Items.Select(item => item.Question));
    }

    [Fact]
    public void Every_cause_and_several_families_come_up()
    {
        Items.SelectMany(item => Hard.CaseOf(item).Scene.Players).Select(player => player.Cause).Distinct()
            .Should().BeEquivalentTo(Enum.GetValues<DoubtCause>().Where(cause => cause != DoubtCause.Unfamiliar));
        Hard.Items.Select(item => item.QuestionType).Distinct().Count().Should().BeGreaterThan(4);
    }

    [Fact]
    public void The_export_has_a_file_of_shares_and_a_mask_for_every_difficult_object()
    {
        var few = new ScenesDoubtSet(ScenesDoubtPart.Test, new SetRequest("", 3, 3, Size, 1));
        VqaExporter.Export(few, _folder.Path, few.Name, new VqaExportOptions { Regions = true }, cancel: TestContext.Current.CancellationToken);
        using var file = JsonDocument.Parse(File.ReadAllText(_folder[few.Name + "_doubt.json"]));
        foreach (int item in Enumerable.Range(0, 3))
        {
            JsonElement written = file.RootElement.GetProperty($"{few.Items[item].QuestionId}");
            DoubtTruth truth = few.DoubtOf(item);
            written.GetProperty("entropy").GetDouble().Should().Be(truth.Entropy);
            written.GetProperty("control_object").GetInt32().Should().Be(truth.Control);
            JsonElement[] difficulties = [.. written.GetProperty("difficulties").EnumerateArray()];
            difficulties.Select(one => one.GetProperty("shapley").GetDouble()).Should().Equal(truth.Parts.Select(share => share.Shapley));
            string masks = Path.Combine(_folder.Path, "doubt", few.Name);
            difficulties.Should().OnlyContain(one => File.Exists(Path.Combine(masks, one.GetProperty("mask").GetString()!)));
        }
    }

    private static IEnumerable<int[]> Orders(int[] players) => players.Length == 0 ? [[]]
        : players.SelectMany(first => Orders([.. players.Where(other => other != first)]).Select(rest => (int[])[first, .. rest]));
}
