using System.Text.Json.Nodes;
using Npgsql;
using Ucam.Web.Hosting;
using Ucam.Web.Reviewing;

namespace Ucam.Web.Tests.Reviewing;

/// <summary>Databases that others made, own, lock or wrote into.</summary>
public sealed class PostgresForeignTests : IClassFixture<PostgresServer>
{
    private const string Later = "2026-01-02 03:04:05Z";

    private readonly PostgresServer _server;

    public PostgresForeignTests(PostgresServer server)
    {
        Assert.SkipWhen(server.Port == 0, "PostgreSQL is not installed.");
        _server = server;
    }

    private string Made(params string[] commands)
    {
        string address = _server.Another();
        new PostgresReviewStore(address).Dispose();
        foreach (string command in commands) PostgresServer.Execute(address, command);
        return address;
    }

    private static string Named(string address) => address[(address.IndexOf('@', StringComparison.Ordinal) + 1)..];

    private static string As(string role, string address) => address.Replace("reviewer@", role + "@", StringComparison.Ordinal);

    [Theory]
    [InlineData("'r', 'Bogus', NULL, 'AT'", "verdict of decision 1 is 'Bogus', no verdict")]
    [InlineData("'r', '1', NULL, 'AT'", "verdict of decision 1 is '1', no verdict")]
    [InlineData("'r', 'Correct', NULL, 'AT'", "answer of decision 1 is missing, which goes with corrections and with nothing else")]
    [InlineData("'r', 'Accept', NULL, 'infinity'", "at of decision 1 is '12/31/9999 23:59:59', no time")]
    [InlineData("'r', 'Accept', NULL, '20000-01-01'", "at of decision 1 is a value that cannot be read, no time")]
    [InlineData("'r', 'Accept', NULL, '0044-03-15 BC'", "at of decision 1 is a value that cannot be read, no time")]
    public void A_decision_with_a_value_that_none_has_is_named(string values, string what)
    {
        string row = values.Replace("AT", Later, StringComparison.Ordinal);
        string address = Made($"INSERT INTO ucam_decisions (row, verdict, answer, at) VALUES ({row})");
        using var store = new PostgresReviewStore(address);
        store.Invoking(s => s.Decisions()).Should().Throw<UnavailableException>().Which.Message.Should()
            .Be($"The database {Named(address)} cannot be used: {what}; another program wrote that: mend or delete that row.");
    }

    [Fact]
    public void Columns_that_take_less_than_they_should_are_told_too()
    {
        string address = Made("ALTER TABLE ucam_decisions ALTER verdict DROP NOT NULL", "ALTER TABLE ucam_decisions ALTER undone DROP NOT NULL",
            $"INSERT INTO ucam_decisions (row, verdict, at) VALUES ('r', NULL, '{Later}')");
        using var store = new PostgresReviewStore(address);
        store.Invoking(s => s.Decisions()).Should().Throw<UnavailableException>().WithMessage("*verdict of decision 1 is missing, no verdict;*");
        PostgresServer.Execute(address, "UPDATE ucam_decisions SET verdict = 'Accept', undone = NULL");
        store.Invoking(s => s.Decisions()).Should().Throw<UnavailableException>().WithMessage("*undone of decision 1 is missing, neither*");
        PostgresServer.Execute(address, "UPDATE ucam_decisions SET undone = FALSE");
        store.Decisions().Single().At.Should().Be(DateTimeOffset.Parse(Later, System.Globalization.CultureInfo.InvariantCulture));
    }

    [Fact]
    public void Columns_of_another_type_are_told()
    {
        string address = Made("ALTER TABLE ucam_decisions ALTER row TYPE bytea USING row::bytea",
            $"INSERT INTO ucam_decisions (row, verdict, at) VALUES ('r', 'Accept', '{Later}')");
        using var store = new PostgresReviewStore(address);
        store.Invoking(s => s.Decisions()).Should().Throw<UnavailableException>().WithMessage("*row of decision 1 is binary data, no text;*");
        store.Invoking(s => s.Add("r", Verdict.Accept, null)).Should().Throw<UnavailableException>().WithMessage("*give a database of its own.");
    }

    [Fact]
    public async Task A_server_says_so_with_503_and_one_line_in_its_log()
    {
        string address = Made();
        await using ReviewServed served = await ReviewServed.Start(store: new PostgresReviewStore(address));
        PostgresServer.Execute(address, $"INSERT INTO ucam_decisions (row, verdict, at) VALUES ('r', 'Bogus', '{Later}')");
        string told = $"The database {Named(address)} cannot be used: verdict of decision 1 is 'Bogus', no verdict; another program wrote that: "
            + "mend or delete that row.";
        using HttpResponseMessage read = await served.Get("/api/review");
        string text = await read.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        ((int)read.StatusCode, (string?)JsonNode.Parse(text)!["title"]).Should().Be((503, told));
        (await served.Post("/api/review/undo", "{}")).Status.Should().Be(503);
        served.Log.All.Should().Equal($"/api/review: {told}", $"/api/review/undo: {told}");
    }

    [Theory]
    [InlineData("CREATE VIEW ucam_decisions AS SELECT pg_sleep(60)::text AS row", "ucam_decisions")]
    [InlineData("CREATE MATERIALIZED VIEW ucam_answers AS SELECT 1 AS asking", "ucam_answers")]
    [InlineData("CREATE SEQUENCE ucam_answers", "ucam_answers")]
    public void What_is_no_table_is_refused(string command, string name)
    {
        string address = _server.Another(command);
        this.Invoking(_ => new PostgresReviewStore(address)).Should().Throw<UcamException>().Which.Message.Should()
            .Be($"The database {Named(address)} has no table {name} but something else of that name; give a database of its own.");
    }

    [Fact]
    public void A_table_in_parts_is_one()
    {
        string address = _server.Another("CREATE SEQUENCE numbers", """
            CREATE TABLE ucam_decisions (sequence BIGINT NOT NULL DEFAULT nextval('numbers') PRIMARY KEY, row TEXT NOT NULL, verdict TEXT NOT NULL,
                answer TEXT, at TIMESTAMPTZ NOT NULL, undone BOOLEAN NOT NULL DEFAULT FALSE) PARTITION BY RANGE (sequence)
            """, "CREATE TABLE whole PARTITION OF ucam_decisions DEFAULT");
        using var store = new PostgresReviewStore(address);
        store.Add("r", Verdict.Accept, null);
        store.Decisions().Single().Row.Should().Be("r");
    }

    [Fact]
    public void A_table_that_another_has_locked_is_told_as_such()
    {
        string address = Made();
        using var store = new PostgresReviewStore(address, seconds: 3);
        NpgsqlConnectionStringBuilder where = PostgresAddress.Read(address);
        where.Pooling = false;
        using var other = new NpgsqlConnection(where.ConnectionString);
        other.Open();
        using NpgsqlTransaction transaction = other.BeginTransaction();
        using var locking = new NpgsqlCommand("LOCK TABLE ucam_decisions", other, transaction);
        locking.ExecuteNonQuery();
        store.Invoking(s => s.Decisions()).Should().Throw<UnavailableException>().Which.Message.Should().Be(
            $"The database {Named(address)} cannot be used (it did not answer in 3 seconds); another program may have locked its tables, "
            + "or the way there is slow: try again.");
        transaction.Rollback();
        store.Decisions().Should().BeEmpty();
    }

    [Fact]
    public void An_account_that_may_make_no_tables_uses_those_that_are_there()
    {
        string role = "w" + Guid.NewGuid().ToString("N");
        string address = Made($"CREATE ROLE {role} LOGIN", "REVOKE CREATE ON SCHEMA public FROM PUBLIC",
            $"GRANT SELECT, INSERT, UPDATE ON ucam_decisions, ucam_answers TO {role}");
        using var store = new PostgresReviewStore(As(role, address));
        store.Undo(store.Add("r", Verdict.Accept, null).Sequence);
        store.Add("r", Verdict.Reject, null);
        store.Keep("model", [new("q", "{}")]);
        store.Decisions().Single().Verdict.Should().Be(Verdict.Reject);
    }

    [Fact]
    public void An_account_that_may_do_too_little_is_told_whom_to_ask()
    {
        string role = "w" + Guid.NewGuid().ToString("N");
        const string Advice = "its user may make no tables there, or not write in ucam_decisions and ucam_answers: "
            + "let the database's owner grant that.";
        string bare = _server.Another($"CREATE ROLE {role} LOGIN", "REVOKE CREATE ON SCHEMA public FROM PUBLIC");
        this.Invoking(_ => new PostgresReviewStore(As(role, bare))).Should().Throw<UcamException>().Which.Message.Should()
            .Be($"The database {Named(bare)} cannot be used (permission denied for schema public); {Advice}");
        string read = Made($"GRANT SELECT ON ucam_decisions, ucam_answers TO {role}");
        using var store = new PostgresReviewStore(As(role, read));
        store.Decisions().Should().BeEmpty();
        store.Invoking(s => s.Add("r", Verdict.Accept, null)).Should().Throw<UcamException>().Which.Message.Should()
            .Be($"The database {Named(read)} cannot be used (permission denied for table ucam_decisions); {Advice}");
    }
}
