using System.CommandLine;
using Microsoft.Extensions.Logging.Abstractions;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;
using Ucam.Cli.Paths;
using Ucam.Cli.Serve;
using Ucam.Cli.Usage;
using Ucam.Web.Asking;

namespace Ucam.Cli.Mcp;

/// <summary><c>ucam mcp</c>: the models as tools of the Model Context Protocol, over standard input and output.</summary>
internal static class McpCommand
{
    public static Command Create()
    {
        var model = new InputOption("--model")
        { Description = "Checkpoints or names of shipped models, parted by commas. Default: all shipped models; a question picks one." };
        var command = new ExampleCommand("mcp", "Offers the models to assistants (MCP).",
            "ucam mcp", "ucam mcp --model runs/mine/model.safetensors")
        { model };
        command.SetAction(async (parsed, cancel) =>
        {
            using var models = new Models(ServeCommand.Named(parsed.GetValue(model)), NullLogger.Instance);
            McpServerOptions options = Options(models);
            await using var transport = new LastingTransport(Console.OpenStandardInput(), Console.OpenStandardOutput());
            await Run(transport, options, cancel).ConfigureAwait(false);
            return ExitCode.Success;
        });
        return command;
    }

    /// <summary>What is offered.</summary>
    public static McpServerOptions Options(Models models)
    {
        var tools = new PictureTools(models);
        var review = new ReviewTools(new ReviewDesk());
        var options = new McpServerOptions
        {
            ServerInfo = new Implementation { Name = "ucam", Version = typeof(PictureTools).Assembly.GetName().Version!.ToString(3) },
            ServerInstructions = "Answers questions about pictures with how likely each answer is right. Tell the doubt with the answer.",
            ToolCollection =
            [
                McpServerTool.Create(tools.AskPicture, Named("ask_picture", "Ask about a picture")),
                McpServerTool.Create(tools.ExplainAnswer, Named("explain_answer", "Explain an answer")),
                McpServerTool.Create(review.ReviewNext, Named("review_next", "Next answer to review")),
                McpServerTool.Create(review.ReviewDecide, Named("review_decide", "Decide about an answer", reads: false)),
            ],
        };
        options.Filters.Request.CallToolFilters.Add(ToolArguments.Checked);
        return options;
    }

    /// <summary>Serves until the other side closes.</summary>
    public static async Task Run(ITransport transport, McpServerOptions options, CancellationToken cancel)
    {
        await using McpServer server = McpServer.Create(transport, options);
        await server.RunAsync(cancel).ConfigureAwait(false);
    }

    private static McpServerToolCreateOptions Named(string name, string title, bool reads = true) =>
        new() { Name = name, Title = title, ReadOnly = reads, Destructive = false, Idempotent = true, OpenWorld = false };
}
