using CsCheck;
using Microsoft.Extensions.AI;

namespace Ucam.Extensions.AI.Tests.Calls;

public class CallBudgetTests
{
    private const int MostOfACall = 40;

    private static readonly Gen<(int Calls, int Tokens, int PerAnswer, int AtOnce, int Seed)> Cases =
        Gen.Select(Gen.Int[0, 40], Gen.Int[0, 900], Gen.Int[1, 20], Gen.Int[1, 12], Gen.Int[0, 1_000_000]);

    [Fact]
    public async Task A_budget_is_never_passed_whatever_the_model_does() => await Cases.SampleAsync(async limits =>
    {
        var budget = new CallBudget(limits.Calls, limits.Tokens, MostOfACall);
        long tokens = 0;
        var inner = new ScriptedClient(async (call, cancel) =>
        {
            var random = new Random(limits.Seed + call.Number);
            if (random.Next(4) == 0) await Task.Delay(random.Next(2), cancel);
            int dice = random.Next(10);
            if (dice == 0) throw new HttpRequestException("again", null, System.Net.HttpStatusCode.TooManyRequests) { Data = { ["Retry-After"] = 0 } };
            if (dice == 1) throw new InvalidOperationException("broken");
            int used = random.Next(1, MostOfACall + 1);
            Interlocked.Add(ref tokens, used);
            ChatResponse says = ScriptedClient.Says(dice == 2 ? "" : "red", used);
            // What is not told counts as the most that it can be.
            if (dice == 3) says.Usage = null;
            return says;
        });
        using var client = new DoubtChatClient(inner, new DoubtOptions
        { Budget = budget, MostCalls = limits.PerAnswer, Concurrency = limits.AtOnce, Map = new DoubtMapOptions { Cells = 4, Window = 2 } });
        for (int question = 0; question < 3; question++)
        {
            int before = inner.Calls.Count;
            try
            {
                await client.GetResponseAsync([ScriptedCall.Ask("a?", ScriptedCall.Squares(4))]);
            }
            catch (Exception e) when (e is BudgetSpentException or InvalidOperationException or HttpRequestException)
            {
                // The answer itself failed, or there was nothing left for it.
            }
            (inner.Calls.Count - before).Should().BeLessThanOrEqualTo(limits.PerAnswer);
        }
        inner.Calls.Count.Should().BeLessThanOrEqualTo(limits.Calls);
        budget.Calls.Should().Be(inner.Calls.Count);
        tokens.Should().BeLessThanOrEqualTo(limits.Tokens);
        budget.Tokens.Should().BeLessThanOrEqualTo(limits.Tokens).And.BeGreaterThanOrEqualTo(tokens);
    }, iter: 60);

    [Fact]
    public async Task What_the_budget_leaves_out_is_told_and_one_of_each_kind_comes_first()
    {
        var inner = new ScriptedClient(_ => "red");
        using var client = new DoubtChatClient(inner, new DoubtOptions { MostCalls = 5 });
        ChatDoubt doubt = ChatDoubt.Of(await client.GetResponseAsync([ScriptedCall.Ask("a?")], cancellationToken: TestContext.Current.CancellationToken))!;
        doubt.Probes.Where(probe => probe.Outcome == ProbeOutcome.Answered).Select(probe => probe.Kind)
            .Should().Equal(ProbeKind.Answer, ProbeKind.Sample, ProbeKind.Blind, ProbeKind.PictureChange, ProbeKind.Rewording);
        doubt.Note.Should().Be("of 12 calls 7 not made, since the budget was spent");
    }

    [Fact]
    public void Tokens_are_limited_only_where_it_is_said_what_a_call_takes()
    {
        var wrong = () => new CallBudget(mostTokens: 100);
        wrong.Should().Throw<UcamException>().WithMessage("tokensPerCall is missing; *");
        wrong = () => new CallBudget(mostCalls: -1);
        wrong.Should().Throw<UcamException>().WithMessage("mostCalls is -1; *");
        new CallBudget(7, 100, 30).CallsLeft.Should().Be(3);
    }
}
