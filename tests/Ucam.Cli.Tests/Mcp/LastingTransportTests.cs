using System.Text;
using System.Text.Json.Nodes;
using ModelContextProtocol.Server;
using Ucam.Cli.Mcp;

namespace Ucam.Cli.Tests.Mcp;

public class LastingTransportTests
{
    private const string Begin = """{"jsonrpc":"2.0","id":"one","method":"initialize","params":{"protocolVersion":"2025-06-18","capabilities":{},"""
        + """ "clientInfo":{"name":"test","version":"1"}}}""";

    private static readonly TimeSpan Long = TimeSpan.FromSeconds(30);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private static string Call(int id, string tool) => $$$"""{"jsonrpc":"2.0","id":{{{id}}},"method":"tools/call","params":{"name":"{{{tool}}}"}}""";

    // A server whose input has ended before its first answer is there.
    private static async Task<string[]> Answered(Stream output, params string[] lines)
    {
        var options = new McpServerOptions
        {
            ToolCollection =
            [
                McpServerTool.Create(async () => { await Task.Delay(300, Cancel); return "late"; }, new() { Name = "late" }),
                McpServerTool.Create(async (CancellationToken cancel) => { await Task.Delay(Timeout.Infinite, cancel); return "never"; }, new() { Name = "never" }),
            ],
        };
        using var input = new MemoryStream(Encoding.UTF8.GetBytes(string.Join('\n', lines)));
        await using var transport = new LastingTransport(input, output);
        await McpCommand.Run(transport, options, Cancel).WaitAsync(Long, Cancel);
        return output is MemoryStream written ? Encoding.UTF8.GetString(written.ToArray()).Split('\n', StringSplitOptions.RemoveEmptyEntries) : [];
    }

    [Fact]
    public async Task Answers_under_way_are_written_before_it_ends()
    {
        using var output = new MemoryStream();
        string[] lines = await Answered(output, Begin, Call(2, "late"), Call(3, "late"), "no message");
        lines.Select(line => $"{JsonNode.Parse(line)!["id"]}").Should().BeEquivalentTo("one", "2", "3");
        lines.Where(line => line.Contains("\"late\"", StringComparison.Ordinal)).Should().HaveCount(2);
    }

    [Fact]
    public async Task Calls_of_a_review_are_answered_one_after_the_other()
    {
        int running = 0, most = 0;
        List<int> order = [];
        var options = new McpServerOptions
        {
            ToolCollection = [McpServerTool.Create(async (int number) =>
            {
                most = Math.Max(most, Interlocked.Increment(ref running));
                await Task.Delay(5 * (5 - number), Cancel);
                lock (order) order.Add(number);
                Interlocked.Decrement(ref running);
                return "done";
            }, new() { Name = "review_decide" })],
        };
        string[] lines = [Begin, .. Enumerable.Range(0, 5).Select(number =>
            $$$"""{"jsonrpc":"2.0","id":{{{number}}},"method":"tools/call","params":{"name":"review_decide","arguments":{"number":{{{number}}} } }}""")];
        using var input = new MemoryStream(Encoding.UTF8.GetBytes(string.Join('\n', lines)));
        await using var transport = new LastingTransport(input, new MemoryStream());
        await McpCommand.Run(transport, options, Cancel).WaitAsync(Long, Cancel);
        order.Should().Equal(0, 1, 2, 3, 4);
        most.Should().Be(1);
    }

    [Fact]
    public async Task What_is_taken_back_is_not_waited_for()
    {
        using var output = new MemoryStream();
        string[] lines = await Answered(output, Begin, Call(2, "never"),
            """{"jsonrpc":"2.0","method":"notifications/cancelled","params":{"requestId":2}}""");
        lines.Should().ContainSingle().Which.Should().Contain("\"one\"");
    }

    [Fact]
    public async Task An_output_that_nobody_reads_does_not_keep_it_waiting() =>
        await Answered(new BrokenPipe(), Begin, Call(2, "late"));

    private sealed class BrokenPipe : MemoryStream
    {
        public override void Write(ReadOnlySpan<byte> buffer) => throw new IOException("Broken pipe");

        public override void Write(byte[] buffer, int offset, int count) => throw new IOException("Broken pipe");

        public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) => throw new IOException("Broken pipe");

        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) => throw new IOException("Broken pipe");
    }
}
