using System.IO.Pipelines;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging.Abstractions;
using ModelContextProtocol.Client;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;
using Ucam.Cli.Mcp;
using Ucam.Web.Asking;

namespace Ucam.Cli.Tests.Mcp;

public sealed class McpCommandTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    // Client and server in one process, over two pipes.
    private static async Task With(Func<McpClient, Task> use)
    {
        using var models = new Models(["scenes", "photos"], NullLogger.Instance);
        var (there, back) = (new Pipe(), new Pipe());
        McpServerOptions options = McpCommand.Options(models);
        await using var transport = new StreamServerTransport(there.Reader.AsStream(), back.Writer.AsStream(), "ucam");
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        Task served = McpCommand.Run(transport, options, stop.Token);
        await using (McpClient client = await McpClient.CreateAsync(
            new StreamClientTransport(there.Writer.AsStream(), back.Reader.AsStream()), cancellationToken: Cancel)) await use(client);
        await stop.CancelAsync();
        await served.ContinueWith(_ => { }, Cancel, TaskContinuationOptions.None, TaskScheduler.Default);
    }

    private static string Text(CallToolResult result) => result.Content.OfType<TextContentBlock>().First().Text;

    [Fact]
    public async Task An_assistant_asks_and_is_told_the_doubt_and_where_it_looked()
    {
        string picture = TinyInputs.Picture(_folder);
        await With(async client =>
        {
            (await client.ListToolsAsync(cancellationToken: Cancel)).Select(tool => tool.Name).Should().BeEquivalentTo("ask_picture", "explain_answer");
            CallToolResult asked = await client.CallToolAsync("ask_picture",
                new Dictionary<string, object?> { ["picture"] = picture, ["question"] = "Is there a ball?", ["model"] = "scenes" }, cancellationToken: Cancel);
            JsonNode answer = JsonNode.Parse(Text(asked))!;
            ((string)answer["answer"]!, (string)answer["model"]!).Should().Match<(string Answer, string Model)>(a => a.Answer.Length > 0 && a.Model == "scenes-small");
            CallToolResult why = await client.CallToolAsync("explain_answer", new Dictionary<string, object?>
            {
                ["picture"] = $"data:image/png;base64,{Convert.ToBase64String(File.ReadAllBytes(picture))}",
                ["question"] = "Is there a ball?",
            }, cancellationToken: Cancel);
            why.Content.OfType<ImageContentBlock>().Should().NotBeEmpty().And.OnlyContain(image => image.MimeType == "image/png");
            Text(why).Should().Contain("Where it looked");
        });
    }

    [Theory]
    [InlineData("nothing.png", "scenes", "'nothing.png' does not exist; *")]
    [InlineData("data:image/png;base64,%%", "scenes", "picture is no data: URI*")]
    [InlineData("a.png", "other", "There is no model 'other'*")]
    public async Task What_is_wrong_is_told_to_the_assistant(string picture, string model, string message) => await With(async client =>
    {
        CallToolResult result = await client.CallToolAsync("ask_picture",
            new Dictionary<string, object?> { ["picture"] = picture, ["question"] = "Is there a ball?", ["model"] = model }, cancellationToken: Cancel);
        (result.IsError, Text(result)).Should().Match<(bool? IsError, string Text)>(r => r.IsError == true);
        Text(result).Should().Match(message);
    });
}
