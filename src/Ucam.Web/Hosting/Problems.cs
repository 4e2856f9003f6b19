using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Ucam.Web.Hosting;

/// <summary>A request that cannot be answered, with the status that says whose fault it is.</summary>
internal sealed class RequestException(int status, string message) : Exception(message)
{
    public int Status => status;
}

/// <summary>What a request needs and is not to be had just now, for which the caller cannot be blamed.</summary>
internal sealed class UnavailableException(string message, Exception? inner = null) : UcamException(message, inner);

/// <summary>Turns what goes wrong into problem+json (RFC 9457) of one line; never a stack trace.</summary>
internal static class Problems
{
    private const int Closed = 499;
    private const string Category = "Ucam.Web";

    /// <summary>Middleware that stands before all others.</summary>
    public static async Task Guard(HttpContext context, RequestDelegate next)
    {
        try
        {
            await next(context).ConfigureAwait(false);
            // Refused by the framework, which says nothing more.
            if (context.Response is { HasStarted: false, StatusCode: >= 400, ContentType: null, ContentLength: null or 0 } bare)
                await Results.Problem(title: Bare(bare.StatusCode), statusCode: bare.StatusCode).ExecuteAsync(context).ConfigureAwait(false);
        }
        catch (Exception e) when (!context.Response.HasStarted)
        {
            await Write(context, e).ConfigureAwait(false);
        }
    }

    private static async Task Write(HttpContext context, Exception problem)
    {
        if (context.RequestAborted.IsCancellationRequested)
        {
            context.Response.StatusCode = Closed;
            return;
        }
        int status = Describe(problem).Status;
        string title = Told(context, problem);
        if (status == StatusCodes.Status429TooManyRequests) context.Response.Headers.RetryAfter = "1";
        await Results.Problem(title: title, statusCode: status).ExecuteAsync(context).ConfigureAwait(false);
    }

    /// <summary>A problem's one line for a caller, where the status can no longer tell; what is not the caller's fault is logged.</summary>
    public static string Told(HttpContext context, Exception problem)
    {
        Log(context, problem);
        return Describe(problem).Title;
    }

    private static string Bare(int status) => status switch
    {
        StatusCodes.Status400BadRequest => "This server is not called by that name; --host adds one.",
        StatusCodes.Status405MethodNotAllowed => "That cannot be done here.",
        _ => "That cannot be answered.",
    };

    /// <summary>Tells the log of what is the server's own fault, and in one line of what was not to be had.</summary>
    internal static void Log(HttpContext context, Exception problem)
    {
        (int status, string title) = Describe(problem);
        bool own = status == StatusCodes.Status500InternalServerError;
        if (!own && problem is not UnavailableException) return;
        ILogger log = context.RequestServices.GetRequiredService<ILoggerFactory>().CreateLogger(Category);
        string path = ControlText.Shown($"{context.Request.Path}", "");
        if (own) log.LogError(problem, "{Path}", path);
        else log.LogError("{Path}: {Problem}", path, title);
    }

    /// <summary>The status, and one line that says what was wrong.</summary>
    internal static (int Status, string Title) Describe(Exception problem) => problem switch
    {
        RequestException e => (e.Status, e.Message),
        BusyException => (StatusCodes.Status429TooManyRequests, problem.Message),
        UnavailableException => (StatusCodes.Status503ServiceUnavailable, ControlText.Shown(problem.Message, "")),
        UcamException => (StatusCodes.Status400BadRequest, ControlText.Shown(problem.Message, "")),
        BadHttpRequestException { StatusCode: StatusCodes.Status413PayloadTooLarge } =>
            (StatusCodes.Status413PayloadTooLarge, "That is too large; a request may have 10 MB, its picture among them."),
        BadHttpRequestException { StatusCode: StatusCodes.Status408RequestTimeout } =>
            (StatusCodes.Status408RequestTimeout, "The request came too slowly; send it again."),
        BadHttpRequestException e => (e.StatusCode, ControlText.Shown(e.Message, "")),
        OperationCanceledException => (StatusCodes.Status503ServiceUnavailable, "It took too long; ask again, or with fewer passes."),
        ObjectDisposedException => (StatusCodes.Status503ServiceUnavailable, "The server is stopping."),
        _ => (StatusCodes.Status500InternalServerError, "Something went wrong in the server; its log says what."),
    };
}
