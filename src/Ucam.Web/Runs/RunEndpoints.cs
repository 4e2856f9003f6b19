using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Timeouts;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Hosting;
using Ucam.Web.Hosting;
using Ucam.Web.Page;

namespace Ucam.Web.Runs;

/// <summary>The page of trainings and comparisons, and what it reads.</summary>
internal static class RunEndpoints
{
    /// <summary>The page's files, which are there only where runs are served.</summary>
    public static readonly string[] Files = ["runs.html", "runs.js", "chart.js"];

    private const int MostReaders = 32;

    // A comparison's report has its pictures and styles in itself, and needs nothing else.
    private const string ReportPolicy = "default-src 'none'; img-src data:; style-src 'unsafe-inline'; frame-ancestors 'none'; sandbox";

    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    /// <summary>Adds them.</summary>
    public static void Map(IEndpointRouteBuilder routes, RunList runs)
    {
        foreach (string file in Files) routes.MapGet("/" + file, () => Assets.Serve(file));
        routes.MapGet("/api/runs", () => Json(new JsonArray([.. runs.All().Select(run => (JsonNode)Line(run))])));
        routes.MapGet("/api/runs/one", (string? run) => Json(RunBody.Of(runs.Find(run))));
        var readers = new SemaphoreSlim(MostReaders);
        routes.MapGet("/api/runs/events", (HttpContext context, string? run, IHostApplicationLifetime server) =>
            Follow(context, runs.Find(run), readers, server.ApplicationStopping)).WithMetadata(new DisableRequestTimeoutAttribute());
        routes.MapGet("/runs/report", (HttpContext context, string? run) => Report(context.Response, runs.Find(run)));
    }

    private static JsonObject Line(RunEntry run) => new()
    {
        ["id"] = run.Id,
        ["kind"] = run.IsComparison ? "comparison" : "training",
        ["under_way"] = RunFiles.IsUnderWay(run),
        ["changed"] = RunFiles.Stamp(run).Changed,
    };

    private static IResult Json(JsonNode node) => Results.Text(node.ToJsonString(), "application/json");

    private static async Task Follow(HttpContext context, RunEntry run, SemaphoreSlim readers, CancellationToken stopping)
    {
        if (!await readers.WaitAsync(0, context.RequestAborted).ConfigureAwait(false)) throw new BusyException();
        try
        {
            using var end = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, stopping);
            EventStream.Begin(context.Response);
            for (string? sent = null; ; await Task.Delay(Pause, end.Token).ConfigureAwait(false))
            {
                string tag = $"{RunFiles.Stamp(run).Tag} {RunFiles.IsUnderWay(run)}";
                if (tag == sent) continue;
                sent = tag;
                await EventStream.Send(context.Response, "run", RunBody.Of(run).ToJsonString(), end.Token).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException)
        {
            // The reader is gone, or the server stops.
        }
        finally
        {
            readers.Release();
        }
    }

    private static IResult Report(HttpResponse response, RunEntry run)
    {
        if (RunFiles.ReportOf(run) is not { } path) throw new RequestException(StatusCodes.Status404NotFound, "This run has no report.");
        response.Headers.ContentSecurityPolicy = ReportPolicy;
        return Results.File(path, "text/html; charset=utf-8");
    }
}
