using Ucam.Vqa.Datasets;
using Ucam.Vqa.Datasets.BuiltIn.Nlvr;

namespace Ucam.Vqa.Tests.Datasets.BuiltIn.Nlvr;

public sealed class NlvrFilesTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly NlvrScene _towers = NlvrScenes.Towers("by", "k", "yyk"), _scattered = NlvrScenes.Many(false, 1).Single();

    public void Dispose() => _folder.Dispose();

    /// <summary>A split as NLVR's folder has it, its pictures painted from the scenes.</summary>
    internal static string Write(TemporaryFolder folder, string split,
        params (string Identifier, string Directory, string Sentence, NlvrScene Scene, string[] Verdicts)[] examples)
    {
        Directory.CreateDirectory(folder[split]);
        File.WriteAllLines(folder[$"{split}/{split}.json"],
            examples.Select(e => NlvrScenes.Line(e.Identifier, e.Directory, e.Sentence, e.Scene, e.Verdicts)));
        foreach (var e in examples)
        {
            Directory.CreateDirectory(folder[$"{split}/images/{e.Directory}"]);
            for (int k = 0; k < 6; k++)
                NlvrPainter.Draw(e.Scene.InOrder(k)).SavePng(folder[$"{split}/images/{e.Directory}/{split}-{e.Identifier}-{k}.png"]);
        }
        return folder.Path;
    }

    private NlvrFiles Dev() => new(Write(_folder, "dev", ("12-0", "0", "There is a tower.", _towers, ["true", "true", "true", "false", "true"]),
        ("13-1", "5", "All are black.", _scattered, ["false", "false", "false", "false", "false"])), "dev", 64);

    [Fact]
    public void The_scenes_that_the_files_describe_are_the_ones_their_pictures_show()
    {
        NlvrSet set = Dev().Asked(null, "dev");
        set.PictureCount.Should().Be(12);
        set.SceneOf(0).Should().BeEquivalentTo(_towers);
        set.SceneOf(9).Should().BeEquivalentTo(_scattered.InOrder(3));
        for (int i = 0; i < 12; i++)
            set.LoadPicture(i).Rgb.ToArray().Should().Equal(NlvrSquare.Fold(NlvrPainter.Draw(set.SceneOf(i)), 64, "x").Rgb.ToArray());
        set.SceneOf(3).Boxes.Select(b => b.Objects.Count).Should().Equal(1, 3, 2);
    }

    [Fact]
    public void To_test_the_answer_is_the_label_and_the_raters_are_the_true_distribution()
    {
        NlvrSet set = Dev().Asked(null, "dev");
        set.Items[0].Answers.Should().HaveCount(5).And.OnlyContain(a => a == "true");
        set.Items[0].TrueDistribution.Should().BeEquivalentTo(new Dictionary<string, double> { ["true"] = 0.8, ["false"] = 0.2 });
        set.Items.Select(i => i.QuestionType).Distinct().Should().Equal("people's, towers", "people's, scattered");
        set.Region(0, 8, 8)!.Cast<float>().Sum().Should().BeApproximately(6 * 400 / (27f * 27), 1e-3f);
    }

    [Fact]
    public void To_train_there_are_all_verdicts_and_drawn_sentences_and_no_held_out_directory()
    {
        NlvrSet set = Dev().Training(["0"], repeats: 2, drawn: 3, seed: 1);
        set.PictureCount.Should().Be(6);
        VqaItem[] people = [.. set.Items.Where(i => i.QuestionType.StartsWith("people"))];
        people.Should().HaveCount(12);
        people[0].Answers.Should().Equal("true", "true", "true", "false", "true");
        Dev().Parts.Should().Equal("0", "5");
    }

    [Fact]
    public void Drawn_sentences_about_real_pictures_are_true_or_false_by_their_scenes()
    {
        var examples = NlvrScenes.Many(true, 12).Select((s, i) => ($"{20 + i}-0", "1", "There is a tower.", s, new[] { "true", "true" })).ToArray();
        NlvrSet set = new NlvrFiles(Write(_folder, "dev", examples), "dev", 64).Training(["1"], 1, 4, 1);
        int[] drawn = [.. Enumerable.Range(0, set.Items.Count).Where(i => set.StatementOf(i) is not null)];
        drawn.Length.Should().BeGreaterThan(6 * 12 * 3);
        foreach (int i in drawn) set.StatementOf(i)!.Holds(set.SceneOf(set.Items[i].Picture)).Should().Be(set.Items[i].Answers[0] == "true");
        drawn.Count(i => set.Items[i].Answers[0] == "true").Should().Be(drawn.Length / 2);
    }

    [Fact]
    public void Real_pictures_with_the_same_objects_share_most_drawn_sentences()
    {
        var random = SetRandom.For(1, 0, 0, 0);
        // The file has the pairs of NLVR (0 and 3, 1 and 2 of a presentation) apart.
        NlvrScene[] firsts = [.. NlvrScenes.Many(true, 8)], seconds = [.. firsts.Select(s => NlvrLayout.Shuffle(s, random))];
        var examples = firsts.Select((s, i) => ($"{20 + i}-0", "1", "There is a tower.", s, new[] { "true" }))
            .Concat(seconds.Select((s, i) => ($"{20 + i}-3", "1", "There is a tower.", s, new[] { "false" }))).ToArray();
        NlvrSet set = new NlvrFiles(Write(_folder, "dev", examples), "dev", 64).Training(["1"], 1, 6, 1);
        var put = Enumerable.Range(0, set.Items.Count).Where(i => set.StatementOf(i) is not null)
            .GroupBy(i => (object)set.StatementOf(i)!, ReferenceEqualityComparer.Instance);
        put.Average(g => g.Select(i => set.SceneOf(set.Items[i].Picture).Inventory).Distinct().Count() == 1 ? 1.0 : 0).Should().BeGreaterThan(0.5);
    }

    [Fact]
    public void A_part_has_its_own_pictures_alone()
    {
        NlvrSet set = Dev().Asked(["5"], "held-out");
        set.PictureCount.Should().Be(6);
        set.Items.Select(i => i.Picture).Should().Equal(0, 1, 2, 3, 4, 5);
        set.Items.Should().OnlyContain(i => i.Question == "All are black.");
        set.LoadPicture(2).Rgb.ToArray().Should().Equal(NlvrSquare.Fold(NlvrPainter.Draw(_scattered.InOrder(2)), 64, "x").Rgb.ToArray());
    }

    [Fact]
    public void What_is_missing_or_wrong_is_told()
    {
        FluentActions.Invoking(() => new NlvrFiles(_folder.Path, "test", 64)).Should().Throw<UcamException>()
            .WithMessage("*test.json*dev/ and test/*");
        NlvrFiles dev = Dev();
        FluentActions.Invoking(() => dev.Asked(["9"], "x")).Should().Throw<UcamException>().WithMessage("*9*");
        File.Delete(_folder["dev/images/5/dev-13-1-2.png"]);
        FluentActions.Invoking(() => Dev2().Asked(null, "x")).Should().Throw<UcamException>().WithMessage("*dev-13-1-2.png*");
        File.WriteAllText(_folder["dev/dev.json"], File.ReadAllText(_folder["dev/dev.json"]).Replace("\"square\"", "\"hexagon\""));
        FluentActions.Invoking(Dev2).Should().Throw<UcamException>().WithMessage("*hexagon*");
        NlvrFiles Dev2() => new(_folder.Path, "dev", 64);
    }
}
