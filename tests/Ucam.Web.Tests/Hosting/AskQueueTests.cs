using System.Diagnostics.Metrics;
using CsCheck;
using Ucam.Web.Hosting;

namespace Ucam.Web.Tests.Hosting;

public class AskQueueTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public void No_more_are_worked_on_than_there_are_workers_and_all_that_fit_are_answered() =>
        Gen.Select(Gen.Int[1, 3], Gen.Int[0, 4], Gen.Int[0, 12]).Sample((workers, waiting, asked) =>
        {
            using var queue = new AskQueue(workers, waiting);
            using var hold = new ManualResetEventSlim();
            int inside = 0, most = 0;
            Task<int>[] all = [.. Enumerable.Range(0, asked).Select(i => queue.Run(() =>
            {
                InterlockedMax(ref most, Interlocked.Increment(ref inside));
                hold.Wait(Cancel);
                Interlocked.Decrement(ref inside);
                return i;
            }, Cancel))];
            int refused = all.Count(t => t.IsFaulted && t.Exception!.InnerException is BusyException);
            hold.Set();
            Task.WhenAll(all.Where(t => !t.IsFaulted)).Wait(Cancel);
            return refused == Math.Max(0, asked - workers - waiting) && most <= workers && queue.Inside == 0;
        }, iter: 60, threads: 1);

    [Fact]
    public async Task How_many_are_inside_and_were_refused_is_told_to_who_listens()
    {
        var told = new Dictionary<string, long>();
        using var queue = new AskQueue(1, 0, "mine");
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, listening) =>
        {
            if (instrument.Name.StartsWith("ucam.serve.", StringComparison.Ordinal)) listening.EnableMeasurementEvents(instrument);
        };
        void Tell(Instrument instrument, long value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
        {
            if (tags.ToArray().Any(tag => (string?)tag.Value == "mine")) told[instrument.Name] = told.GetValueOrDefault(instrument.Name) + value;
        }
        listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Tell(instrument, value, tags));
        listener.SetMeasurementEventCallback<int>((instrument, value, tags, _) => Tell(instrument, value, tags));
        listener.Start();
        using var hold = new ManualResetEventSlim();
        Task<int> first = queue.Run(() => { hold.Wait(Cancel); return 1; }, Cancel);
        queue.Run(() => 2, Cancel).IsFaulted.Should().BeTrue();
        listener.RecordObservableInstruments();
        hold.Set();
        await first;
        told.Should().BeEquivalentTo(new Dictionary<string, long> { ["ucam.serve.inside"] = 1, ["ucam.serve.refused"] = 1 });
    }

    [Fact]
    public async Task Who_gives_up_while_waiting_leaves_the_queue()
    {
        using var queue = new AskQueue(1, 1);
        using var hold = new ManualResetEventSlim();
        Task<int> first = queue.Run(() => { hold.Wait(Cancel); return 1; }, Cancel);
        using var givesUp = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        Task<int> second = queue.Run(() => 2, givesUp.Token);
        queue.Inside.Should().Be(2);
        await givesUp.CancelAsync();
        await second.Invoking(t => t).Should().ThrowAsync<OperationCanceledException>();
        queue.Inside.Should().Be(1);
        hold.Set();
        (await first).Should().Be(1);
        (await queue.Run(() => 3, Cancel)).Should().Be(3);
    }

    [Fact]
    public async Task A_failure_frees_its_place()
    {
        using var queue = new AskQueue(1, 0);
        for (int i = 0; i < 3; i++)
            await queue.Invoking(q => q.Run<int>(() => throw new UcamException("no"), Cancel)).Should().ThrowAsync<UcamException>();
        queue.Inside.Should().Be(0);
    }

    private static void InterlockedMax(ref int most, int value)
    {
        int seen = Volatile.Read(ref most);
        while (value > seen && Interlocked.CompareExchange(ref most, value, seen) is int other && other != seen) seen = other;
    }
}
