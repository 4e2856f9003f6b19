namespace Ucam.Vqa.Tests;

[Collection(WholeProcess.Name)]
public sealed class AskAsyncLeakTests : IDisposable
{
    private static readonly AskOptions Quick = new() { Passes = 3, Maps = [] };
    private readonly ServedModel _served = new();

    private VqaModel Vqa => _served.Model;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => _served.Dispose();

    [Fact]
    public async Task A_call_that_is_cancelled_before_it_begins_or_while_it_reads_ends_so_and_leaves_no_tensors()
    {
        Vqa.Ask(_served.Picture, ServedModel.Question);
        long before = Tensors.LiveAnywhere();
        var late = () => Vqa.AskAsync(_served.Picture, ServedModel.Question, cancel: new CancellationToken(canceled: true));
        await late.Should().ThrowAsync<OperationCanceledException>();
        using var stop = new CancellationTokenSource();
        var reading = () => Vqa.AskAsync(new HookedStream(_served.Picture.EncodePng(), stop.Cancel), ServedModel.Question, cancel: stop.Token);
        await reading.Should().ThrowAsync<OperationCanceledException>();
        _served.Forwards.Should().Be(1, "the second was stopped before the backbone");
        Tensors.LiveAnywhere().Should().Be(before);
    }

    [Fact]
    public async Task Whoever_stops_taking_answers_ends_the_work_and_leaves_no_tensors()
    {
        Vqa.Ask(_served.Picture, ServedModel.Question, Quick);
        long before = Tensors.LiveAnywhere();
        int asked = 0;
        IEnumerable<(AnyPicture, string)> Endless()
        {
            while (true)
            {
                asked++;
                yield return (_served.Picture, ServedModel.Question);
            }
        }
        int taken = 0;
        await foreach (Answer answer in Vqa.AskEach(Endless(), Quick, Cancel))
            if (++taken == 3) break;
        int then = asked;
        await Task.Delay(50, Cancel);
        asked.Should().Be(then).And.BeLessThan(10);
        Tensors.LiveAnywhere().Should().Be(before);
    }

    [Fact]
    public async Task Loading_opening_asking_and_disposing_two_hundred_times_leaves_no_tensors()
    {
        async Task Once()
        {
            using VqaModel model = _served.Load();
            using OpenedPicture opened = await model.OpenAsync(_served.Picture, Cancel);
            await opened.AskAsync(ServedModel.Question, Quick, Cancel);
            await model.AskAsync(_served.Another, ServedModel.Other, Quick, Cancel);
        }
        // TorchSharp goes on counting what became a parameter, so that even loading alone counts up; DisposalTests count otherwise.
        await Once();
        long start = Tensors.LiveAnywhere();
        for (int i = 0; i < 200; i++) _served.Load().Dispose();
        long loaded = Tensors.LiveAnywhere();
        for (int i = 0; i < 200; i++) await Once();
        (Tensors.LiveAnywhere() - loaded).Should().Be(loaded - start);
    }
}
