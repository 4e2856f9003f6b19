using Microsoft.Data.Sqlite;
using Ucam.Web.Reviewing;

namespace Ucam.Web.Tests.Reviewing;

public sealed class SqliteReviewStoreTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string Path => _folder.File("x.review.db");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Decisions_are_there_again_in_their_order_less_those_undone()
    {
        using (var store = new SqliteReviewStore(Path))
        {
            store.Add("r1", Verdict.Accept, null);
            Decision gone = store.Add("r2", Verdict.Correct, "blau 'n' \"rot\"");
            store.Add("r1", Verdict.Reject, null);
            store.Undo(gone.Sequence);
        }
        using var again = new SqliteReviewStore(Path);
        again.Decisions().Select(d => (d.Row, d.Verdict, d.Answer)).Should().Equal(("r1", Verdict.Accept, null), ("r1", Verdict.Reject, null));
        again.Decisions()[0].At.Should().BeCloseTo(DateTimeOffset.UtcNow, TimeSpan.FromMinutes(1));
    }

    [Fact]
    public void Answers_are_kept_for_what_was_asked_alone()
    {
        using (var store = new SqliteReviewStore(Path)) store.Keep("model 1", [new("q1", "{}"), new("q2", "{ }")]);
        using var again = new SqliteReviewStore(Path);
        again.Answers("model 1").Should().BeEquivalentTo(new Dictionary<string, string> { ["q1"] = "{}", ["q2"] = "{ }" });
        again.Answers("model 2").Should().BeEmpty();
    }

    [Fact]
    public void Every_write_waits_for_the_disk()
    {
        using var store = new SqliteReviewStore(Path);
        store.Add("r", Verdict.Accept, null);
        File.Exists(Path + "-wal").Should().BeTrue("it is a write-ahead log");
        new FileInfo(Path + "-wal").Length.Should().BeGreaterThan(0);
    }

    [Fact]
    public void A_file_of_another_kind_is_refused_and_stays()
    {
        _folder.Write("x.review.db", new string('x', 5000));
        Open().Should().Throw<UcamException>().WithMessage("*x.review.db is no file of decisions*");
        File.ReadAllText(Path).Should().Be(new string('x', 5000));
    }

    [Fact]
    public void A_database_of_another_program_is_refused_and_stays()
    {
        using (var other = new SqliteConnection($"Data Source={Path};Pooling=False"))
        {
            other.Open();
            using SqliteCommand command = other.CreateCommand();
            command.CommandText = "CREATE TABLE theirs (x)";
            command.ExecuteNonQuery();
        }
        byte[] before = File.ReadAllBytes(Path);
        Open().Should().Throw<UcamException>().WithMessage("*is a database of another program*");
        File.ReadAllBytes(Path).Should().Equal(before);
    }

    [Fact]
    public void A_file_that_is_in_use_is_told()
    {
        using var store = new SqliteReviewStore(Path);
        Open().Should().Throw<UcamException>().WithMessage("*is in use by another review*");
    }

    private Action Open() => () => new SqliteReviewStore(Path).Dispose();
}
