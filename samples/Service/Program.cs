using Ucam;
using Ucam.Vqa;

var builder = WebApplication.CreateBuilder(args);
builder.Services.AddUcam(builder.Configuration["model"] ?? "scenes");
// Answers are written without reflection.
builder.Services.ConfigureHttpJsonOptions(json => json.SerializerOptions.TypeInfoResolverChain.Insert(0, Answer.JsonType.OriginatingResolver!));
var app = builder.Build();

// Pictures and questions that cannot be used are the caller's mistakes, and their messages say what to do.
app.Use(async (context, next) =>
{
    try
    {
        await next(context);
    }
    catch (UcamException e)
    {
        await Results.Text(e.Message, statusCode: StatusCodes.Status400BadRequest).ExecuteAsync(context);
    }
});

// curl --data-binary @kitchen.png "localhost:5000/ask?question=What+colour+is+the+large+ball%3F"
app.MapPost("/ask", (string question, HttpRequest request, VqaModel vqa, CancellationToken cancel) =>
    vqa.AskAsync(request.Body, question, cancel: cancel));

// The same with where the model looked, as a picture.
app.MapPost("/where", async (string question, HttpRequest request, VqaModel vqa, CancellationToken cancel) =>
{
    Picture picture = await Picture.LoadAsync(request.Body, cancel: cancel);
    Answer answer = await vqa.AskAsync(picture, question, cancel: cancel);
    return Results.Bytes(answer.Map(MapKind.Certainty).Overlay(picture).EncodePng(), "image/png");
});

app.Run();
