using System.Text.Json.Nodes;
using Ucam.Web.Hosting;
using Ucam.Web.Reviewing;

namespace Ucam.Web.Tests.Reviewing;

/// <summary>A file of decisions that somebody removes or replaces while it is open: what it would be told to keep is lost.</summary>
public sealed class LostFileTests : IDisposable
{
    private const string Wal = "-wal";

    private readonly TemporaryFolder _folder = new();

    public LostFileTests() => Assert.SkipWhen(OperatingSystem.IsWindows(), "An open file cannot be removed there.");

    private string Path => _folder.File("x.review.db");

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("", "removed", "was removed")]
    [InlineData(Wal, "removed", "was removed")]
    [InlineData("", "renamed", "was removed")]
    [InlineData("", "replaced", "was replaced")]
    [InlineData(Wal, "replaced", "was replaced")]
    [InlineData("", "emptied", "was cut off")]
    [InlineData(Wal, "emptied", "was cut off")]
    [InlineData("", "overwritten", "was written by another program")]
    [InlineData(Wal, "overwritten", "was written by another program")]
    public void Nothing_is_acknowledged_that_a_later_start_would_not_find(string ending, string harm, string what)
    {
        using var review = new ReviewCase();
        using var session = new ReviewSession(review.Data, new SqliteReviewStore(Path));
        session.Decide(0, Verdict.Accept, null);
        Harm(Path + ending, harm);
        Action[] writes = [() => session.Decide(1, Verdict.Reject, null), () => session.Undo(), () => session.Decide(0, Verdict.Reject, null)];
        foreach (Action write in writes)
            write.Should().Throw<UnavailableException>().Which.Message.Should()
                .Be($"{Path} {what} while it was open, so that nothing more is kept; start the review again.");
        session.Decisions().Single().Value.Verdict.Should().Be(Verdict.Accept, "the others were refused");
    }

    private static void Harm(string file, string harm)
    {
        byte[] bytes = File.ReadAllBytes(file);
        if (harm is "removed" or "replaced") File.Delete(file);
        if (harm == "replaced") File.WriteAllBytes(file, bytes);
        if (harm == "renamed") File.Move(file, file + ".old");
        using FileStream? open = harm is "emptied" or "overwritten"
            ? new FileStream(file, FileMode.Open, FileAccess.Write, FileShare.ReadWrite) : null;
        if (harm == "emptied") open!.SetLength(0);
        if (harm == "overwritten") open!.Write(bytes);
        open?.Dispose();
        // As if it had been a minute later.
        if (harm == "overwritten") File.SetLastWriteTimeUtc(file, DateTime.UtcNow.AddMinutes(1));
    }

    [Fact]
    public void Answers_are_kept_no_more_either()
    {
        using var store = new SqliteReviewStore(Path);
        File.Delete(Path);
        store.Invoking(s => s.Keep("model", [new("q", "{}")])).Should().Throw<UnavailableException>().WithMessage("*was removed while it was open*");
    }

    [Fact]
    public void A_file_that_nobody_touches_is_kept_in_through_thousands_of_decisions()
    {
        using (var store = new SqliteReviewStore(Path))
        {
            string text = new('x', 3000);
            for (int i = 0; i < 40; i++)
                store.Keep("model", [.. Enumerable.Range(0, 40).Select(j => new KeyValuePair<string, string>($"{i} {j}", text))]);
            for (int i = 0; i < 200; i++) store.Undo(store.Add($"{i}", Verdict.Accept, null).Sequence);
            new FileInfo(Path).Length.Should().BeGreaterThan(1_000_000, "the log was written into the file meanwhile");
            store.Add("last", Verdict.Accept, null);
        }
        using var again = new SqliteReviewStore(Path);
        again.Decisions().Single().Row.Should().Be("last");
    }

    [Fact]
    public async Task A_write_that_failed_is_taken_for_nobody_else_s()
    {
        using var store = new SqliteReviewStore(Path);
        store.Add("r", Verdict.Accept, null);
        await Task.Delay(TimeSpan.FromSeconds(2.5), TestContext.Current.CancellationToken);
        long before = new FileInfo(Path + Wal).Length;
        // More than SQLite holds back in memory, and at last what the table does not take.
        KeyValuePair<string, string>[] many =
            [.. Enumerable.Range(0, 2000).Select(i => new KeyValuePair<string, string>($"{i}", new string('x', 3000)))];
        store.Invoking(s => s.Keep("model", [.. many, new("last", null!)])).Should().Throw<UnavailableException>().WithMessage("*NOT NULL*");
        new FileInfo(Path + Wal).Length.Should().BeGreaterThan(before, "some of it was written");
        store.Add("s", Verdict.Accept, null).Sequence.Should().Be(2);
        store.Answers("model").Should().BeEmpty();
    }

    [Fact]
    public void A_file_by_a_link_is_watched_where_it_lies()
    {
        string link = _folder.File("link.review.db");
        new SqliteReviewStore(Path).Dispose();
        File.CreateSymbolicLink(link, Path);
        using var store = new SqliteReviewStore(link);
        store.Add("r", Verdict.Accept, null);
        File.Delete(Path);
        store.Invoking(s => s.Add("s", Verdict.Accept, null)).Should().Throw<UnavailableException>().WithMessage($"{link} was removed*");
    }

    [Fact]
    public async Task A_server_says_so_with_503_and_one_line_in_its_log()
    {
        await using ReviewServed served = await ReviewServed.Start();
        string told = $"{served.File} was removed while it was open, so that nothing more is kept; start the review again.";
        (await served.Post("/api/review/decisions", """{"row": 0, "verdict": "accept"}""")).Status.Should().Be(201);
        File.Delete(served.File);
        foreach ((string path, string json) in new[] { ("/api/review/decisions", """{"row": 1, "verdict": "accept"}"""), ("/api/review/undo", "{}") })
        {
            (int status, string text) = await served.Post(path, json);
            status.Should().Be(503);
            ((string?)JsonNode.Parse(text)!["title"]).Should().Be(told);
            served.Log.All[^1].Should().Be($"{path}: {told}");
        }
        served.Log.All.Should().HaveCount(2);
        served.Session.Decisions().Keys.Should().Equal(0);
    }
}
