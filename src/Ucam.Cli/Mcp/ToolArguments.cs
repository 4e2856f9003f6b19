using System.Text.Json;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace Ucam.Cli.Mcp;

/// <summary>Holds a call's arguments against what the tool takes before it is called, and says which are wrong.</summary>
internal static class ToolArguments
{
    private const string Properties = "properties", Required = "required", Description = "description";

    /// <summary>The step before a call.</summary>
    /// <param name="next">The call.</param>
    public static McpRequestHandler<CallToolRequestParams, CallToolResult> Checked(McpRequestHandler<CallToolRequestParams, CallToolResult> next) =>
        async (request, cancel) =>
        {
            CallToolRequestParams call = request.Params;
            if (request.MatchedPrimitive is not McpServerTool tool)
            {
                string there = string.Join(", ", request.Server.ServerOptions.ToolCollection?.Select(each => each.ProtocolTool.Name) ?? []);
                throw new McpProtocolException($"There is no tool '{call.Name}'; it is one of {there}.", McpErrorCode.InvalidParams);
            }
            return Problem(tool.ProtocolTool, call.Arguments ?? new Dictionary<string, JsonElement>()) is { } problem
                ? ToolReply.Wrong(problem) : await next(request, cancel).ConfigureAwait(false);
        };

    // All of what the tools take is text.
    private static string? Problem(Tool tool, IDictionary<string, JsonElement> given)
    {
        JsonElement known = tool.InputSchema.GetProperty(Properties);
        string[] needed = tool.InputSchema.TryGetProperty(Required, out JsonElement list)
            ? [.. list.EnumerateArray().Select(name => name.GetString()!)] : [];
        if (given.Keys.FirstOrDefault(name => !known.TryGetProperty(name, out _)) is { } other)
        {
            string optional = string.Join(", ", known.EnumerateObject().Select(each => each.Name).Except(needed));
            return $"{tool.Name} takes no '{other}'; it takes {string.Join(", ", needed)}"
                + $"{(optional.Length > 0 ? $", and if wanted {optional}" : "")}.";
        }
        foreach (JsonProperty each in known.EnumerateObject())
        {
            JsonValueKind kind = given.TryGetValue(each.Name, out JsonElement value) ? value.ValueKind : JsonValueKind.Null;
            bool isEmpty = kind == JsonValueKind.String && string.IsNullOrWhiteSpace(value.GetString());
            if (needed.Contains(each.Name) && (kind == JsonValueKind.Null || isEmpty))
                return $"{tool.Name} needs {each.Name}, which is {(isEmpty ? "empty" : "missing")}: "
                    + each.Value.GetProperty(Description).GetString();
            if (kind is not (JsonValueKind.Null or JsonValueKind.String))
                return $"{tool.Name}: {each.Name} must be text in double quotes, not {Shown(kind)}.";
        }
        return null;
    }

    private static string Shown(JsonValueKind kind) => kind switch
    {
        JsonValueKind.Number => "a number",
        JsonValueKind.Array => "a list",
        JsonValueKind.Object => "an object",
        _ => "true or false",
    };
}
