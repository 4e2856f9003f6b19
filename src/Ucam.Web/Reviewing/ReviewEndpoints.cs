using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Ucam.Studies.Reports.Table;
using Ucam.Web.Hosting;

namespace Ucam.Web.Reviewing;

/// <summary>The calls of a review. Rows and pictures are named by their places alone.</summary>
internal static class ReviewEndpoints
{
    private const string Webp = "image/webp", Json = "application/json", Forever = "private, max-age=86400, immutable";

    /// <summary>Adds them.</summary>
    public static void Map(IEndpointRouteBuilder routes)
    {
        // Of a start, since the next one may number other pictures.
        string version = Guid.NewGuid().ToString("N")[..8];
        routes.MapGet("/api/review", (ReviewSession session) => Results.Text(All(session, version), Json));
        routes.MapGet("/api/review/rows/{row:int}", Row);
        routes.MapGet("/api/review/thumbs/{picture:int}", (int picture, ReviewPictures pictures, AskQueue queue, HttpContext context) =>
            Picture(() => pictures.Thumb(picture), queue, context));
        routes.MapGet("/api/review/pictures/{picture:int}", (int picture, ReviewPictures pictures, AskQueue queue, HttpContext context) =>
            Picture(() => pictures.Shown(picture), queue, context));
        routes.MapPost("/api/review/decisions", Decide);
        routes.MapPost("/api/review/undo", Undo);
        routes.MapGet("/api/review/decisions.csv", (ReviewSession session) =>
            Results.Bytes(Encoding.UTF8.GetBytes(ReviewExport.Csv(session)), "text/csv; charset=utf-8", ReviewExport.TableName));
        foreach (string ending in new[] { "_questions.json", "_annotations.json" })
            routes.MapGet("/api/review/" + ReviewExport.Split + ending, (ReviewSession session) =>
                Results.Bytes(ReviewExport.Vqa(session, ending), Json, ReviewExport.Split + ending));
    }

    private static string All(ReviewSession session, string version) => JsonSerializer.Serialize(
        new ReviewBody(session.Data.Title, session.Data.Facts, version, session.Table, [.. session.Data.Pictures.Select(p => p.File is not null)],
            [.. session.Decisions().Select(d => DecisionBody.Of(d.Key, d.Value))]), ReviewJson.Default.ReviewBody);

    private static async Task<IResult> Row(int row, ReviewSession session, AskQueue queue, HttpContext context)
    {
        if (row < 0 || row >= session.Data.Rows.Count)
            return Results.Problem(title: "There is no such row.", statusCode: StatusCodes.Status404NotFound);
        RowDetails? details = await queue.Run(() => session.Data.Details(row), context.RequestAborted).ConfigureAwait(false);
        return Results.Text(details is null ? "null" : JsonSerializer.Serialize(details, TableJson.Default.RowDetails), Json);
    }

    private static async Task<IResult> Picture(Func<byte[]?> make, AskQueue queue, HttpContext context)
    {
        byte[]? bytes = await queue.Run(make, context.RequestAborted).ConfigureAwait(false);
        if (bytes is null) return Results.Problem(title: "There is no such picture.", statusCode: StatusCodes.Status404NotFound);
        context.Response.Headers.CacheControl = Forever;
        return Results.Bytes(bytes, Webp);
    }

    private static async Task<IResult> Decide(HttpContext context, ReviewSession session)
    {
        DecisionBody body = await Read(context.Request, context.RequestAborted).ConfigureAwait(false);
        Decision decision = session.Decide(body.Row, ReviewExport.Named(body.Verdict), body.Answer);
        return Results.Json(DecisionBody.Of(body.Row, decision), ReviewJson.Default.DecisionBody, statusCode: StatusCodes.Status201Created);
    }

    private static async Task<IResult> Undo(HttpContext context, ReviewSession session)
    {
        await UnusedBody.Read(context).ConfigureAwait(false);
        return session.Undo() is { } undone ? Results.Json(DecisionBody.Of(undone.Row, undone.Now), ReviewJson.Default.DecisionBody)
            : Results.Problem(title: "There is nothing to undo.", statusCode: StatusCodes.Status409Conflict);
    }

    private static async Task<DecisionBody> Read(HttpRequest request, CancellationToken cancel)
    {
        if (!request.HasJsonContentType()) throw new RequestException(StatusCodes.Status415UnsupportedMediaType, "Send application/json.");
        try
        {
            return await JsonSerializer.DeserializeAsync(request.Body, ReviewJson.Default.DecisionBody, cancel).ConfigureAwait(false)
                ?? throw new JsonException("it is null");
        }
        catch (JsonException)
        {
            throw new UcamException("The JSON cannot be read; send an object with row, verdict and, for a correction, answer.");
        }
    }
}
