using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Ucam.Studies;
using Ucam.Web.Page;

namespace Ucam.Web.Asking;

/// <summary>The calls that a page or a program makes.</summary>
internal static class AskEndpoints
{
    private const byte PngStart = 0x89;

    /// <summary>Adds them.</summary>
    public static void Map(IEndpointRouteBuilder routes, Models models, Samples samples)
    {
        routes.MapPost("/api/ask", Ask);
        routes.MapPost("/api/card", Card);
        routes.MapPost("/api/report", Report);
        routes.MapPost("/api/pictures", Keep);
        routes.MapGet("/api/pictures/{id}", (string id, PictureShelf shelf) => Results.Bytes(shelf.Find(id).Shown.EncodePng(), "image/png"));
        routes.MapGet("/api/models", () => ModelList.Of(models));
        routes.MapGet("/api/samples", () => samples.All);
        routes.MapGet("/samples/{name}", (string name) => Sample(samples.File(name)));
        routes.MapPost("/ask", Plain);
    }

    private static async Task<IResult> Ask(HttpContext context, Asker asker)
    {
        Asked asked = await asker.Ask(context.Request, context.RequestAborted).ConfigureAwait(false);
        return Results.Text(AnswerBody.Of(asked).ToJsonString(), "application/json");
    }

    private static IResult Sample(byte[]? file) => file is null ? Results.Problem(title: "There is no such sample.", statusCode: 404)
        : Results.Bytes(file, file[0] == PngStart ? "image/png" : "image/jpeg");

    private static async Task<IResult> Card(HttpContext context, Asker asker)
    {
        Asked asked = await asker.Ask(context.Request, context.RequestAborted).ConfigureAwait(false);
        return Results.Bytes(AnswerCard.Render(asked.Picture, asked.Answer, asked.Name).EncodePng(), "image/png", "answer.png");
    }

    private static async Task<IResult> Report(HttpContext context, Asker asker)
    {
        Asked asked = await asker.Ask(context.Request, context.RequestAborted).ConfigureAwait(false);
        using var file = new MemoryStream();
        HtmlReport.Write(file, asked.Answer.Question, [new ReportEntry(asked.Name ?? "picture", asked.Picture, asked.Answer)]);
        return Results.Bytes(file.ToArray(), "text/html; charset=utf-8", "answer.html");
    }

    private static async Task<IResult> Plain(HttpContext context, Asker asker) =>
        Results.Text(PlainAnswer.Of(await asker.Ask(context.Request, context.RequestAborted).ConfigureAwait(false)), "text/html", Encoding.UTF8);

    private static async Task<IResult> Keep(HttpContext context, Asker asker)
    {
        using var bytes = new MemoryStream();
        await context.Request.Body.CopyToAsync(bytes, context.RequestAborted).ConfigureAwait(false);
        ShelvedPicture picture = await asker.Keep(bytes.ToArray(), Picture.Unnamed, context.RequestAborted).ConfigureAwait(false);
        return Results.Json(new KeptPicture(picture.Id, picture.Shown.Width, picture.Shown.Height), WebJson.Default.KeptPicture, statusCode: 201);
    }
}
