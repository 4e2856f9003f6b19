using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Ucam.Web.Hosting;

namespace Ucam.Web.Chat;

/// <summary>Turns what goes wrong below /v1 into OpenAI's form of an error, which its clients read; never a stack trace.</summary>
internal static class ChatErrors
{
    /// <summary>Where the calls in OpenAI's form are.</summary>
    public static readonly PathString Path = "/v1";

    /// <summary>The middleware, before whatever may refuse a request.</summary>
    public static async Task Guard(HttpContext context, RequestDelegate next)
    {
        try
        {
            await next(context).ConfigureAwait(false);
        }
        catch (Exception e) when (IsOurs(context))
        {
            await Write(context, e).ConfigureAwait(false);
        }
    }

    // Nobody is there to read what a caller who has gone away would be told.
    private static bool IsOurs(HttpContext context) => context.Request.Path.StartsWithSegments(Path) && !context.Response.HasStarted
        && !context.RequestAborted.IsCancellationRequested;

    private static async Task Write(HttpContext context, Exception problem)
    {
        (int status, string message) = Problems.Describe(problem);
        string? field = (problem as UcamException)?.Field;
        if (field == "model" && !message.Contains("missing", StringComparison.Ordinal)) status = StatusCodes.Status404NotFound;
        Problems.Log(context, problem);
        if (status == StatusCodes.Status429TooManyRequests) context.Response.Headers.RetryAfter = "1";
        var error = new JsonObject
        {
            ["message"] = message,
            ["type"] = status == StatusCodes.Status429TooManyRequests ? "requests" : status >= 500 ? "server_error" : "invalid_request_error",
            ["param"] = field,
            ["code"] = status switch
            {
                StatusCodes.Status401Unauthorized => "invalid_api_key",
                StatusCodes.Status404NotFound when field == "model" => "model_not_found",
                StatusCodes.Status429TooManyRequests => "rate_limit_exceeded",
                _ => null,
            },
        };
        string body = new JsonObject { ["error"] = error }.ToJsonString();
        await Results.Text(body, "application/json", statusCode: status).ExecuteAsync(context).ConfigureAwait(false);
    }
}
