using System.Diagnostics;
using System.Text.Json.Nodes;
using ModelContextProtocol.Protocol;

namespace Ucam.Cli.Tests.Mcp;

public sealed class McpCommandTests : IDisposable
{
    private const string Begin = """{"jsonrpc":"2.0","id":1,"method":"initialize","params":{"protocolVersion":"2025-06-18","capabilities":{},"""
        + """ "clientInfo":{"name":"test","version":"1"}}}""";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task An_assistant_asks_and_is_told_the_doubt_and_where_it_looked()
    {
        string picture = TinyInputs.Picture(_folder);
        await McpCase.With(["scenes", "photos"], async client =>
        {
            (await client.ListToolsAsync(cancellationToken: TestContext.Current.CancellationToken)).Select(tool => tool.Name)
                .Should().BeEquivalentTo("ask_picture", "explain_answer", "review_next", "review_decide");
            JsonNode answer = JsonNode.Parse((await client.Call("ask_picture",
                ("picture", picture), ("question", "Is there a ball?"), ("model", "scenes"))).Text())!;
            ((string)answer["answer"]!, (string)answer["model"]!).Should().Match<(string Answer, string Model)>(a => a.Answer.Length > 0 && a.Model == "scenes-small");
            CallToolResult why = await client.Call("explain_answer", ("question", "Is there a ball?"),
                ("picture", $"data:image/png;base64,{Convert.ToBase64String(File.ReadAllBytes(picture))}"));
            why.Content.OfType<ImageContentBlock>().Should().NotBeEmpty().And.OnlyContain(image => image.MimeType == "image/png");
            why.Text().Should().Contain("Where it looked");
        });
    }

    [Theory]
    [InlineData("nothing.png", "scenes", "'nothing.png' does not exist; *")]
    [InlineData("data:image/png;base64,%%", "scenes", "picture is no data: URI*")]
    [InlineData("a.png", "other", "There is no model 'other'*")]
    public async Task What_is_wrong_is_told_to_the_assistant(string picture, string model, string message) => await McpCase.With(["scenes"], async client =>
    {
        CallToolResult result = await client.Call("ask_picture", ("picture", picture), ("question", "Is there a ball?"), ("model", model));
        result.IsError.Should().BeTrue();
        result.Text().Should().Match(message);
    });

    [Fact]
    public void What_was_asked_is_answered_though_the_input_ends_at_once()
    {
        string picture = TinyInputs.Picture(_folder).Replace("\\", "\\\\", StringComparison.Ordinal);
        using Process serving = UcamProcess.Start(UcamProcess.Program, "mcp", "--model", "scenes");
        serving.StandardInput.WriteLine(Begin);
        serving.StandardInput.WriteLine("""{"jsonrpc":"2.0","method":"notifications/initialized"}""");
        serving.StandardInput.WriteLine("""{"jsonrpc":"2.0","id":2,"method":"tools/call","params":{"name":"ask_picture","arguments":{"picture":"PICTURE","""
            .Replace("PICTURE", picture, StringComparison.Ordinal) + """ "question":"Is there a ball?"}}}""");
        CliResult result = UcamProcess.Finish(serving);
        result.Code.Should().Be(ExitCode.Success, result.Error);
        JsonNode[] answers = [.. result.Out.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonNode.Parse(line)!)];
        answers.Select(answer => (int)answer["id"]!).Should().Equal(1, 2);
        ((string)answers[1]["result"]!["content"]![0]!["text"]!).Should().Contain("\"answer\":");
    }
}
