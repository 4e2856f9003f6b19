using ModelContextProtocol.Protocol;
using Ucam.Cli.Usage;

namespace Ucam.Cli.Mcp;

/// <summary>What a tool gives back. What is wrong is told as its result, for the assistant to mend.</summary>
internal static class ToolReply
{
    /// <summary>Does the work of a tool beside the reading of further requests.</summary>
    public static Task<CallToolResult> Of(Func<IList<ContentBlock>> work, CancellationToken cancel) => Task.Run(() =>
    {
        try
        {
            return new CallToolResult { Content = work() };
        }
        catch (Exception e) when (e is UcamException or UsageException)
        {
            return Wrong(e.Message);
        }
    }, cancel);

    /// <summary>Tells what is wrong.</summary>
    public static CallToolResult Wrong(string what) =>
        new() { Content = [new TextContentBlock { Text = ControlText.Shown(what, "") }], IsError = true };
}
