using System.IO.Pipelines;
using Microsoft.Extensions.Logging.Abstractions;
using ModelContextProtocol.Client;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;
using Ucam.Cli.Mcp;
using Ucam.Web.Asking;

namespace Ucam.Cli.Tests.Mcp;

/// <summary>Client and server in one process, over two pipes.</summary>
internal static class McpCase
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>Serves models to a client while it is used.</summary>
    public static async Task With(IReadOnlyList<string> names, Func<McpClient, Task> use)
    {
        using var models = new Models(names, NullLogger.Instance);
        var (there, back) = (new Pipe(), new Pipe());
        McpServerOptions options = McpCommand.Options(models);
        await using var transport = new LastingTransport(there.Reader.AsStream(), back.Writer.AsStream());
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        Task served = McpCommand.Run(transport, options, stop.Token);
        await using (McpClient client = await McpClient.CreateAsync(
            new StreamClientTransport(there.Writer.AsStream(), back.Reader.AsStream()), cancellationToken: Cancel)) await use(client);
        await stop.CancelAsync();
        await served.ContinueWith(_ => { }, Cancel, TaskContinuationOptions.None, TaskScheduler.Default);
    }

    /// <summary>Calls a tool.</summary>
    public static async Task<CallToolResult> Call(this McpClient client, string tool, params (string Name, object? Value)[] arguments) =>
        await client.CallToolAsync(tool, arguments.ToDictionary(each => each.Name, each => each.Value), cancellationToken: Cancel);

    /// <summary>What it said.</summary>
    public static string Text(this CallToolResult result) => result.Content.OfType<TextContentBlock>().First().Text;
}
