using System.Diagnostics;
using System.Net.Http.Headers;
using System.Text.RegularExpressions;
using Microsoft.Data.Sqlite;
using Ucam.Web.Reviewing;

namespace Ucam.Cli.Tests.Review;

public sealed class ReviewCommandTests : IDisposable
{
    private const string Results = "image,question,prediction,p_right,words\na_1.png,What colour?,red,0.9,fairly sure\na_1.png,How many?,2,0.3,guessing\n";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Decisions_that_were_acknowledged_outlast_a_kill()
    {
        string results = _folder.Write("r.csv", Results);
        using (Process serving = UcamProcess.Start(UcamProcess.Program, "review", results, "--port", "0"))
        {
            using HttpClient client = await Client(serving);
            foreach (string json in new[] { """{"row": 0, "verdict": "accept"}""", """{"row": 1, "verdict": "correct", "answer": "3"}""" })
                (await client.PostAsync("/api/review/decisions", new StringContent(json, new MediaTypeHeaderValue("application/json")), Cancel))
                    .IsSuccessStatusCode.Should().BeTrue();
            // SIGKILL, which no handler sees.
            serving.Kill();
            await serving.WaitForExitAsync(Cancel);
        }
        File.Exists(_folder.File("r.review.db")).Should().BeTrue();
        using Process again = UcamProcess.Start(UcamProcess.Program, "review", results, "--port", "0");
        using (HttpClient client = await Client(again))
        {
            string csv = await client.GetStringAsync("/api/review/decisions.csv", Cancel);
            csv.Split('\n', StringSplitOptions.RemoveEmptyEntries).Skip(1).Select(line => string.Join(',', line.Split(',')[2..5]))
                .Should().Equal("red,accept,red", "3,correct,2");
        }
        UcamProcess.PressCtrlC(again);
        UcamProcess.Finish(again).Code.Should().Be(ExitCode.Success);
    }

    [Fact]
    public void A_table_is_asked_once_and_its_decisions_are_exported()
    {
        TinyInputs.Picture(_folder, Path.Combine("pictures", "a_1.png"));
        string[] line = ["review", _folder.File("pictures"), "--data", _folder.Write("q.csv", "image,question\na_1.png,What colour is the ball?\nb.png,What?\n"),
            "--model", TinyInputs.Model(_folder), "--export", _folder.File("out")];
        CliResult first = Cli.Run(line);
        first.Code.Should().Be(ExitCode.Success, first.Error);
        first.Error.Should().Contain("line 3: there is no picture 'b.png'").And.Contain("nothing is accepted or corrected");
        first.Out.Should().StartWith("0 decisions");
        File.Exists(_folder.File("q.review.db")).Should().BeTrue();
        File.ReadAllText(_folder.File("out", "decisions.csv")).Should().StartWith("image,question,answer,verdict");
        // A second run would fail to answer with a damaged picture; the answers are there.
        DateTime written = File.GetLastWriteTimeUtc(_folder.File("pictures", "a_1.png"));
        byte[] damaged = new byte[new FileInfo(_folder.File("pictures", "a_1.png")).Length];
        File.WriteAllBytes(_folder.File("pictures", "a_1.png"), damaged);
        File.SetLastWriteTimeUtc(_folder.File("pictures", "a_1.png"), written);
        Cli.Run(line).Code.Should().Be(ExitCode.Success);
    }

    [Fact]
    public void Results_in_the_official_format_need_their_questions()
    {
        string results = _folder.Write("r.json", """[{"question_id": 1, "answer": "red", "confidence": 0.9}]""");
        string questions = _folder.Write("q.json", """{"questions": [{"question_id": 1, "image_id": 12, "question": "What colour?"}]}""");
        Cli.Run("review", results, "--port", "0").ShouldRefuse(ExitCode.Usage, "has no more than answers by question_id; name the questions they answer (--questions)");
        Cli.Run("review", _folder.Write("r.csv", Results), "--questions", questions, "--port", "0")
            .ShouldRefuse(ExitCode.Usage, "--questions goes with results in the official format");
        CliResult read = Cli.Run("review", results, "--questions", questions, "--export", _folder.File("out"));
        read.Code.Should().Be(ExitCode.Success, read.Error);
        read.Out.Should().StartWith("0 decisions");
    }

    [Theory]
    [InlineData("INSERT INTO decisions (row, verdict, at) VALUES ('r', 'Bogus', 'x')", "verdict of decision 1 is 'Bogus', no verdict")]
    [InlineData("DROP TABLE answers; CREATE VIEW answers AS SELECT 1 AS asking", "has the view 'answers' that no review makes")]
    public void A_file_of_decisions_that_another_program_changed_ends_the_start_in_one_line(string sql, string why)
    {
        string file = _folder.File("d.db");
        new SqliteReviewStore(file).Dispose();
        using (var other = new SqliteConnection($"Data Source={file};Pooling=False"))
        {
            other.Open();
            using SqliteCommand command = other.CreateCommand();
            command.CommandText = sql;
            command.ExecuteNonQuery();
        }
        Cli.Run("review", _folder.Write("r.csv", Results), "--decisions", file, "--port", "0").ShouldRefuse(ExitCode.Failure, why);
    }

    [Fact]
    public void Misuse_is_told_in_one_line()
    {
        Cli.Run("review").ShouldRefuse(ExitCode.Usage, "nothing is named to review");
        Cli.Run("review", _folder.Path, "--port", "0").ShouldRefuse(ExitCode.Usage, "is a folder; give --data");
        Cli.Run("review", _folder.Write("r.txt", "a"), "--port", "0").ShouldRefuse(ExitCode.Usage, "is no table");
        Cli.Run("review", _folder.File("none.csv"), "--port", "0").ShouldRefuse(ExitCode.Failure, "none.csv");
        Cli.Run("review", _folder.Write("r.csv", Results), "x.csv").ShouldRefuse(ExitCode.Usage, "'x.csv' is one too many");
        Cli.Run("review", _folder.File("r.csv"), "--address", "0.0.0.0").ShouldRefuse(ExitCode.Usage, "--token is missing");
        Cli.Run("review", _folder.File("r.csv"), "--decisions", _folder.Write("d.db", new string('x', 4096))).ShouldRefuse(ExitCode.Failure, "is no file of decisions");
        Cli.Run("review", _folder.File("r.csv"), "--database", "mysql://me:secret@h/d").ShouldRefuse(ExitCode.Usage, "--database: The address of the database");
        Cli.Run("review", _folder.File("r.csv"), "--port", "70000").ShouldRefuse(ExitCode.Usage, "--port is 70000");
    }

    private static async Task<HttpClient> Client(Process serving)
    {
        string? line = await serving.StandardOutput.ReadLineAsync(Cancel);
        line.Should().MatchRegex(@"^Open http://127\.0\.0\.1:\d+/ in a browser; Ctrl-C stops it\.$");
        return new HttpClient { BaseAddress = new Uri(Regex.Match(line!, @"http://\S+").Value) };
    }
}
