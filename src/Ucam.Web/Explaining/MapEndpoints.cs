using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Ucam.Studies.Reports;
using Ucam.Web.Asking;
using Ucam.Web.Hosting;

namespace Ucam.Web.Explaining;

/// <summary>The calls for maps that take long.</summary>
internal static class MapEndpoints
{
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(10);

    /// <summary>Adds them.</summary>
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/maps", List);
        routes.MapPost("/api/maps", Make).WithRequestTimeout(Longest);
    }

    private static IResult List() => Results.Text(new JsonArray([.. MapMaker.Methods.Select(entry => (JsonNode)new JsonObject
    {
        ["name"] = entry.Name,
        ["title"] = entry.Title,
        ["source"] = entry.Source,
    })]).ToJsonString(), "application/json");

    private static async Task Make(HttpContext context, Asker asker, MapMaker maker)
    {
        CancellationToken cancel = context.RequestAborted;
        (var of, string name) = await asker.ToExplain(context.Request, cancel).ConfigureAwait(false);
        async Task<JsonObject> Made(IProgress<double>? progress) =>
            AnswerBody.Map(await maker.Make(of, name, progress ?? new Progress<double>(), cancel).ConfigureAwait(false), name, Title(name));
        if (!EventStream.IsWanted(context.Request))
        {
            JsonObject only = await Made(null).ConfigureAwait(false);
            await Results.Text(only.ToJsonString(), "application/json").ExecuteAsync(context).ConfigureAwait(false);
            return;
        }
        EventStream.Begin(context.Response);
        try
        {
            JsonObject map = await EventStream.WithProgress(context.Response, Made, cancel).ConfigureAwait(false);
            await EventStream.Send(context.Response, "map", map.ToJsonString(), cancel).ConfigureAwait(false);
        }
        catch (Exception e) when (!cancel.IsCancellationRequested || TimeLimit.IsOver(context))
        {
            // The status is sent already.
            string problem = new JsonObject { ["title"] = Problems.Told(context, e) }.ToJsonString();
            await EventStream.Send(context.Response, "problem", problem, CancellationToken.None).ConfigureAwait(false);
        }
    }

    private static string Title(string name) => MapLabel.Title(ExplanationMethods.Find(name), "the answer");
}
