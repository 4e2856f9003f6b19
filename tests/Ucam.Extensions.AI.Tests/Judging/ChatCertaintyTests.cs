using Microsoft.Extensions.AI;
using Microsoft.Extensions.AI.Evaluation;

namespace Ucam.Extensions.AI.Tests.Judging;

public class ChatCertaintyTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    // A model that is right where it says the same again, and guesses elsewhere.
    private static async Task<(List<ChatDoubt> Answers, List<double> Right)> Answered(int count, DoubtOptions options)
    {
        var random = new Random(3);
        var (answers, right) = (new List<ChatDoubt>(), new List<double>());
        for (int i = 0; i < count; i++)
        {
            bool knows = random.Next(3) > 0;
            int salt = random.Next(1000);
            using var client = new DoubtChatClient(new ScriptedClient(call => knows || call.Number == 0 ? "red" : $"{(call.Number * 7 + salt) % 3}"), options);
            answers.Add(ChatDoubt.Of(await client.GetResponseAsync([ScriptedCall.Ask("a?", ScriptedCall.Squares(4))], cancellationToken: Cancel))!);
            right.Add(knows ? 1 : random.Next(4) == 0 ? 1 : 0);
        }
        return (answers, right);
    }

    [Fact]
    public async Task An_estimator_of_the_signals_tells_right_from_wrong_and_says_why()
    {
        var options = new DoubtOptions();
        (List<ChatDoubt> answers, List<double> right) = await Answered(120, options);
        CertaintyEstimator fitted = ChatCertainty.Fit(answers, right);
        fitted.Signals.Should().Contain("sample-agreement").And.NotContain("answer-probability", "the client told none");
        CertaintyEstimator read = ChatCertainty.FromJson(fitted.ToJson());
        (List<ChatDoubt> later, List<double> known) = await Answered(60, options with { Estimator = read });
        later.Should().OnlyContain(doubt => doubt.Certainty.IsKnown && doubt.Certainty.Because.Length > 0);
        RankingMetrics.Auroc([.. later.Select(doubt => doubt.Certainty.Probability)], [.. known.Select(k => k == 1)]).Should().BeGreaterThan(0.8);
    }

    [Fact]
    public async Task Too_few_answers_and_lists_that_do_not_fit_are_told()
    {
        (List<ChatDoubt> answers, List<double> right) = await Answered(10, new DoubtOptions { Samples = 1 });
        FluentActions.Invoking(() => ChatCertainty.Fit(answers, right)).Should().Throw<UcamException>().WithMessage("10 held-out answers*too few*");
        FluentActions.Invoking(() => ChatCertainty.Fit(answers, [1])).Should().Throw<UcamException>().WithMessage("There are 10 answers, 1 *");
    }

    [Fact]
    public async Task The_evaluator_reads_the_doubt_or_asks_for_it()
    {
        ChatMessage[] asked = [ScriptedCall.Ask("a?")];
        var inner = new ScriptedClient(call => call.IsBlank ? "blue" : "red");
        var evaluator = new DoubtEvaluator(new DoubtOptions { Samples = 3 });
        EvaluationResult result = await evaluator.EvaluateAsync(asked, ScriptedClient.Says("Red."), new ChatConfiguration(inner),
            [new PeoplesAnswersContext(["red", "red", "red", "pink"])], Cancel);
        result.Metrics.Keys.Should().BeEquivalentTo(evaluator.EvaluationMetricNames);
        (result.Get<NumericMetric>(DoubtEvaluator.SemanticEntropyName).Value, result.Get<NumericMetric>(DoubtEvaluator.BlankName).Value)
            .Should().Be((0.0, 0.0));
        result.Get<NumericMetric>(DoubtEvaluator.AccuracyName).Value.Should().BeApproximately(0.75 * 2 / 3 + 0.25, 1e-9);
        result.Get<NumericMetric>(DoubtEvaluator.CertaintyName).Value.Should().BeNull();
        inner.Calls.Should().HaveCount(9, "the answer was there already");
        int calls = inner.Calls.Count;
        using var client = new DoubtChatClient(inner, new DoubtOptions { Samples = 3 });
        ChatResponse response = await client.GetResponseAsync(asked, cancellationToken: Cancel);
        calls = inner.Calls.Count;
        await evaluator.EvaluateAsync(asked, response, new ChatConfiguration(inner), cancellationToken: Cancel);
        inner.Calls.Should().HaveCount(calls, "the response has its doubt");
    }
}
