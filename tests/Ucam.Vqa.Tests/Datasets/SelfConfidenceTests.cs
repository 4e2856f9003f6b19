using Ucam.Vqa.Datasets.Files;
using Ucam.Vqa.Datasets.Vqa;
using Ucam.Vqa.Tests.Datasets.Formats;

namespace Ucam.Vqa.Tests.Datasets;

public sealed class SelfConfidenceTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("yes,yes", 0)]
    [InlineData("yes,maybe", 0.25)]
    [InlineData("no,maybe,no,no", 0.875)]
    [InlineData("yes,perhaps", double.NaN)]
    public void Doubt_is_the_mean_of_what_people_said(string words, double expected) =>
        SelfConfidence.Doubt(words.Split(',')).Should().Be(expected);

    [Fact]
    public void Nobody_asked_is_no_doubt_known() => SelfConfidence.Doubt(null).Should().Be(double.NaN);

    [Fact]
    public void An_import_keeps_what_people_said()
    {
        FileSet set = DataFormats.Open("vqa", SmallSets.Vqa(_folder), out _);
        VqaExporter.Export(set, _folder["out"], "all", cancel: TestContext.Current.CancellationToken);
        VqaDirectorySet read =
            VqaDirectorySet.Open(_folder["out/all_questions.json"], _folder["out/all_annotations.json"], _folder["out/images/all"]);
        read.Items.Select(i => string.Join(',', i.AnswerConfidences!)).Should().Equal("yes,maybe", "yes", "yes");
    }
}
