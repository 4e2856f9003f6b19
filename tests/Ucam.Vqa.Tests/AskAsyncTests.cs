using Ucam.Imaging;

namespace Ucam.Vqa.Tests;

public sealed class AskAsyncTests : IDisposable
{
    private static readonly AskOptions Quick = new() { Passes = 3, Maps = [] };
    private readonly ServedModel _served = new();

    private VqaModel Vqa => _served.Model;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => _served.Dispose();

    [Fact]
    public async Task An_answer_from_another_thread_is_that_of_this_one()
    {
        object[] right = ServedModel.All(Vqa.Ask(_served.Picture, ServedModel.Question));
        byte[] png = _served.Picture.EncodePng();
        _served.Picture.SavePng(_served["x.png"]);
        Thread? worker = null;
        var stream = new HookedStream(png, () => worker = Thread.CurrentThread);
        foreach (AnyPicture picture in new AnyPicture[] { _served.Picture, png, _served["x.png"], stream })
        {
            Task<Answer>? asked = null;
            var caller = new Thread(() => asked = Vqa.AskAsync(picture, ServedModel.Question, cancel: Cancel));
            caller.Start();
            caller.Join();
            ServedModel.All(await asked!).Should().Equal(right);
            worker.Should().NotBe(caller);
        }
        worker.Should().NotBeNull();
    }

    [Fact]
    public async Task A_call_is_cancelled_between_two_stages()
    {
        using var stop = new CancellationTokenSource();
        Vqa.Network.Backbone.register_forward_hook((_, _, output) =>
        {
            stop.Cancel();
            return output;
        });
        var features = () => Vqa.AskAsync(_served.Picture, ServedModel.Question, cancel: stop.Token);
        await features.Should().ThrowAsync<OperationCanceledException>("the features are a stage");
        var open = () => Vqa.Ask([(_served.Picture, ServedModel.Question)], null, stop.Token);
        open.Should().Throw<OperationCanceledException>();
    }

    [Fact]
    public async Task Failures_come_with_the_task()
    {
        var question = () => Vqa.AskAsync(_served.Picture, "", cancel: Cancel);
        (await question.Should().ThrowAsync<UcamException>()).Which.Field.Should().Be("question");
        var picture = () => Vqa.AskAsync(_served["none.png"], ServedModel.Question, cancel: Cancel);
        await picture.Should().ThrowAsync<PictureException>();
        var bytes = () => Vqa.AskAsync(new byte[] { 1, 2, 3 }, ServedModel.Question, cancel: Cancel);
        await bytes.Should().ThrowAsync<PictureException>();
    }

    [Fact]
    public void A_batch_keeps_its_order_and_runs_the_backbone_once_a_picture()
    {
        (AnyPicture, string)[] questions = [(_served.Picture, ServedModel.Question), (_served.Another, ServedModel.Other),
            (_served.Picture, ServedModel.Third), (_served.Another, ServedModel.Question), (_served.Picture, ServedModel.Question)];
        object[][] alone = [.. questions.Select(q => ServedModel.All(Vqa.Ask(q.Item1, q.Item2)))];
        int before = _served.Forwards;
        IReadOnlyList<Answer> together = Vqa.Ask(questions, cancel: Cancel);
        _served.Forwards.Should().Be(before + 2);
        together.Should().HaveCount(questions.Length);
        for (int i = 0; i < questions.Length; i++) ServedModel.All(together[i]).Should().Equal(alone[i]);
        Vqa.Ask([], cancel: Cancel).Should().BeEmpty();
    }

    [Fact]
    public async Task Each_question_gets_its_answer_in_order_and_neighbours_share_a_picture()
    {
        byte[] bytes = _served.Picture.EncodePng();
        (AnyPicture, string)[] questions = [(new MemoryStream(bytes), ServedModel.Question), (_served.Another, ServedModel.Other),
            (_served.Another, ServedModel.Third), (_served.Another, ServedModel.Question)];
        var texts = new List<string>();
        await foreach (Answer answer in Vqa.AskEach(questions, Quick, Cancel)) texts.Add(answer.Question);
        texts.Should().Equal(questions.Select(q => q.Item2));
        _served.Forwards.Should().Be(2);
    }

    [Fact]
    public async Task At_most_three_answers_are_ahead()
    {
        int asked = 0, taken = 0, most = 0;
        IEnumerable<(AnyPicture, string)> Questions()
        {
            for (int i = 0; i < 30; i++)
            {
                most = Math.Max(most, asked - Volatile.Read(ref taken));
                asked++;
                yield return (_served.Picture, ServedModel.Question);
            }
        }
        await foreach (Answer answer in Vqa.AskEach(Questions(), Quick, Cancel))
        {
            await Task.Delay(5, Cancel);
            Volatile.Write(ref taken, taken + 1);
        }
        taken.Should().Be(30);
        most.Should().BeInRange(1, 4, "three wait and one is in hand");
    }

    [Fact]
    public async Task The_answers_before_a_failure_come_first()
    {
        (AnyPicture, string)[] questions = [(_served.Picture, ServedModel.Question), (_served.Picture, ServedModel.Other), (_served.Picture, "?!"),
            (_served.Picture, ServedModel.Third)];
        int taken = 0;
        var all = async () =>
        {
            await foreach (Answer answer in Vqa.AskEach(questions, Quick, Cancel)) taken++;
        };
        (await all.Should().ThrowAsync<UcamException>()).Which.Field.Should().Be("question");
        taken.Should().Be(2);
    }

    [Fact]
    public async Task A_series_is_cancelled_by_either_token()
    {
        foreach (bool own in new[] { true, false })
        {
            using var stop = new CancellationTokenSource();
            IAsyncEnumerable<Answer> answers =
                Vqa.AskEach(Enumerable.Repeat(((AnyPicture)_served.Picture, ServedModel.Question), 1000), Quick, own ? stop.Token : default);
            int taken = 0;
            var all = async () =>
            {
                await foreach (Answer answer in answers.WithCancellation(own ? default : stop.Token))
                    if (++taken == 4) await stop.CancelAsync();
            };
            await all.Should().ThrowAsync<OperationCanceledException>();
            taken.Should().BeLessThan(9);
        }
    }

    [Fact]
    public async Task A_disposed_model_refuses_all_of_it()
    {
        VqaModel model = _served.Load();
        model.Dispose();
        Func<Task>[] calls =
        [
            () => model.AskAsync(_served.Picture, ServedModel.Question, cancel: Cancel),
            () => model.OpenAsync(_served.Picture, Cancel),
            () => Task.Run(() => model.Open(_served.Picture), Cancel),
            () => Task.Run(() => model.Ask([(_served.Picture, ServedModel.Question)], cancel: Cancel), Cancel),
            () => Task.Run(() => model.Ask([], cancel: Cancel), Cancel),
            async () =>
            {
                await foreach (Answer answer in model.AskEach([(_served.Picture, ServedModel.Question)], Quick, Cancel)) { }
            },
        ];
        foreach (Func<Task> call in calls)
            (await call.Should().ThrowAsync<ObjectDisposedException>()).Which.ObjectName.Should().EndWith(nameof(VqaModel));
    }

    [Fact]
    public async Task A_model_disposed_while_tasks_ask_finishes_their_answers_and_refuses_later_ones()
    {
        for (int round = 0; round < 5; round++)
        {
            VqaModel model = _served.Load();
            Task<Answer>[] asking = [.. Enumerable.Range(0, 12).Select(i => model.AskAsync(_served.Picture, ServedModel.Question, Quick, Cancel))];
            await asking[0].ContinueWith(_ => { }, Cancel, TaskContinuationOptions.None, TaskScheduler.Default);
            model.Dispose();
            foreach (Task<Answer> task in asking)
            {
                try
                {
                    (await task).Text.Should().NotBeEmpty();
                }
                catch (ObjectDisposedException e)
                {
                    e.ObjectName.Should().EndWith(nameof(VqaModel));
                }
            }
        }
    }
}
