using Microsoft.AspNetCore.Http.HttpResults;
using Ucam;
using Ucam.Vqa;

var builder = WebApplication.CreateBuilder(args);
builder.Services.AddUcam(builder.Configuration["model"] ?? "scenes");
// Answers are written without reflection.
builder.Services.ConfigureHttpJsonOptions(options => options.SerializerOptions.TypeInfoResolverChain.Insert(0, Answer.JsonType.OriginatingResolver!));
var app = builder.Build();

// curl --data-binary @kitchen.png "localhost:5000/ask?question=What+colour+is+the+large+ball%3F"
app.MapPost("/ask", async Task<Results<Ok<Answer>, BadRequest<string>>> (string question, HttpRequest request, VqaModel vqa, CancellationToken cancel) =>
{
    try
    {
        return TypedResults.Ok(await vqa.AskAsync(request.Body, question, cancel: cancel));
    }
    catch (UcamException e)
    {
        return TypedResults.BadRequest(e.Message);
    }
});

// The same with where it looked, as a picture.
app.MapPost("/where", async (string question, HttpRequest request, VqaModel vqa, CancellationToken cancel) =>
{
    Picture picture = await Picture.LoadAsync(request.Body, cancel: cancel);
    Answer answer = await vqa.AskAsync(picture, question, cancel: cancel);
    return answer.TryMap(MapKind.UCam, out ActivationMap? map) ? Results.Bytes(map.Overlay(picture).EncodePng(), "image/png") : Results.NotFound();
});

app.Run();
