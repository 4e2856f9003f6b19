using Ucam;
using Ucam.Vqa;

var builder = WebApplication.CreateBuilder(args);

// "scenes" knows drawn shapes, "photos" ten kinds of photographs; a path loads a model of your own, made by 'ucam train'.
builder.Services.AddUcam(builder.Configuration["model"] ?? "scenes");
builder.Services.ConfigureHttpJsonOptions(json => json.SerializerOptions.TypeInfoResolverChain.Insert(0, Answer.JsonType.OriginatingResolver!));
var app = builder.Build();

// A picture that cannot be read, a question that cannot be asked: the caller's mistake, and the message says what to do.
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

// The page in wwwroot.
app.UseDefaultFiles();
app.UseStaticFiles();

// curl --data-binary @kitchen.png "http://localhost:5000/ask?question=What+colour+is+the+large+ball%3F"
app.MapPost("/ask", (string question, HttpRequest request, VqaModel vqa, CancellationToken cancel) =>
    vqa.AskAsync(request.Body, question, cancel: cancel));

// Where the model looked, as a picture.
app.MapPost("/where", async (string question, HttpRequest request, VqaModel vqa, CancellationToken cancel) =>
{
    Picture picture = await Picture.LoadAsync(request.Body, cancel: cancel);
    Answer answer = await vqa.AskAsync(picture, question, cancel: cancel);
    return Results.Bytes(answer.Map(MapKind.Certainty).Overlay(picture).EncodePng(), "image/png");
});

app.Run();
