using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Timeouts;

namespace Ucam.Web.Hosting;

/// <summary>Tells whoever waits that a request took longer than it may, as any other problem is told.</summary>
internal static class TimeLimit
{
    /// <summary>Whether a request took longer than it may.</summary>
    public static bool IsOver(HttpContext context) =>
        context.Features.Get<IHttpRequestTimeoutFeature>()?.RequestTimeoutToken.IsCancellationRequested == true;

    /// <summary>Middleware right behind that which counts the time.</summary>
    public static async Task Guard(HttpContext context, RequestDelegate next)
    {
        try
        {
            await next(context).ConfigureAwait(false);
        }
        catch (OperationCanceledException e) when (IsOver(context))
        {
            if (!context.Response.HasStarted) throw new RequestException(StatusCodes.Status503ServiceUnavailable, Problems.Describe(e).Title);
            // A half answer must not look like a whole one.
            context.Abort();
        }
    }
}
