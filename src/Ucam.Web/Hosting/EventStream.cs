using System.Globalization;
using System.Threading.Channels;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Ucam.Web.Hosting;

/// <summary>Server-sent events (text/event-stream), each a name and one line of data.</summary>
internal static class EventStream
{
    /// <summary>Whether a caller takes events.</summary>
    public static bool IsWanted(HttpRequest request) => request.Headers.Accept.ToString().Contains("text/event-stream", StringComparison.Ordinal);

    /// <summary>Begins a response of events.</summary>
    public static void Begin(HttpResponse response)
    {
        response.ContentType = "text/event-stream";
        response.Headers.CacheControl = "no-store";
        response.HttpContext.Features.Get<IHttpResponseBodyFeature>()?.DisableBuffering();
    }

    /// <summary>Sends one event.</summary>
    public static async Task Send(HttpResponse response, string name, string line, CancellationToken cancel)
    {
        await response.WriteAsync($"event: {name}\ndata: {line}\n\n", cancel).ConfigureAwait(false);
        await response.Body.FlushAsync(cancel).ConfigureAwait(false);
    }

    /// <summary>Sends the progress of work, 0 to 1, while it goes on: the latest where it is quicker than the caller reads.</summary>
    /// <param name="response">Where to.</param>
    /// <param name="work">The work, which is told whom to tell.</param>
    /// <param name="cancel">The caller is gone.</param>
    /// <returns>What the work gave.</returns>
    public static async Task<T> WithProgress<T>(HttpResponse response, Func<IProgress<double>, Task<T>> work, CancellationToken cancel)
    {
        Channel<double> shares = Channel.CreateBounded<double>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropOldest });
        Task<T> running = work(new Written(shares.Writer));
        _ = running.ContinueWith(_ => shares.Writer.Complete(), CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
        await foreach (double share in shares.Reader.ReadAllAsync(cancel).ConfigureAwait(false))
            await Send(response, "progress", share.ToString("F3", CultureInfo.InvariantCulture), cancel).ConfigureAwait(false);
        return await running.ConfigureAwait(false);
    }

    private sealed class Written(ChannelWriter<double> shares) : IProgress<double>
    {
        public void Report(double value) => shares.TryWrite(value);
    }
}
