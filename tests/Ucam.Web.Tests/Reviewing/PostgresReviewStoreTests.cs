using Ucam.Web.Hosting;
using Ucam.Web.Reviewing;

namespace Ucam.Web.Tests.Reviewing;

public sealed class PostgresReviewStoreTests(PostgresServer server) : IClassFixture<PostgresServer>
{
    private PostgresReviewStore Open()
    {
        Assert.SkipWhen(server.Port == 0, "PostgreSQL is not installed.");
        return new PostgresReviewStore(server.Address);
    }

    [Fact]
    public void Decisions_are_there_again_in_their_order_less_those_undone()
    {
        string row = Guid.NewGuid().ToString();
        using (PostgresReviewStore store = Open())
        {
            store.Add(row, Verdict.Accept, null);
            Decision gone = store.Add(row, Verdict.Correct, "blau 'n' \"rot\"; DROP TABLE ucam_decisions");
            store.Decisions().Last(d => d.Row == row).Answer.Should().Be("blau 'n' \"rot\"; DROP TABLE ucam_decisions");
            store.Add(row, Verdict.Reject, null);
            store.Undo(gone.Sequence);
        }
        using PostgresReviewStore again = Open();
        Decision[] left = [.. again.Decisions().Where(d => d.Row == row)];
        left.Select(d => d.Verdict).Should().Equal(Verdict.Accept, Verdict.Reject);
        left[0].At.Should().BeCloseTo(DateTimeOffset.UtcNow, TimeSpan.FromMinutes(1));
    }

    [Fact]
    public void Answers_are_kept_for_what_was_asked_alone_and_replaced()
    {
        using PostgresReviewStore store = Open();
        string asking = Guid.NewGuid().ToString();
        store.Keep(asking, [new("q1", "{}"), new("q2", "{ }")]);
        store.Keep(asking, [new("q2", "{\"a\": 1}"), new("q3", "[]")]);
        store.Answers(asking).Should().BeEquivalentTo(new Dictionary<string, string> { ["q1"] = "{}", ["q2"] = "{\"a\": 1}", ["q3"] = "[]" });
        store.Answers(asking + "2").Should().BeEmpty();
        store.Keep(asking, []);
    }

    [Fact]
    public void Several_that_begin_at_once_all_find_their_tables()
    {
        Open().Dispose();
        Parallel.For(0, 8, _ =>
        {
            using PostgresReviewStore store = Open();
            store.Decisions();
        });
    }

    [Fact]
    public void Reviews_see_each_others_decisions_and_take_back_their_own()
    {
        using var review = new ReviewCase();
        using var here = new ReviewSession(review.Data, Open());
        using var there = new ReviewSession(review.Data, Open());
        here.Decide(0, Verdict.Accept, null);
        there.Decide(1, Verdict.Reject, null);
        here.Decisions().ToDictionary(d => d.Key, d => d.Value.Verdict).Should().BeEquivalentTo(
            new Dictionary<int, Verdict> { [0] = Verdict.Accept, [1] = Verdict.Reject });
        there.Decide(0, Verdict.Reject, null);
        here.Decisions()[0].Verdict.Should().Be(Verdict.Reject, "it was made later");
        there.Undo()!.Value.Now!.Verdict.Should().Be(Verdict.Accept);
        there.Undo()!.Value.Row.Should().Be(1);
        there.Undo().Should().BeNull("what is left is another's");
        here.Decisions().Keys.Should().Equal(0);
        here.Undo();
    }

    [Fact]
    public void A_database_that_was_away_is_used_again()
    {
        using PostgresReviewStore store = Open();
        string row = Guid.NewGuid().ToString();
        store.Add(row, Verdict.Accept, null);
        server.Restart();
        store.Add(row, Verdict.Reject, null);
        store.Decisions().Where(d => d.Row == row).Select(d => d.Verdict).Should().Equal(Verdict.Accept, Verdict.Reject);
    }

    [Fact]
    public void One_that_is_not_there_is_told_in_one_line_without_its_password() =>
        this.Invoking(_ => new PostgresReviewStore("postgres://me:secret@127.0.0.1:1/ucam")).Should().Throw<UcamException>()
            .Which.Message.Should().Be("The database 127.0.0.1:1/ucam cannot be used (nobody answers there); try again, or check its address, user and password.");

    [Fact]
    public void A_database_that_is_away_is_no_fault_of_the_caller() =>
        Problems.Describe(new UnavailableException("away", new InvalidOperationException())).Status.Should().Be(503);

    [Theory]
    [InlineData("http://host/db")]
    [InlineData("postgres:///db")]
    [InlineData("secret")]
    [InlineData("postgres://u:secret@host/db?sslmode=maybe")]
    [InlineData("postgres://u:secret@host/db?options=x")]
    public void What_is_no_address_is_refused_without_its_password(string address) =>
        this.Invoking(_ => PostgresAddress.Read(address)).Should().Throw<UcamException>()
            .Which.Message.Should().StartWith("The address of the database: ").And.NotContain("secret");

    [Fact]
    public void An_address_is_read_whole()
    {
        Npgsql.NpgsqlConnectionStringBuilder read = PostgresAddress.Read("postgresql://a%40b:p%3Aw@db.example.org:6000/my%20db?sslmode=verify-full");
        (read.Host, read.Port, read.Database, read.Username, read.Password, read.SslMode).Should()
            .Be(("db.example.org", 6000, "my db", "a@b", "p:w", Npgsql.SslMode.VerifyFull));
    }
}
