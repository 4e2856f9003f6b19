namespace Ucam.Vqa.Tests.Datasets.Formats;

[Collection(Registrations.Name)]
public sealed class AddedFormatTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public AddedFormatTests() => DataFormats.Add(new Pipes());

    public void Dispose()
    {
        DataFormats.Catalogue.Remove("pipes");
        _folder.Dispose();
    }

    private sealed class Pipes(string name = "pipes") : DataFormat
    {
        public override string Name => name;

        public override string About => "picture|question|answer";

        public override bool Reads(string path) => path.EndsWith(".pipes", StringComparison.Ordinal);

        public override IEnumerable<FileQuestion> Read(string path) => File.ReadLines(path).Select(line => line.Split('|')).Select(
            (fields, i) => new FileQuestion { Picture = fields[0], Question = fields[1], Answers = [fields[2]], Place = $"line {i + 1}" });
    }

    [Fact]
    public void An_added_format_is_listed_and_read_with_all_that_is_wrong()
    {
        DataFormats.Names.Should().Contain(("pipes", "picture|question|answer"));
        string file = _folder.Write("a.pipes", "a.png|is it red?|yes\nb.png|is it blue?|no\na.png|?|no\n");
        string pictures = SmallSets.Pictures(_folder, "pictures", "a.png");
        FileSet set = DataFormats.Open("pipes", [file, pictures], out DataReport report);
        VqaItem item = set.Items.Should().ContainSingle().Which;
        (item.QuestionId, item.Question, item.AnswerType).Should().Be((1, "is it red?", "yes/no"));
        item.Answers.Should().Equal("yes");
        set.LoadPicture(0).Width.Should().BePositive();
        report.Issues.Select(issue => (issue.Kind, issue.Field)).Should().Equal(
            (DataIssueKind.MissingPicture, "line 2.picture"), (DataIssueKind.EmptyQuestion, "line 3.question"));
    }

    [Fact]
    public void A_folder_gives_its_files_of_the_format()
    {
        _folder.Write("a.pipes", "a.png|is it red?|yes\n");
        _folder.Write("other.json", "{}");
        DataFormats.Open("pipes", [_folder.Path], out _).Items.Should().ContainSingle();
    }

    [Fact]
    public void Another_file_is_refused()
    {
        string file = _folder.Write("a.txt", "a.png|is it red?|yes\n");
        var open = () => DataFormats.Open("pipes", [file], out _);
        open.Should().Throw<UcamException>().WithMessage($"{file} is not what pipes reads; it needs its files of questions*");
    }

    [Theory]
    [InlineData("vqa")]
    [InlineData("pipes")]
    public void A_name_that_is_taken_is_refused(string name)
    {
        var add = () => DataFormats.Add(new Pipes(name));
        add.Should().Throw<UcamException>().WithMessage($"There is a format '{name}' already; give yours another name.");
    }
}
