using System.Diagnostics;
using static TorchSharp.torch;

namespace Ucam.Vqa.Tests;

public sealed class OpenedPictureTests : IDisposable
{
    private readonly ServedModel _served = new();

    public void Dispose() => _served.Dispose();

    [Fact]
    public void Several_questions_take_one_pass_of_the_backbone_and_get_what_they_get_alone()
    {
        (string, AskOptions?)[] questions = [(ServedModel.Question, null), (ServedModel.Other, new AskOptions { Passes = 7, Seed = 3 }),
            (ServedModel.Question, new AskOptions { Mode = McMode.Full, Passes = 5, Maps = [MapKind.Certainty, MapKind.CertaintyWeighted] }),
            (ServedModel.Third, new AskOptions { Passes = 0 })];
        object[][] alone = [.. questions.Select(q => ServedModel.All(_served.Model.Ask(_served.Picture, q.Item1, q.Item2)))];
        _served.Forwards.Should().Be(questions.Length);
        using OpenedPicture opened = _served.Model.Open(_served.Picture);
        for (int round = 0; round < 2; round++)
            for (int i = 0; i < questions.Length; i++)
                ServedModel.All(opened.Ask(questions[i].Item1, questions[i].Item2)).Should().Equal(alone[i]);
        opened.Unusual().Should().Be(_served.Model.Unusual(_served.Picture));
        _served.Forwards.Should().Be(questions.Length + 2, "opening took one and the model's own Unusual another");
    }

    [Fact]
    public async Task Several_threads_share_one_picture()
    {
        using OpenedPicture opened = await _served.Model.OpenAsync(_served.Picture, TestContext.Current.CancellationToken);
        object[][] alone = [.. Enumerable.Range(0, 8).Select(i => ServedModel.All(opened.Ask(ServedModel.Question, new AskOptions { Seed = i })))];
        Answer[] together = await Task.WhenAll(Enumerable.Range(0, 8)
            .Select(i => opened.AskAsync(ServedModel.Question, new AskOptions { Seed = i }, TestContext.Current.CancellationToken)));
        for (int i = 0; i < 8; i++) ServedModel.All(together[i]).Should().Equal(alone[i]);
        _served.Forwards.Should().Be(1);
    }

    [Fact]
    public void Features_outlive_the_scope_in_which_a_picture_was_opened()
    {
        OpenedPicture opened;
        using (var scope = NewDisposeScope()) opened = _served.Model.Open(_served.Picture);
        using (opened)
            ServedModel.All(opened.Ask(ServedModel.Question)).Should().Equal(ServedModel.All(_served.Model.Ask(_served.Picture, ServedModel.Question)));
    }

    [Fact]
    public async Task A_disposed_picture_says_so()
    {
        OpenedPicture opened = _served.Model.Open(_served.Picture);
        opened.Dispose();
        opened.Dispose();
        var ask = () => opened.Ask(ServedModel.Question);
        ask.Should().Throw<ObjectDisposedException>().Which.ObjectName.Should().EndWith(nameof(OpenedPicture));
        var unusual = () => opened.Unusual();
        unusual.Should().Throw<ObjectDisposedException>();
        var asynchronous = () => opened.AskAsync(ServedModel.Question, cancel: TestContext.Current.CancellationToken);
        await asynchronous.Should().ThrowAsync<ObjectDisposedException>();
    }

    [Fact]
    public void A_picture_whose_model_was_disposed_names_the_model()
    {
        VqaModel model = _served.Load();
        using OpenedPicture opened = model.Open(_served.Picture);
        model.Dispose();
        var ask = () => opened.Ask(ServedModel.Question);
        ask.Should().Throw<ObjectDisposedException>().Which.ObjectName.Should().EndWith(nameof(VqaModel));
    }

    [Fact]
    public void Disposal_waits_for_the_question_under_way()
    {
        using var asked = new ManualResetEventSlim();
        OpenedPicture opened = _served.Model.Open(_served.Picture);
        Answer? answer = null;
        var asking = new Thread(() => answer = opened.Ask(ServedModel.Question, new AskOptions { Passes = 2000 }));
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == "Ucam",
            Sample = (ref ActivityCreationOptions<ActivityContext> _) =>
                ActivitySamplingResult.AllData,
            ActivityStarted = span =>
            {
                if (Thread.CurrentThread == asking) asked.Set();
            },
        };
        ActivitySource.AddActivityListener(listener);
        asking.Start();
        asked.Wait(TestContext.Current.CancellationToken);
        opened.Dispose();
        asking.Join();
        answer.Should().NotBeNull();
    }
}
