using System.ClientModel;
using System.ClientModel.Primitives;
using Microsoft.Extensions.AI;
using OpenAI;
using OpenAI.Chat;
using Ucam.Vqa;
using Ucam.Web;
using Ucam.Web.Hosting;
using ChatMessage = Microsoft.Extensions.AI.ChatMessage;

namespace Ucam.Extensions.AI.Tests;

/// <summary>The whole way: OpenAI's own client, a real server on a port, a model whose truth is known.</summary>
public class ServedModelTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private static IChatClient Client(WebServer server) => new OpenAIClient(new ApiKeyCredential("none"),
        new OpenAIClientOptions { Endpoint = new Uri(server.Address, "/v1"), RetryPolicy = new ClientRetryPolicy(0) }).GetChatClient("scenes").AsIChatClient();

    private static AnswerLikelihood? Likelihood(ChatResponse response) =>
        response.RawRepresentation is ChatCompletion { ContentTokenLogProbabilities: [{ } token] } ? new AnswerLikelihood(token.LogProbability,
            [.. token.TopLogProbabilities.Select(other => KeyValuePair.Create(other.Token, Math.Exp(other.LogProbability)))]) : null;

    [Fact]
    public async Task OpenAIs_client_asks_a_served_model_and_doubt_tells_its_mistakes()
    {
        await using WebServer server = await WebServer.Start(new WebOptions { Models = ["scenes"], Port = 0 }, cancel: Cancel);
        var options = new DoubtOptions
        {
            Samples = 4,
            Rewordings = 1,
            PictureChanges = 2,
            Prepare = each => each.RawRepresentationFactory = _ => new ChatCompletionOptions { IncludeLogProbabilities = true, TopLogProbabilityCount = 20 },
            Likelihood = Likelihood,
        };
        using var client = new DoubtChatClient(Client(server), options);
        using var vqa = VqaModel.Load("scenes");
        var set = new SceneSet(new SceneSetOptions { Pictures = 15, QuestionsPerPicture = 4, Seed = 9 });
        var (doubts, right) = (new List<ChatDoubt>(), new List<bool>());
        foreach (VqaItem item in set.Items)
        {
            Picture picture = set.LoadPicture(item.Picture);
            ChatMessage asked = ScriptedCall.Ask(item.Question, picture);
            ChatResponse response = await client.GetResponseAsync([asked], new ChatOptions { Temperature = 0, Seed = 1 }, Cancel);
            ChatDoubt doubt = ChatDoubt.Of(response)!;
            doubt.Probes.Should().OnlyContain(probe => probe.Outcome == ProbeOutcome.Answered && probe.Likelihood != null);
            doubts.Add(doubt);
            right.Add(item.Answers.Contains(doubt.Text));
        }
        Answer own = vqa.Ask(set.LoadPicture(set.Items[0].Picture), set.Items[0].Question);
        (doubts[0].Text, doubts[0].Cost.Calls).Should().Be((own.Text, 9));
        doubts[0].AnswerProbability.Should().BeApproximately(own.Probability, 1e-4);
        right.Should().Contain(true).And.Contain(false);
        RankingMetrics.Auroc([.. doubts.Select(d => d.Signals["answer-entropy"])], [.. right.Select(r => !r)]).Should().BeGreaterThan(0.65);
        client.Spent.Calls.Should().Be(60 * 9);
    }

    [Fact]
    public async Task Streams_and_errors_are_those_that_OpenAIs_client_reads()
    {
        await using WebServer server = await WebServer.Start(new WebOptions { Models = ["scenes"], Port = 0 }, cancel: Cancel);
        using var client = new DoubtChatClient(Client(server));
        ChatMessage asked = ScriptedCall.Ask("What colour is the ball?", ScriptedCall.Squares(64));
        var seeded = new ChatOptions { Seed = 5 };
        var parts = await client.GetStreamingResponseAsync([asked], seeded, Cancel).ToListAsync(Cancel);
        string whole = (await Client(server).GetResponseAsync([asked], seeded, Cancel)).Text;
        string.Concat(parts.Select(part => part.Text)).Should().Be(whole);
        ChatMessage blind = new(ChatRole.User, "What colour is the ball?");
        (await client.Awaiting(c => c.GetResponseAsync([blind], cancellationToken: Cancel)).Should().ThrowAsync<ClientResultException>())
            .Which.Message.Should().Contain("No message has a picture");
    }
}
