using System.Net.Sockets;
using System.Text;

namespace Ucam.Web.Tests;

/// <summary>A request as its bytes are sent, for what no client sends by itself.</summary>
internal static class RawRequest
{
    /// <summary>Sends it to a server on this machine, and reads until the answer's head and its body have come.</summary>
    /// <param name="port">Where the server listens.</param>
    /// <param name="head">The head's lines.</param>
    /// <param name="parts">Parts of a body in HTTP's chunks; without any there is no body.</param>
    /// <param name="ends">Whether the body ends.</param>
    public static async Task<(int Status, string Text)> Send(int port, string[] head, IEnumerable<byte[]>? parts = null, bool ends = true)
    {
        CancellationToken cancel = TestContext.Current.CancellationToken;
        using var client = new TcpClient();
        await client.ConnectAsync("127.0.0.1", port, cancel);
        NetworkStream stream = client.GetStream();
        string[] lines = parts is null ? [.. head, "Connection: close"] : [.. head, "Connection: close", "Transfer-Encoding: chunked"];
        await stream.WriteAsync(Encoding.ASCII.GetBytes(string.Join("\r\n", lines) + "\r\n\r\n"), cancel);
        try
        {
            foreach (byte[] part in parts ?? [])
                await stream.WriteAsync((byte[])[.. Encoding.ASCII.GetBytes($"{part.Length:X}\r\n"), .. part, .. "\r\n"u8], cancel);
            if (parts is not null && ends) await stream.WriteAsync("0\r\n\r\n"u8.ToArray(), cancel);
        }
        catch (IOException)
        {
            // Refused before all of it was sent.
        }
        var text = new StringBuilder();
        byte[] buffer = new byte[4096];
        try
        {
            for (int read; !IsWhole($"{text}") && (read = await stream.ReadAsync(buffer, cancel)) > 0;)
                text.Append(Encoding.UTF8.GetString(buffer, 0, read));
        }
        catch (IOException)
        {
            // A server that refuses a body may hang up on the rest of it.
        }
        string whole = text.ToString();
        return (whole.Length == 0 ? 0 : int.Parse(whole.Split(' ')[1]), whole);
    }

    // A server waits a while for the rest of a body that it has refused before it hangs up.
    private static bool IsWhole(string text) => text.Contains("\r\nTransfer-Encoding: chunked\r\n", StringComparison.Ordinal)
        && text.EndsWith("\r\n0\r\n\r\n", StringComparison.Ordinal);
}
