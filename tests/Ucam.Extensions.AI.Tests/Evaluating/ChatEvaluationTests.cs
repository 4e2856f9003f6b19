using Ucam.Vqa;

namespace Ucam.Extensions.AI.Tests.Evaluating;

public sealed class ChatEvaluationTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private static readonly SceneSet Set = new(new SceneSetOptions { Pictures = 15, QuestionsPerPicture = 4, Seed = 4, Size = 48 });

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private static readonly DoubtOptions Doubt = new() { Samples = 2, Rewordings = 0, PictureChanges = 1 };

    public void Dispose() => _folder.Dispose();

    // Right by people's most frequent answer for two of three questions, by the question's own words.
    private static ScriptedClient Model(Func<int, bool>? fails = null) => new(call =>
    {
        if (fails?.Invoke(call.Number) == true) throw new InvalidOperationException("broken");
        if (call.IsBlank) return "yes";
        VqaItem item = Set.Items.First(each => each.Question == call.Question);
        bool knows = item.QuestionId % 3 > 0;
        return knows || (call.IsSample && call.Options!.Seed == 1) ? item.Answers.CountBy(a => a).MaxBy(a => a.Value).Key : $"guess {call.Options?.Seed}";
    });

    [Fact]
    public async Task Every_question_is_scored_as_answers_of_own_models_are()
    {
        ChatEvaluation done = await ChatEvaluation.RunAsync(Model(), Set, new ChatEvaluationOptions { Doubt = Doubt }, cancel: Cancel);
        (done.Results.Count, done.Unanswered, done.Cost.Calls).Should().Be((60, 0, 60 * 5));
        done.Results.Select(r => r.QuestionId).Should().Equal(Set.Items.Select(item => item.QuestionId));
        EvaluationSummary summary = EvaluationSummary.Of(done.Results);
        summary.Overall.Accuracy.Should().BeInRange(0.4, 0.95);
        summary.Overall.Auroc.Should().BeGreaterThan(0.5);
        QuestionResult guess = done.Results.First(r => r.Prediction.StartsWith("guess", StringComparison.Ordinal));
        (guess.Accuracy, guess.IsRight, guess.Predictive > 0).Should().Be((0, false, true));
        double.IsNaN(guess.Aleatoric).Should().BeTrue("calls do not part the doubt so");
    }

    [Fact]
    public async Task Answers_that_are_there_are_not_asked_for_again_and_a_broken_line_is_mended()
    {
        string path = _folder.File("answers.jsonl");
        var budget = new ChatEvaluationOptions { Doubt = Doubt with { Budget = new CallBudget(mostCalls: 52) }, AnswersFile = path, Model = "m" };
        ScriptedClient first = Model();
        ChatEvaluation part = await ChatEvaluation.RunAsync(first, Set, budget, cancel: Cancel);
        (part.Results.Count, part.Unanswered, first.Calls.Count).Should().Be((10, 50, 50), "an eleventh would not fit whole");
        await File.AppendAllTextAsync(path, "{\"question_id\": 12, \"ans", Cancel);
        ScriptedClient second = Model();
        var rest = budget with { Doubt = Doubt };
        ChatEvaluation all = await ChatEvaluation.RunAsync(second, Set, rest, cancel: Cancel);
        (all.Results.Count, second.Calls.Count).Should().Be((60, 250));
        ChatEvaluation once = await ChatEvaluation.RunAsync(Model(), Set, new ChatEvaluationOptions { Doubt = Doubt }, cancel: Cancel);
        all.Results.Select(r => (r.Prediction, r.Accuracy, r.Predictive)).Should().Equal(once.Results.Select(r => (r.Prediction, r.Accuracy, r.Predictive)));
        ScriptedClient third = Model();
        await ChatEvaluation.RunAsync(third, Set, rest, cancel: Cancel);
        third.Calls.Should().BeEmpty();
        await FluentActions.Awaiting(() => ChatEvaluation.RunAsync(Model(), Set, rest with { Model = "n" }, cancel: Cancel))
            .Should().ThrowAsync<UcamException>().WithMessage("*answers are of the model 'm', not 'n'; name another file.");
        await FluentActions.Awaiting(() => ChatEvaluation.RunAsync(Model(), Set, rest with { Doubt = Doubt with { Samples = 3 } }, cancel: Cancel))
            .Should().ThrowAsync<UcamException>().WithMessage("*asked by other calls*");
    }

    [Fact]
    public async Task A_file_of_another_kind_stays_as_it_is()
    {
        string path = _folder.Write("notes.txt", "dear diary");
        await FluentActions.Awaiting(() => ChatEvaluation.RunAsync(Model(), Set, new ChatEvaluationOptions { Doubt = Doubt, AnswersFile = path }, cancel: Cancel))
            .Should().ThrowAsync<UcamException>().WithMessage("*notes.txt: it is no file of answers; name another.");
        (await File.ReadAllTextAsync(path, Cancel)).Should().Be("dear diary");
    }

    [Fact]
    public async Task A_failure_now_and_then_is_kept_apart_and_five_in_a_row_end_it()
    {
        string path = _folder.File("answers.jsonl");
        var options = new ChatEvaluationOptions { Doubt = Doubt, AnswersFile = path };
        ChatEvaluation some = await ChatEvaluation.RunAsync(Model(number => number is 0 or 30), Set, options, cancel: Cancel);
        some.Unanswered.Should().BeInRange(1, 2);
        (await ChatEvaluation.RunAsync(Model(), Set, options, cancel: Cancel)).Unanswered.Should().Be(0, "they are asked again");
        await FluentActions.Awaiting(() => ChatEvaluation.RunAsync(Model(_ => true), Set, new ChatEvaluationOptions { Doubt = Doubt }, cancel: Cancel))
            .Should().ThrowAsync<UcamException>().WithMessage("5 questions in a row got no answer (broken).");
    }

    [Fact]
    public async Task An_estimator_is_fitted_on_the_answers()
    {
        ChatEvaluation done = await ChatEvaluation.RunAsync(Model(), Set, new ChatEvaluationOptions { Doubt = Doubt }, cancel: Cancel);
        CertaintyEstimator fitted = done.Fit();
        (fitted.Answers, fitted.Signals.Contains("semantic-entropy")).Should().Be((60, true));
    }
}
