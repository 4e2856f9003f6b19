using System.Globalization;
using Microsoft.Data.Sqlite;
using Ucam.Web.Hosting;
using Ucam.Web.Reviewing;

namespace Ucam.Web.Tests.Reviewing;

/// <summary>Files of decisions that somebody else made or changed.</summary>
public sealed class ForeignDecisionsTests : IDisposable
{
    private const string Good = "('r', 'Accept', NULL, '2026-01-02T03:04:05.0000000+00:00', 0)";

    private readonly TemporaryFolder _folder = new();

    private string Path => _folder.File("x.review.db");

    public void Dispose() => _folder.Dispose();

    private void Change(string sql)
    {
        using var other = new SqliteConnection($"Data Source={Path};Pooling=False");
        other.Open();
        using SqliteCommand command = other.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    private void Made(string sql)
    {
        new SqliteReviewStore(Path).Dispose();
        Change(sql);
    }

    private const string Endless = "(WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) SELECT MAX(x) FROM n)";

    [Theory]
    [InlineData($"DROP TABLE decisions; CREATE VIEW decisions AS SELECT {Endless} AS sequence, 'r' AS row, 'Accept' AS verdict, NULL AS answer, "
        + "'2026-01-01' AS at, 0 AS undone", "the view 'decisions'")]
    [InlineData($"DROP TABLE answers; CREATE VIEW answers AS SELECT {Endless} AS asking, 'q' AS question, 'a' AS answer", "the view 'answers'")]
    [InlineData("CREATE TRIGGER lost AFTER INSERT ON decisions BEGIN DELETE FROM decisions; END", "the trigger 'lost'")]
    [InlineData("CREATE INDEX slow ON decisions (row || verdict)", "the index 'slow'")]
    [InlineData("CREATE TABLE more (x)", "the table 'more'")]
    [InlineData("DROP TABLE answers; CREATE TABLE answers (asking, question, answer)", "the table 'answers'")]
    [InlineData("DROP TABLE decisions; CREATE TABLE decisions (sequence INTEGER PRIMARY KEY AUTOINCREMENT, row TEXT NOT NULL, verdict TEXT NOT NULL, "
        + "answer TEXT, at TEXT NOT NULL, undone INTEGER NOT NULL DEFAULT 0, CHECK (row <> 'r'))", "the table 'decisions'")]
    [InlineData("CREATE VIRTUAL TABLE pages USING fts5(x)", "the table 'pages'")]
    public void A_file_with_anything_but_its_own_tables_is_refused_before_any_of_it_runs(string sql, string what)
    {
        Made(sql);
        byte[] before = File.ReadAllBytes(Path);
        this.Invoking(_ => new SqliteReviewStore(Path)).Should().Throw<UcamException>().Which.Message.Should()
            .Be($"{Path} has {what} that no review makes; give another file for the decisions.");
        File.ReadAllBytes(Path).Should().Equal(before);
        Directory.GetFiles(_folder.Path).Should().Equal(Path);
    }

    [Fact]
    public void A_file_whose_making_was_broken_off_is_finished()
    {
        Made("DROP TABLE answers");
        using var store = new SqliteReviewStore(Path);
        store.Keep("model", [new("q", "{}")]);
        store.Answers("model").Should().ContainKey("q");
    }

    [Theory]
    [InlineData("'r', 'Bogus', NULL, 'AT', 0", "verdict of decision 2 is 'Bogus', no verdict")]
    [InlineData("'r', '0', NULL, 'AT', 0", "verdict of decision 2 is '0', no verdict")]
    [InlineData("'r', 'accept', NULL, 'AT', 0", "verdict of decision 2 is 'accept', no verdict")]
    [InlineData("'r', x'41', NULL, 'AT', 0", "verdict of decision 2 is binary data, no verdict")]
    [InlineData("x'41', 'Accept', NULL, 'AT', 0", "row of decision 2 is binary data, no text")]
    [InlineData("'r', 'Correct', x'41', 'AT', 0", "answer of decision 2 is binary data, no text")]
    [InlineData("'r', 'Correct', NULL, 'AT', 0", "answer of decision 2 is missing, which goes with corrections and with nothing else")]
    [InlineData("'r', 'Reject', 'red', 'AT', 0", "answer of decision 2 is 'red', which goes with corrections and with nothing else")]
    [InlineData("'r', 'Accept', NULL, 'yesterday', 0", "at of decision 2 is 'yesterday', no time")]
    [InlineData("'r', 'Accept', NULL, 7, 0", "at of decision 2 is '7', no time")]
    [InlineData("'r', 'Accept', NULL, x'41', 0", "at of decision 2 is binary data, no time")]
    [InlineData("'r', 'Accept', NULL, 'AT', 'no'", "undone of decision 2 is 'no', neither yes nor no")]
    public void A_decision_with_a_value_that_none_has_is_named(string values, string what)
    {
        string at = "2026-01-02T03:04:05.0000000+00:00";
        Made($"INSERT INTO decisions (row, verdict, answer, at, undone) VALUES {Good}, ({values.Replace("AT", at, StringComparison.Ordinal)})");
        using var store = new SqliteReviewStore(Path);
        store.Invoking(s => s.Decisions()).Should().Throw<UnavailableException>().Which.Message.Should()
            .Be($"{Path} cannot be used: {what}; another program wrote that: mend or delete that row.");
    }

    [Fact]
    public void A_missing_value_where_one_must_be_is_named_and_a_long_one_is_shortened()
    {
        // What SQLite forbids by itself, bytes that were changed in the file allow.
        Made($"INSERT INTO decisions (row, verdict, answer, at) VALUES ('r', '{new string('B', 60)}', NULL, 'x')");
        using (var store = new SqliteReviewStore(Path))
            store.Invoking(s => s.Decisions()).Should().Throw<UnavailableException>()
                .WithMessage($"*verdict of decision 1 is '{new string('B', 40)}…', no verdict;*");
        Change("""
            DELETE FROM decisions; PRAGMA writable_schema = ON;
            UPDATE sqlite_schema SET sql = replace(sql, 'verdict TEXT NOT NULL', 'verdict TEXT NULL') WHERE name = 'decisions'
            """);
        Change("INSERT INTO decisions (row, verdict, answer, at) VALUES ('r', NULL, NULL, 'x')");
        Change("""
            PRAGMA writable_schema = ON;
            UPDATE sqlite_schema SET sql = replace(sql, 'verdict TEXT NULL', 'verdict TEXT NOT NULL') WHERE name = 'decisions'
            """);
        using var changed = new SqliteReviewStore(Path);
        changed.Invoking(s => s.Decisions()).Should().Throw<UnavailableException>().WithMessage("*verdict of decision 2 is missing, no verdict;*");
    }

    [Fact]
    public void A_good_one_is_read_whole()
    {
        const string Undone = "('s', 'Correct', 'red', '2026-01-02T03:04:05.0000000+00:00', 1)";
        Made($"INSERT INTO decisions (row, verdict, answer, at, undone) VALUES {Good}, {Undone}");
        using var store = new SqliteReviewStore(Path);
        var at = DateTimeOffset.Parse("2026-01-02T03:04:05Z", CultureInfo.InvariantCulture);
        store.Decisions().Should().Equal(new Decision(1, "r", Verdict.Accept, null, at));
    }

    [Fact]
    public void Answers_that_are_no_text_are_as_if_they_were_not_there()
    {
        Made("INSERT INTO answers VALUES ('model', 'q1', x'41'), ('model', 'q2', '{}')");
        using var store = new SqliteReviewStore(Path);
        store.Answers("model").Should().BeEquivalentTo(new Dictionary<string, string> { ["q2"] = "{}" });
    }

    [Fact]
    public void Reading_very_many_decisions_can_be_stopped()
    {
        Made($"""
            WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n WHERE x < 200000)
            INSERT INTO decisions (row, verdict, answer, at, undone) SELECT 'r', 'Accept', NULL, '2026-01-02T03:04:05.0000000+00:00', 0 FROM n
            """);
        using var stopped = new CancellationTokenSource();
        using var store = new SqliteReviewStore(Path, stopped.Token);
        store.Decisions().Should().HaveCount(200_000);
        stopped.Cancel();
        store.Invoking(s => s.Decisions()).Should().Throw<OperationCanceledException>();
        store.Add("r", Verdict.Accept, null).Sequence.Should().Be(200_001, "nothing is read for that");
    }
}
