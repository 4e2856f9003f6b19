using System.IO.Pipelines;
using System.Text;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace Ucam.Cli.Mcp;

/// <summary>
/// Messages over two streams, a line each. The end of the input is passed on only once all that was asked is answered, since a server drops what
/// is under way when its input ends.
/// </summary>
internal sealed class LastingTransport : StreamServerTransport
{
    private readonly OpenRequests _open;
    private readonly CancellationTokenSource _stop = new();

    /// <summary>Begins to read.</summary>
    /// <param name="input">Requests.</param>
    /// <param name="output">Answers.</param>
    public LastingTransport(Stream input, Stream output) : this(input, output, new Pipe(), new OpenRequests())
    {
    }

    private LastingTransport(Stream input, Stream output, Pipe pipe, OpenRequests open) : base(pipe.Reader.AsStream(), output, "ucam")
    {
        _open = open;
        _ = Task.Run(() => Pump(input, pipe.Writer));
    }

    public override async Task SendMessageAsync(JsonRpcMessage message, CancellationToken cancellationToken = default)
    {
        try
        {
            await base.SendMessageAsync(message, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            // What could not be written is not waited for either.
            _open.Written(message);
        }
    }

    public override async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        await base.DisposeAsync().ConfigureAwait(false);
        _stop.Dispose();
    }

    private async Task Pump(Stream input, PipeWriter into)
    {
        CancellationToken stop = _stop.Token;
        try
        {
            using var lines = new StreamReader(input, new UTF8Encoding(false));
            while (await lines.ReadLineAsync(stop).ConfigureAwait(false) is { } line)
            {
                JsonRpcMessage? message = OpenRequests.Parse(line);
                bool isInTurn = OpenRequests.IsInTurn(message);
                if (isInTurn) await _open.Idle().WaitAsync(stop).ConfigureAwait(false);
                _open.Read(message);
                await into.WriteAsync(Encoding.UTF8.GetBytes(line + "\n"), stop).ConfigureAwait(false);
                if (isInTurn) await _open.Idle().WaitAsync(stop).ConfigureAwait(false);
            }
            await _open.Idle().WaitAsync(stop).ConfigureAwait(false);
        }
        catch (Exception e) when (e is OperationCanceledException or IOException or ObjectDisposedException)
        {
            // Stopped, or the other side is gone.
        }
        await into.CompleteAsync().ConfigureAwait(false);
    }
}
