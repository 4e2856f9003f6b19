using System.ClientModel;
using Microsoft.Extensions.AI;
using OpenAI;
using Ucam.Extensions.AI;

if (args.Length != 4)
{
    Console.Error.WriteLine("usage: ChatDoubt ENDPOINT MODEL PICTURE QUESTION");
    return 2;
}
// Any chat client that sees: here one of OpenAI's form, such as 'ucam serve' offers at http://127.0.0.1:5080/v1.
var key = new ApiKeyCredential(Environment.GetEnvironmentVariable("OPENAI_API_KEY") ?? "none");
IChatClient chat = new OpenAIClient(key, new OpenAIClientOptions { Endpoint = new Uri(args[0]) }).GetChatClient(args[1]).AsIChatClient();

var options = new DoubtOptions { Samples = 6, Map = new DoubtMapOptions(), MostCalls = 60 };
using IChatClient client = chat.AsBuilder().UseDoubt(options, doubt => Console.WriteLine($"at most {doubt.Estimate().Calls} calls")).Build();

var asked = new ChatMessage(ChatRole.User, [new TextContent(args[3]), await DataContent.LoadFromAsync(args[2])]);
ChatResponse response = await client.GetResponseAsync([asked], new ChatOptions { Temperature = 0 });

ChatDoubt doubt = ChatDoubt.Of(response)!;
Console.WriteLine($"{doubt.Text}: {string.Join(", ", doubt.Meanings.Select(m => $"{m.Text} {m.Probability:P0}"))}");
Console.WriteLine($"by itself {doubt.SemanticEntropy:F2} nats, by details {doubt.PictureDoubt:F2}, by the words {doubt.WordingDoubt:F2}");
Console.WriteLine($"without the picture it would say so with {doubt.BlankProbability:P0}");
Console.WriteLine($"{doubt.Cost}{(doubt.Note is null ? "" : $"; {doubt.Note}")}");
doubt.Map?.Overlay(args[2]).SavePng("where.png");
return 0;
