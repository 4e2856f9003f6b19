using Microsoft.Data.Sqlite;
using Ucam.Studies.Reports.Table;
using Ucam.Vqa;
using Ucam.Vqa.Datasets.Files;
using Ucam.Web.Reviewing;
using Ucam.Web.Reviewing.Sources;

namespace Ucam.Web.Tests.Reviewing.Sources;

public sealed class AskedTableTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly VqaModel _model = VqaModel.Load("scenes");
    private readonly List<(int Done, int Of)> _told = [];
    private readonly List<string> _leftOut = [];

    public AskedTableTests()
    {
        Served.Squares(64).SavePng(_folder.File("a.png"));
        Served.Squares(80).SavePng(_folder.File("b.png"));
    }

    public void Dispose()
    {
        _model.Dispose();
        _folder.Dispose();
    }

    private ReviewData Ask(string rows, IReviewStore store, int passes = 2)
    {
        _told.Clear();
        QuestionTable table = QuestionTable.Read(_folder.Write("q.csv", $"image,question,answer,ward\n{rows}"), null);
        var report = new AskingReport((done, of) => _told.Add((done, of)), (line, why) => _leftOut.Add($"{line}: {why}"));
        return AskedTable.Ask(table, new TableAsking(_model, "hash", new AskOptions { Passes = passes }), store, report, TestContext.Current.CancellationToken);
    }

    [Fact]
    public void Answers_are_asked_once_and_only_what_is_new_is_asked_again()
    {
        using var store = new SqliteReviewStore(_folder.File("s.db"));
        ReviewData first = Ask("a.png,Is there a ball?,yes,7\nb.png,What colour is it?,,\na.png,What colour is it?,,\n", store);
        _told.Should().Equal((1, 3), (2, 3), (3, 3));
        ReviewData second = Ask("a.png,Is there a ball?,yes,7\nb.png,What colour is it?,,\na.png,What colour is it?,,\n", store);
        _told.Should().BeEmpty();
        second.Rows.Should().Equal(first.Rows);
        second.Details(0).Should().BeEquivalentTo(first.Details(0));
        Ask("a.png,Is there a ball?,yes,7\na.png,Is there a cube?,,\n", store);
        _told.Should().Equal((1, 1));
        Ask("a.png,Is there a ball?,yes,7\n", store, passes: 3);
        _told.Should().Equal((1, 1));
    }

    [Fact]
    public void A_picture_that_was_replaced_is_asked_again()
    {
        using var store = new SqliteReviewStore(_folder.File("s.db"));
        Ask("a.png,Is there a ball?,yes,\n", store);
        Served.Squares(96).SavePng(_folder.File("a.png"));
        Ask("a.png,Is there a ball?,yes,\n", store);
        _told.Should().Equal((1, 1));
    }

    [Fact]
    public void Rows_have_truth_columns_and_maps_and_what_cannot_be_asked_is_told()
    {
        using var store = new SqliteReviewStore(_folder.File("s.db"));
        _folder.Write("bad.png", "no picture");
        ReviewData data = Ask("a.png,Is there a ball?,never,7\nbad.png,What?,,\nnone.png,What?,,\n", store);
        AnswerRow row = data.Rows.Should().ContainSingle().Subject;
        (row.Truth, row.Right).Should().Be(("never", false));
        RowDetails details = data.Details(0)!;
        details.Columns.Should().BeEquivalentTo(new Dictionary<string, string> { ["ward"] = "7" });
        details.Maps.Should().NotBeEmpty();
        _leftOut.Should().HaveCount(2);
        _leftOut.Should().ContainMatch("3: *bad.png*").And.ContainMatch("4: there is no picture 'none.png'*");
        data.Facts.Should().Contain("2 dropout passes, seed 1");
    }

    [Theory]
    [InlineData("[")]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("{\"row\": 1}")]
    public void An_answer_that_another_program_changed_is_asked_again(string json)
    {
        string file = _folder.File("s.db");
        using (var store = new SqliteReviewStore(file)) Ask("a.png,Is there a ball?,yes,\n", store);
        using (var other = new SqliteConnection($"Data Source={file};Pooling=False"))
        {
            other.Open();
            using SqliteCommand command = other.CreateCommand();
            command.CommandText = "UPDATE answers SET answer = $json";
            command.Parameters.AddWithValue("$json", json);
            command.ExecuteNonQuery().Should().Be(1);
        }
        using var again = new SqliteReviewStore(file);
        Ask("a.png,Is there a ball?,yes,\n", again).Rows.Should().ContainSingle();
        _told.Should().Equal((1, 1));
    }

    [Fact]
    public void What_was_answered_before_a_break_is_kept()
    {
        using var store = new SqliteReviewStore(_folder.File("s.db"));
        using var stop = new CancellationTokenSource();
        QuestionTable table = QuestionTable.Read(_folder.Write("q.csv", "image,question\na.png,Is it red?\na.png,Is it blue?\n"), null);
        var asking = new TableAsking(_model, "hash", new AskOptions { Passes = 2 });
        Action ask = () => AskedTable.Ask(table, asking, store, new AskingReport((_, _) => stop.Cancel(), (_, _) => { }), stop.Token);
        ask.Should().Throw<OperationCanceledException>();
        store.Answers(asking.Key).Should().ContainSingle();
    }
}
