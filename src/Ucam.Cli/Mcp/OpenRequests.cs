using System.Text.Json;
using System.Text.Json.Nodes;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;

namespace Ucam.Cli.Mcp;

/// <summary>Which requests wait for their answers. Safe to use from several threads.</summary>
internal sealed class OpenRequests
{
    private const string Number = "requestId";

    private readonly Lock _gate = new();
    private readonly HashSet<RequestId> _open = [];
    private readonly TaskCompletionSource _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private bool _ended;

    /// <summary>Notes what was read: a request, or that one is taken back and so never answered.</summary>
    /// <param name="line">A message; what is none is passed over, since the transport answers it.</param>
    public void Read(string line)
    {
        try
        {
            switch (JsonSerializer.Deserialize<JsonRpcMessage>(line, McpJsonUtilities.DefaultOptions))
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

    /// <summary>Says that no more is read.</summary>
    /// <returns>Done once nothing is open.</returns>
    public Task End()
    {
        lock (_gate)
        {
            _ended = true;
            if (_open.Count == 0) _done.TrySetResult();
        }
        return _done.Task;
    }

    private void Remove(RequestId id)
    {
        lock (_gate)
            if (_open.Remove(id) && _ended && _open.Count == 0) _done.TrySetResult();
    }
}
