using System.Text.Json;
using Ucam.Metrics;
using Ucam.Vqa.Datasets.Vqa;
using Ucam.Vqa.Text;

namespace Ucam.Vqa.Tests.Datasets.Vqa;

public sealed class VqaRoundTripTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly SceneSet _scenes = TinyTraining.Scenes(pictures: 5, questions: 4);

    public VqaRoundTripTests() => VqaExporter.Export(_scenes, _folder.Path, "val", cancel: TestContext.Current.CancellationToken);

    public void Dispose() => _folder.Dispose();

    private VqaDirectorySet Open() => VqaDirectorySet.Open(_folder["val_questions.json"], _folder["val_annotations.json"], _folder["images/val"],
        regionsDir: _folder["regions/val"]);

    [Fact]
    public void Items_come_back_with_answers_types_and_distributions()
    {
        VqaDirectorySet read = Open();
        read.Name.Should().Be("val_questions");
        read.Items.Should().HaveCount(_scenes.Items.Count);
        foreach ((VqaItem a, VqaItem b) in read.Items.Zip(_scenes.Items))
        {
            (a.QuestionId, a.ImageId, a.Question, a.QuestionType, a.AnswerType)
                .Should().Be((b.QuestionId, b.ImageId, b.Question, b.QuestionType, b.AnswerType));
            a.Answers.Should().Equal(b.Answers);
            a.TrueDistribution!.Keys.Should().Equal(b.TrueDistribution!.Keys);
            a.TrueDistribution!.Values.ToArray().ShouldBeNear(b.TrueDistribution!.Values.ToArray(), 1e-12);
        }
    }

    [Fact]
    public void Pictures_come_back_pixel_by_pixel()
    {
        VqaDirectorySet read = Open();
        read.PictureCount.Should().Be(5);
        foreach (VqaItem item in read.Items)
            read.LoadPicture(item.Picture).Rgb.SequenceEqual(_scenes.LoadPicture((int)(item.ImageId % 10_000_000)).Rgb).Should().BeTrue();
    }

    [Fact]
    public void Regions_come_back_to_within_the_grey_levels_of_a_mask()
    {
        VqaDirectorySet read = Open();
        for (int i = 0; i < read.Items.Count; i++)
        {
            float[,]? expected = _scenes.Region(i, 8, 8), actual = read.Region(i, 8, 8);
            (actual is null).Should().Be(expected is null);
            if (expected is not null) actual!.Cast<float>().Zip(expected.Cast<float>(), (a, b) => Math.Abs(a - b)).Max().Should().BeLessThan(0.006f);
        }
    }

    [Fact]
    public void The_truth_file_gives_the_entropy_and_the_best_attainable_accuracy()
    {
        using var json = JsonDocument.Parse(File.ReadAllText(_folder["val_truth.json"]));
        foreach (VqaItem item in _scenes.Items)
        {
            JsonElement entry = json.RootElement.GetProperty(item.QuestionId.ToString());
            entry.GetProperty("best_accuracy").GetDouble().Should().BeApproximately(VqaAccuracy.BestAttainable(item.TrueDistribution!), 1e-12);
            entry.GetProperty("entropy").GetDouble().Should().BeApproximately(Entropy.Nats([.. item.TrueDistribution!.Values]), 1e-9);
        }
    }

    [Fact]
    public void An_export_says_what_it_holds_and_leaves_no_temporary_file()
    {
        using var json = JsonDocument.Parse(File.ReadAllText(_folder["val_annotations.json"]));
        json.RootElement.GetProperty("data_subtype").GetString().Should().Be("val");
        JsonElement first = json.RootElement.GetProperty("annotations")[0];
        string[] answers = [.. first.GetProperty("answers").EnumerateArray().Select(a => a.GetProperty("answer").GetString()!)];
        answers.Count(a => a == first.GetProperty("multiple_choice_answer").GetString()).Should().Be(answers.GroupBy(a => a).Max(g => g.Count()));
        Directory.GetFiles(_folder.Path, "*.tmp", SearchOption.AllDirectories).Should().BeEmpty();
        Directory.GetFiles(_folder["attention/val"]).Should().HaveCount(3 * _scenes.Items.Count);
    }

    [Fact]
    public void Masks_and_maps_can_be_left_out()
    {
        VqaExporter.Export(_scenes, _folder["b"], "val", new VqaExportOptions { Regions = false, PeopleMaps = false },
            cancel: TestContext.Current.CancellationToken);
        Directory.Exists(_folder["b/regions"]).Should().BeFalse();
        Directory.Exists(_folder["b/attention"]).Should().BeFalse();
    }

    [Theory]
    [InlineData("a/b", "x")]
    [InlineData("..", "x")]
    [InlineData(" ", "x")]
    [InlineData("val", "a/")]
    public void A_name_that_would_leave_the_folder_is_refused(string split, string prefix)
    {
        var export = () =>
            VqaExporter.Export(_scenes, _folder["c"], split, new VqaExportOptions { ImagePrefix = prefix },
            cancel: TestContext.Current.CancellationToken);
        export.Should().Throw<UcamException>();
        Directory.Exists(_folder["c"]).Should().BeFalse();
    }

    [Fact]
    public void An_unlabelled_set_cannot_be_exported()
    {
        VqaDirectorySet bare = VqaDirectorySet.Open(_folder["val_questions.json"], null, _folder["images/val"]);
        var export = () => VqaExporter.Export(bare, _folder["d"], "val", cancel: TestContext.Current.CancellationToken);
        export.Should().Throw<UcamException>().Which.Field.Should().Be("answers");
    }

    [Fact]
    public void A_cancelled_export_stops()
    {
        var export = () => VqaExporter.Export(_scenes, _folder["e"], "val", cancel: new CancellationToken(canceled: true));
        export.Should().Throw<OperationCanceledException>();
    }
}
