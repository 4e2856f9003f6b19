using Microsoft.Extensions.AI;

namespace Ucam.Extensions.AI.Tests;

public class DoubtChatClientTests
{
    private static readonly DoubtOptions Some = new() { Samples = 4, Rewordings = 2, PictureChanges = 3, BlindCalls = 1, Concurrency = 3 };

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private static async Task<ChatDoubt> Doubt(IChatClient inner, DoubtOptions options, string question = "What colour is it?")
    {
        using IChatClient client = inner.AsBuilder().UseDoubt(options).Build();
        ChatResponse response = await client.GetResponseAsync([ScriptedCall.Ask(question)], cancellationToken: Cancel);
        return ChatDoubt.Of(response)!;
    }

    [Fact]
    public async Task Each_kind_of_call_asks_what_it_is_for_and_the_answer_is_asked_as_the_caller_did()
    {
        var inner = new ScriptedClient(call => call.IsBlank ? "blue" : "red");
        using IChatClient client = inner.AsBuilder().UseDoubt(Some).Build();
        ChatMessage system = new(ChatRole.System, "Be brief.");
        ChatResponse response = await client.GetResponseAsync([system, ScriptedCall.Ask("What colour is it?")],
            new ChatOptions { ModelId = "m", MaxOutputTokens = 5 }, Cancel);
        response.Text.Should().Be("red");
        ChatDoubt doubt = ChatDoubt.Of(response)!;
        inner.Calls.Should().HaveCount(11).And.OnlyContain(call => call.Messages[0] == system && call.Options!.ModelId == "m");
        inner.Calls[0].Options!.Temperature.Should().BeNull("the answer itself is the caller's own");
        inner.Calls.Where(call => call.IsSample).Select(call => call.Options!.Seed).Should().BeEquivalentTo([1, 2, 3, 4]);
        inner.Calls.Count(call => call.IsBlank).Should().Be(1);
        inner.Calls.Count(call => call.Question != "What colour is it?").Should().Be(2);
        inner.Calls.Select(call => Convert.ToHexString(call.Picture.Rgb)).Distinct().Should().HaveCount(1 + 1 + 3);
        doubt.Probes.CountBy(probe => probe.Kind).Should().BeEquivalentTo(new Dictionary<ProbeKind, int>
        {
            [ProbeKind.Answer] = 1,
            [ProbeKind.Sample] = 4,
            [ProbeKind.Rewording] = 2,
            [ProbeKind.PictureChange] = 3,
            [ProbeKind.Blind] = 1,
        });
        (doubt.SemanticEntropy, doubt.PictureDoubt, doubt.WordingDoubt, doubt.BlankProbability).Should().Be((0, 0, 0, 0));
        (doubt.Cost.Calls, doubt.Cost.InputTokens + doubt.Cost.OutputTokens, doubt.Note).Should().Be((11, 110, null));
        inner.MostAtOnce.Should().BeLessThanOrEqualTo(3);
    }

    [Theory]
    [InlineData("Red", "red.", "RED", "The red")]
    [InlineData("2 m", "two metres", "2m", "2 meters")]
    [InlineData("50 %", "50 percent", "50%", "50 Percent.")]
    public async Task Casing_and_units_are_no_doubt(params string[] answers)
    {
        ChatDoubt doubt = await Doubt(new ScriptedClient(call => answers[call.Number % answers.Length]), Some);
        (doubt.SemanticEntropy, doubt.Meanings.Count).Should().Be((0, 1));
        doubt.Text.Should().Be(answers[0], "the answer itself stays as it came");
    }

    [Fact]
    public async Task Other_answers_are_told_apart_and_counted()
    {
        string[] drawn = ["red", "blue", "blue", "blue"];
        ChatDoubt doubt = await Doubt(new ScriptedClient(call => call.IsSample ? drawn[(int)call.Options!.Seed! - 1] : call.IsBlank ? "red" : "blue"), Some);
        doubt.SemanticEntropy.Should().BeApproximately(-(0.25 * Math.Log(0.25) + 0.75 * Math.Log(0.75)), 1e-12);
        doubt.Meanings.Select(m => m.Text).Should().Equal("blue", "red");
        doubt.Meanings[0].Probability.Should().BeApproximately(0.8, 1e-12, "the answer counts beside its samples");
        (doubt.Signals["sample-agreement"], doubt.Signals["picture-agreement"], doubt.BlankProbability).Should().Be((0.75, 1, 0));
    }

    [Fact]
    public async Task The_order_in_which_calls_end_changes_nothing()
    {
        string[] drawn = ["a", "b", "c", "a"];
        async Task<ChatDoubt> Ended(int[] delays) => await Doubt(new ScriptedClient(async (call, cancel) =>
        {
            await Task.Delay(delays[call.Number % delays.Length], cancel);
            return ScriptedClient.Says(call.IsSample ? drawn[(int)call.Options!.Seed! - 1] : "a");
        }), Some with { Concurrency = 11 });
        ChatDoubt one = await Ended([1, 20, 5, 12, 0]), other = await Ended([15, 0, 9]);
        one.Probes.Should().Equal(other.Probes);
        one.Signals.Should().Equal(other.Signals);
    }

    [Fact]
    public async Task Refusals_empty_answers_failures_and_late_ones_are_kept_apart_and_none_is_lost()
    {
        var inner = new ScriptedClient(async (call, cancel) =>
        {
            if (call.Number == 0) return ScriptedClient.Says("red");
            if (call.IsBlank) return ScriptedClient.Says("I'm sorry, I can't see anything.");
            if (call.Question != "What colour is it?") throw new InvalidOperationException("broken\nmore");
            if (!call.IsSample) await Task.Delay(Timeout.Infinite, cancel);
            return ScriptedClient.Says(call.Options!.Seed == 1 ? "  " : "red");
        });
        ChatDoubt doubt = await Doubt(inner, Some with { CallSeconds = 0.05 });
        doubt.Probes.CountBy(probe => probe.Outcome).Should().BeEquivalentTo(new Dictionary<ProbeOutcome, int>
        {
            [ProbeOutcome.Answered] = 4,
            [ProbeOutcome.Empty] = 1,
            [ProbeOutcome.Refused] = 1,
            [ProbeOutcome.Failed] = 2,
            [ProbeOutcome.TimedOut] = 3,
        });
        doubt.Signals["sample-agreement"].Should().Be(0.75, "an empty answer is not the same answer");
        doubt.SemanticEntropy.Should().BeGreaterThan(0);
        (doubt.BlankProbability, doubt.PictureDoubt).Should().Be((0, double.NaN));
        doubt.Probes.Where(p => p.Outcome == ProbeOutcome.Failed).Should().OnlyContain(p => p.Problem == "broken\\nmore");
        doubt.Note.Should().Be("of 11 calls 3 too late; 2 failed; 1 refused; 1 empty");
    }

    [Fact]
    public async Task Who_is_told_to_come_again_does_so_then_and_it_counts_as_a_call()
    {
        var turnedAway = new HashSet<string>();
        long began = Environment.TickCount64;
        var inner = new ScriptedClient(call =>
        {
            string key = $"{call.Question}{call.Options?.Seed}{call.Options?.Temperature}{Convert.ToHexString(call.Picture.Rgb)}";
            lock (turnedAway)
                if (turnedAway.Count < 3 && turnedAway.Add(key))
                    throw new HttpRequestException("slow down", null, System.Net.HttpStatusCode.TooManyRequests)
                    { Data = { ["Retry-After"] = 0.1 } };
            return "red";
        });
        ChatDoubt doubt = await Doubt(inner, Some with { Concurrency = 1 });
        doubt.Probes.Should().OnlyContain(probe => probe.Outcome == ProbeOutcome.Answered);
        (inner.Calls.Count, doubt.Cost.Calls).Should().Be((14, 14));
        (Environment.TickCount64 - began).Should().BeGreaterThan(280);
    }

    [Fact]
    public async Task What_comes_of_the_answer_itself_is_the_callers()
    {
        var broken = new ScriptedClient((_, _) => throw new InvalidOperationException("broken"));
        await FluentActions.Awaiting(() => Doubt(broken, Some)).Should().ThrowAsync<InvalidOperationException>().WithMessage("broken");
        var late = new ScriptedClient(async (_, _) =>
        {
            await Task.Delay(Timeout.Infinite, CancellationToken.None);
            return null!;
        });
        await FluentActions.Awaiting(() => Doubt(late, Some with { CallSeconds = 0.05 })).Should().ThrowAsync<TimeoutException>();
        var refusing = new ScriptedClient(_ => "I cannot help with that.");
        ChatDoubt doubt = await Doubt(refusing, Some);
        (refusing.Calls.Count, doubt.Certainty.IsKnown, doubt.Certainty.Because).Should().Be((1, false, "the model gave no answer"));
    }

    [Fact]
    public async Task Cancelling_ends_it()
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        var inner = new ScriptedClient(async (call, cancel) =>
        {
            if (call.Number == 3) await stop.CancelAsync();
            await Task.Delay(call.Number == 0 ? 0 : Timeout.Infinite, cancel);
            return ScriptedClient.Says("red");
        });
        using var client = new DoubtChatClient(inner, Some);
        await client.Awaiting(c => c.GetResponseAsync([ScriptedCall.Ask("a?")], cancellationToken: stop.Token))
            .Should().ThrowAsync<OperationCanceledException>();
    }

    [Fact]
    public async Task A_stream_passes_through_in_its_own_order_and_counts()
    {
        var budget = new CallBudget(mostCalls: 1);
        var inner = new ScriptedClient(_ => "red");
        using var client = new DoubtChatClient(inner, Some with { Budget = budget });
        List<ChatResponseUpdate> updates = await client.GetStreamingResponseAsync([ScriptedCall.Ask("a?")], cancellationToken: Cancel)
            .ToListAsync(Cancel);
        (string.Concat(updates.Select(u => u.Text)), inner.Calls.Count, budget.Calls).Should().Be(("red", 1, 1));
        await FluentActions.Awaiting(async () => await client.GetStreamingResponseAsync([ScriptedCall.Ask("a?")], cancellationToken: Cancel)
            .ToListAsync(Cancel)).Should().ThrowAsync<BudgetSpentException>();
    }

    [Fact]
    public async Task Without_a_picture_or_a_question_what_can_be_asked_is_asked()
    {
        var inner = new ScriptedClient(_ => "4");
        using var client = new DoubtChatClient(inner, Some);
        ChatDoubt doubt = ChatDoubt.Of(await client.GetResponseAsync([new ChatMessage(ChatRole.User, "What is 2 + 2?")], cancellationToken: Cancel))!;
        (inner.Calls.Count, doubt.SemanticEntropy, doubt.BlankProbability).Should().Be((7, 0, double.NaN));
        ChatMessage only = new(ChatRole.User, [new DataContent(ScriptedCall.Squares(8).EncodePng(), "image/png")]);
        ChatDoubt.Of(await client.GetResponseAsync([only], cancellationToken: Cancel)).Should().BeNull();
        inner.Calls.Should().HaveCount(8);
    }

    [Theory]
    [InlineData("010203")]
    [InlineData("")]
    public async Task A_picture_that_cannot_be_read_costs_no_answer_and_is_told(string bytes)
    {
        var inner = new ScriptedClient(_ => "red");
        using var client = new DoubtChatClient(inner, Some with { Map = new DoubtMapOptions() });
        ChatMessage message = new(ChatRole.User, [new TextContent("a?"), new DataContent(Convert.FromHexString(bytes), "image/png")]);
        ChatResponse response = await client.GetResponseAsync([message], cancellationToken: Cancel);
        ChatDoubt doubt = ChatDoubt.Of(response)!;
        (response.Text, inner.Calls.Count, doubt.Cost.Calls, doubt.SemanticEntropy, doubt.WordingDoubt).Should().Be(("red", 7, 7, 0, 0));
        (doubt.PictureDoubt, doubt.BlankProbability, doubt.Map).Should().Be((double.NaN, double.NaN, null));
        doubt.Note.Should().StartWith("the picture cannot be read, and so is neither changed nor covered: ").And.NotContain("\n");
    }

    [Fact]
    public async Task A_picture_by_its_address_is_told_where_calls_would_have_changed_it()
    {
        var inner = new ScriptedClient(_ => "red");
        ChatMessage message = new(ChatRole.User, [new TextContent("a?"), new UriContent("https://example.org/cat.png", "image/png")]);
        async Task<ChatDoubt> With(DoubtOptions options)
        {
            using var client = new DoubtChatClient(inner, options);
            return ChatDoubt.Of(await client.GetResponseAsync([message], cancellationToken: Cancel))!;
        }
        const string told = "a picture given by its address alone is not fetched, and so neither changed nor covered";
        DoubtOptions without = Some with { PictureChanges = 0, BlindCalls = 0 };
        (await With(Some)).Note.Should().Be(told);
        (await With(without with { Map = new DoubtMapOptions { Superpixels = true } })).Note.Should().Be(told);
        (await With(without)).Note.Should().BeNull("nothing of the picture was asked for");
        (await With(Some with { MostCalls = 3 })).Note.Should().Be($"{told}; of 7 calls 4 not made, since the budget was spent");
    }

    [Fact]
    public async Task What_it_will_cost_is_told_beforehand_and_what_it_cost_afterwards()
    {
        using var client = new DoubtChatClient(new ScriptedClient(_ => "red"), Some with { Map = new DoubtMapOptions() });
        client.Estimate(3).Calls.Should().Be(3 * (11 + 36));
        await client.GetResponseAsync([ScriptedCall.Ask("a?")], cancellationToken: Cancel);
        (client.Spent.Calls, client.Spent.InputTokens, client.Estimate().InputTokens).Should().Be((47, 47 * 9, 47 * 9));
    }

    [Fact]
    public void Options_out_of_range_are_told()
    {
        var wrong = () => new DoubtChatClient(new ScriptedClient(_ => ""), Some with { Samples = 101 });
        wrong.Should().Throw<UcamException>().WithMessage("Samples is 101; it must be from 0 to 100.");
        wrong = () => new DoubtChatClient(new ScriptedClient(_ => ""), Some with { Map = new DoubtMapOptions { Window = 7 } });
        wrong.Should().Throw<UcamException>().WithMessage("Map.Window is 7; it must be below Cells, 7.");
    }
}
