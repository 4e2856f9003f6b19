using System.ClientModel;
using System.Text.Json.Serialization;
using Microsoft.Extensions.AI;
using OpenAI;
using Ucam.Extensions.AI;

var builder = WebApplication.CreateBuilder(args);
var endpoint = new OpenAIClientOptions { Endpoint = new Uri(builder.Configuration["endpoint"] ?? "http://127.0.0.1:5080/v1") };
var key = new ApiKeyCredential(builder.Configuration["key"] ?? "none");

// A dozen calls an answer, and so many in all that a mistake cannot cost a fortune.
var options = new DoubtOptions { Samples = 5, MostCalls = 12, Budget = new CallBudget(mostCalls: 100_000) };
builder.Services.AddChatClient(new OpenAIClient(key, endpoint).GetChatClient(builder.Configuration["model"] ?? "scenes").AsIChatClient())
    .UseDoubt(options);
// What no call could tell is NaN.
builder.Services.ConfigureHttpJsonOptions(json => json.SerializerOptions.NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals);
var app = builder.Build();

// curl --data-binary @kitchen.png "localhost:5000/ask?question=What+colour+is+the+large+ball%3F"
app.MapPost("/ask", async (string question, HttpRequest request, IChatClient chat, CancellationToken cancel) =>
{
    var picture = await DataContent.LoadFromAsync(request.Body, "image/png", cancel);
    var asked = new ChatMessage(ChatRole.User, [new TextContent(question), picture]);
    ChatDoubt doubt = ChatDoubt.Of(await chat.GetResponseAsync([asked], cancellationToken: cancel))!;
    return new { answer = doubt.Text, doubt.SemanticEntropy, doubt.PictureDoubt, doubt.BlankProbability, doubt.Cost.Calls, doubt.Note };
});

app.Run();
