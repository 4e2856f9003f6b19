using System.Text.Json;
using System.Text.Json.Nodes;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;

namespace Ucam.Cli.Mcp;

/// <summary>Which requests wait for their answers. Safe to use from several threads.</summary>
internal sealed class OpenRequests
{
    private const string Number = "requestId", Name = "name", Ordered = "review_";

    private readonly Lock _gate = new();
    private readonly HashSet<RequestId> _open = [];
    private TaskCompletionSource? _idle;

    /// <summary>A message; null for what is none.</summary>
    public static JsonRpcMessage? Parse(string line)
    {
        try
        {
            return JsonSerializer.Deserialize<JsonRpcMessage>(line, McpJsonUtilities.DefaultOptions);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>Whether a message is answered after all before it and before all behind it, as decisions are, of which the last one counts.</summary>
    public static bool IsInTurn(JsonRpcMessage? message) =>
        message is JsonRpcRequest { Method: RequestMethods.ToolsCall, Params: JsonObject given } && given[Name] is JsonValue name
        && $"{name}".StartsWith(Ordered, StringComparison.Ordinal);

    /// <summary>Notes what was read: a request, or that one is taken back and so never answered.</summary>
    /// <param name="message">A message; what is none is passed over, since the transport answers it.</param>
    public void Read(JsonRpcMessage? message)
    {
        try
        {
            switch (message)
            {
                case JsonRpcRequest request:
                    lock (_gate) _open.Add(request.Id);
                    break;
                case JsonRpcNotification { Method: NotificationMethods.CancelledNotification, Params: JsonObject taken } when taken[Number] is { } id:
                    Remove(JsonSerializer.Deserialize<RequestId>(id, McpJsonUtilities.DefaultOptions));
                    break;
            }
        }
        catch (JsonException)
        {
            return;
        }
    }

    /// <summary>Notes what is written.</summary>
    public void Written(JsonRpcMessage message)
    {
        if (message is JsonRpcResponse or JsonRpcError) Remove(((JsonRpcMessageWithId)message).Id);
    }

    /// <summary>Done once nothing is open.</summary>
    public Task Idle()
    {
        lock (_gate)
            return _open.Count == 0 ? Task.CompletedTask : (_idle ??= new(TaskCreationOptions.RunContinuationsAsynchronously)).Task;
    }

    private void Remove(RequestId id)
    {
        lock (_gate)
        {
            if (!_open.Remove(id) || _open.Count > 0) return;
            _idle?.TrySetResult();
            _idle = null;
        }
    }
}
