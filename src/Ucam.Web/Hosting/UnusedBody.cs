using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Ucam.Web.Hosting;

/// <summary>A body that a call takes nothing from: it is read up to the limit, so that one that is too large is refused there too.</summary>
internal static class UnusedBody
{
    /// <summary>Middleware, for what only looks.</summary>
    public static async Task Guard(HttpContext context, RequestDelegate next)
    {
        if (HttpMethods.IsGet(context.Request.Method) || HttpMethods.IsHead(context.Request.Method)) await Read(context).ConfigureAwait(false);
        await next(context).ConfigureAwait(false);
    }

    /// <summary>Reads it.</summary>
    /// <exception cref="BadHttpRequestException">It is too large.</exception>
    public static Task Read(HttpContext context) => context.Features.Get<IHttpRequestBodyDetectionFeature>()?.CanHaveBody == true
        ? context.Request.Body.CopyToAsync(Stream.Null, context.RequestAborted) : Task.CompletedTask;
}
