using System.Text.Json.Nodes;
using Microsoft.Data.Sqlite;
using ModelContextProtocol.Client;
using ModelContextProtocol.Protocol;
using Ucam.Web.Reviewing;

namespace Ucam.Cli.Tests.Mcp;

public sealed class ReviewToolsTests : IDisposable
{
    private const string Results = "image,question,prediction,p_right,words\na_1.png,What colour?,red,0.9,fairly sure\n"
        + "a_1.png,How many?,2,0.3,guessing\nb_2.png,Is there a cat?,yes,0.6,unsure\n";

    private readonly TemporaryFolder _folder = new();
    private readonly string _results;

    public ReviewToolsTests()
    {
        _results = _folder.Write("r.csv", Results);
        TinyInputs.Picture(_folder, Path.Combine("pictures", "a_1.png"));
    }

    public void Dispose() => _folder.Dispose();

    private static async Task<JsonObject> Told(Task<CallToolResult> call)
    {
        CallToolResult result = await call;
        result.IsError.Should().NotBe(true, result.Text());
        return JsonNode.Parse(result.Text())!.AsObject();
    }

    private Task<CallToolResult> Next(McpClient client, params (string, object?)[] more) => client.Call("review_next", [("results", _results), .. more]);

    private Task<CallToolResult> Decide(McpClient client, object? id, string verdict, params (string, object?)[] more) =>
        client.Call("review_decide", [("results", _results), ("id", id), ("verdict", verdict), .. more]);

    [Fact]
    public async Task The_doubtful_come_first_and_decisions_lie_where_a_review_reads_them() => await McpCase.With(["scenes"], async client =>
    {
        JsonObject first = await Told(Next(client));
        ((string)first["question"]!, (double)first["p_right"]!, (int)first["left"]!).Should().Be(("How many?", 0.3, 3));
        ((string)first["picture_note"]!).Should().Contain("images");
        File.Exists(_folder.File("r.review.db")).Should().BeFalse("looking decides nothing");
        JsonObject kept = await Told(Decide(client, (string)first["id"]!, "correct", ("answer", "3")));
        ((string)kept["answer"]!, (int)kept["left"]!).Should().Be(("3", 2));
        JsonObject second = await Told(Next(client));
        ((string)second["question"]!).Should().Be("Is there a cat?");
        JsonObject third = await Told(Next(client, ("after", (string)second["id"]!)));
        ((string)third["question"]!).Should().Be("What colour?");
        await Told(Decide(client, (string)third["id"]!, "accept"));
        ((string)(await Told(Next(client, ("after", (string)third["id"]!))))["note"]!).Should().StartWith("Behind that answer all are decided");
        await Told(Decide(client, (string)second["id"]!, "reject"));
        ((string)(await Told(Next(client)))["note"]!).Should().StartWith("Every answer is decided");
        using var store = new SqliteReviewStore(_folder.File("r.review.db"));
        store.Decisions().Select(decision => (decision.Verdict, decision.Answer)).Should().Equal((Verdict.Correct, "3"), (Verdict.Accept, null), (Verdict.Reject, null));
    });

    [Fact]
    public async Task The_picture_comes_with_the_answer_where_its_folder_is_named() => await McpCase.With(["scenes"], async client =>
    {
        CallToolResult result = await Next(client, ("images", _folder.File("pictures")));
        result.Content.OfType<ImageContentBlock>().Should().ContainSingle().Which.MimeType.Should().Be("image/jpeg");
        JsonObject told = JsonNode.Parse(result.Text())!.AsObject();
        ((string)told["file"]!).Should().Be(_folder.File("pictures", "a_1.png"));
        ((string)told["details"]!["sure"]!).Should().Be("guessing");
        told["details"]!.AsObject().Should().NotContainKey("maps");
    });

    [Fact]
    public async Task A_decision_stays_with_its_answer_when_the_results_change() => await McpCase.With(["scenes"], async client =>
    {
        string id = (string)(await Told(Next(client)))["id"]!;
        string[] lines = Results.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        _folder.Write("r.csv", string.Join('\n', lines[0], "c_3.png,Is it day?,no,0.1,guessing", lines[3], lines[2], lines[1]));
        await Told(Decide(client, id, "accept"));
        JsonObject next = await Told(Next(client));
        ((string)next["question"]!, (int)next["decided"]!, (int)next["left"]!).Should().Be(("Is it day?", 1, 3));
    });

    [Fact]
    public async Task What_is_wrong_is_told_and_makes_no_file() => await McpCase.With(["scenes"], async client =>
    {
        string id = (string)(await Told(Next(client)))["id"]!;
        (Task<CallToolResult> Call, string Message)[] wrong =
        [
            (Decide(client, "0123", "accept"), "*r.csv has no answer with the id '0123'; take one that review_next told."),
            (Decide(client, id, "maybe"), "verdict must be accept, reject or correct."),
            (Decide(client, id, "correct"), "answer is missing*"),
            (Decide(client, id, "accept", ("answer", "3")), "answer goes with the verdict correct alone."),
            (Next(client, ("after", "0123")), "*has no answer with the id*"),
            (Next(client, ("images", _folder.File("none"))), "images: there is no folder*"),
            (client.Call("review_next", ("results", _folder.File("none.csv"))), "*none.csv*no such file*"),
            (client.Call("review_next", ("results", _folder.Path)), "results: *is a folder; give a file*"),
            (client.Call("review_next", ("results", _folder.Write("r.txt", "a"))), "*is no table (.csv)*"),
        ];
        foreach ((Task<CallToolResult> call, string message) in wrong)
        {
            (await call).IsError.Should().BeTrue();
            (await call).Text().Should().Match(message);
        }
        File.Exists(_folder.File("r.review.db")).Should().BeFalse();
    });

    [Fact]
    public async Task Decisions_that_another_program_changed_are_told_in_one_line() => await McpCase.With(["scenes"], async client =>
    {
        string file = _folder.File("r.review.db");
        new SqliteReviewStore(file).Dispose();
        using (var other = new SqliteConnection($"Data Source={file};Pooling=False"))
        {
            other.Open();
            using SqliteCommand command = other.CreateCommand();
            command.CommandText = "INSERT INTO decisions (row, verdict, at) VALUES ('r', 'Bogus', 'x')";
            command.ExecuteNonQuery();
        }
        CallToolResult told = await Next(client);
        (told.IsError, told.Text()).Should().Be((true, $"{file} cannot be used: verdict of decision 1 is 'Bogus', no verdict; "
            + "another program wrote that: mend or delete that row."));
    });

    [Fact]
    public async Task A_review_that_is_open_elsewhere_is_told() => await McpCase.With(["scenes"], async client =>
    {
        using (new SqliteReviewStore(_folder.File("r.review.db")))
            (await Next(client)).Text().Should().Match("*is in use by another review; close that one, or give another file.");
        await Told(Next(client));
    });
}
