using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Ucam.Web.Asking;
using Ucam.Web.Hosting;

namespace Ucam.Web.Chat;

/// <summary>The calls of OpenAI's form that its clients need to ask about a picture.</summary>
internal static class ChatEndpoints
{
    /// <summary>Adds them.</summary>
    public static void Map(IEndpointRouteBuilder routes, Models models)
    {
        routes.MapPost("/v1/chat/completions", Complete);
        routes.MapGet("/v1/models", () => Json(new JsonObject
        { ["object"] = "list", ["data"] = new JsonArray([.. models.All.Select(m => (JsonNode)Model(m.Name))]) }));
        routes.MapGet("/v1/models/{name}", (string name) =>
        {
            _ = models.Find(name);
            return Json(Model(name));
        });
        routes.Map("/v1/{*path}", (Func<IResult>)(() => throw new RequestException(StatusCodes.Status404NotFound, "There is no such call.")));
    }

    private static JsonObject Model(string name) => new() { ["id"] = name, ["object"] = "model", ["created"] = 0, ["owned_by"] = "ucam" };

    private static IResult Json(JsonObject body) => Results.Text(body.ToJsonString(), "application/json");

    private static async Task<IResult> Complete(HttpContext context, ChatAnswerer answerer)
    {
        ChatRequest request = await ChatRequest.Read(context.Request, context.RequestAborted).ConfigureAwait(false);
        ChatCompletion completion = await answerer.Answer(request, context.RequestAborted).ConfigureAwait(false);
        if (request.Stream != true) return Json(completion.Whole());
        context.Response.ContentType = "text/event-stream";
        context.Response.Headers.CacheControl = "no-cache";
        foreach (JsonObject part in completion.Parts(request.StreamOptions?.IncludeUsage == true))
            await context.Response.WriteAsync($"data: {part.ToJsonString()}\n\n", context.RequestAborted).ConfigureAwait(false);
        await context.Response.WriteAsync("data: [DONE]\n\n", context.RequestAborted).ConfigureAwait(false);
        return Results.Empty;
    }
}
