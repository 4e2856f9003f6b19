using Ucam.Vqa.Datasets.Files;
using Ucam.Vqa.Datasets.Vqa;
using Ucam.Web.Reviewing;

namespace Ucam.Web.Tests.Reviewing;

public sealed class ReviewExportTests : IDisposable
{
    private readonly ReviewCase _case = new();

    public void Dispose() => _case.Dispose();

    private ReviewSession Decided()
    {
        ReviewSession session = _case.Open();
        session.Decide(0, Verdict.Accept, null);
        session.Decide(1, Verdict.Correct, "=1+2");
        session.Decide(2, Verdict.Reject, null);
        return session;
    }

    [Fact]
    public void The_set_is_read_back_by_what_training_reads_with()
    {
        using ReviewSession session = Decided();
        string folder = _case.Folder.File("out");
        ReviewExport.Write(session, folder, out _, CancellationToken.None).Should().Be(2);
        VqaDirectorySet set = VqaDirectorySet.Open(Path.Combine(folder, "reviewed_questions.json"), Path.Combine(folder, "reviewed_annotations.json"),
            Path.Combine(folder, "images", "reviewed"));
        set.Items.Select(item => (item.Question, item.Answers.Single(), item.ImageId)).Should()
            .Equal(("What colour?", "red", 1), ("<b>How many?</b>", "=1+2", 2));
        set.LoadPicture(set.Items[1].Picture).Width.Should().Be(200);
    }

    [Fact]
    public void Files_that_are_taken_along_alone_go_with_the_pictures_where_their_names_have_numbers()
    {
        using ReviewSession session = Decided();
        foreach (string ending in new[] { "_questions.json", "_annotations.json" }) _case.Folder.Write("r" + ending, ReviewExport.Vqa(session, ending));
        VqaDirectorySet set = VqaDirectorySet.Open(_case.Folder["r_questions.json"], _case.Folder["r_annotations.json"], _case.Folder.Path);
        set.Items.Select(item => (item.Question, item.Answers.Single())).Should().Equal(("What colour?", "red"), ("<b>How many?</b>", "=1+2"));
    }

    [Fact]
    public void The_table_has_every_decision_and_no_formula()
    {
        using ReviewSession session = Decided();
        string csv = ReviewExport.Csv(session);
        csv.Should().Contain("'=1+2").And.NotContain(",=1+2").And.NotContain(",=2");
        string[][] rows = [.. CsvRows.Read(_case.Folder.Write("d.csv", csv)).Select(row => row.Fields)];
        rows[0].Should().StartWith(["image", "question", "answer", "verdict", "model_answer", "p_right"]);
        rows.Skip(1).Select(row => string.Join('|', row.Take(5))).Should().Equal("a_1.png|What colour?|red|accept|red",
            "b_2.png|<b>How many?</b>|=1+2|correct|=2", "b_2.png|What colour?||reject|blue");
    }

    [Fact]
    public void Without_answers_there_is_no_set()
    {
        using ReviewSession session = _case.Open();
        session.Decide(2, Verdict.Reject, null);
        session.Invoking(s => ReviewExport.Vqa(s, "_questions.json")).Should().Throw<UcamException>().WithMessage("Nothing is accepted or corrected yet*");
        ReviewExport.Write(session, _case.Folder.File("out"), out _, CancellationToken.None).Should().Be(0);
        Directory.GetFiles(_case.Folder.File("out")).Select(Path.GetFileName).Should().Equal("decisions.csv");
    }

    [Fact]
    public void A_picture_that_is_not_there_leaves_the_table_alone_and_is_named()
    {
        ReviewData data = _case.Data with { Pictures = [.. _case.Data.Pictures.Select(picture => picture with { File = null })] };
        using var session = new ReviewSession(data, new SqliteReviewStore(_case.Store));
        session.Decide(0, Verdict.Accept, null);
        ReviewExport.Write(session, _case.Folder.File("out"), out string? missing, CancellationToken.None);
        missing.Should().Be(data.Pictures[data.Rows[0].Picture].Name);
        Directory.GetFiles(_case.Folder.File("out")).Select(Path.GetFileName).Should().Equal("decisions.csv");
    }

    [Fact]
    public void A_table_of_another_s_is_not_replaced_and_an_own_one_is()
    {
        using ReviewSession session = Decided();
        string folder = _case.Folder.File("out"), table = Path.Combine(folder, "decisions.csv");
        ReviewExport.Write(session, folder, out _, CancellationToken.None);
        ReviewExport.Write(session, folder, out _, CancellationToken.None);
        File.WriteAllText(table, "mine\n");
        session.Invoking(s => ReviewExport.Write(s, folder, out _, CancellationToken.None)).Should().Throw<UcamException>()
            .WithMessage("*no table of decisions*");
        File.ReadAllText(table).Should().Be("mine\n");
    }

    [Fact]
    public void Pictures_whose_numbers_do_not_tell_them_apart_are_numbered()
    {
        ReviewData data = _case.Data with { Pictures = [.. _case.Data.Pictures.Select((picture, i) => picture with { Name = $"x{i % 2}.png" })] };
        using var session = new ReviewSession(data, new SqliteReviewStore(_case.Store));
        session.Decide(0, Verdict.Accept, null);
        session.Decide(1, Verdict.Accept, null);
        new DecidedSet(session).Items.Select(item => (item.ImageId, item.ImageSource)).Should().Equal((1, "x0.png"), (2, "x1.png"));
    }
}
