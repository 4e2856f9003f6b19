using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using Ucam.Vqa.Asking;
using Ucam.Vqa.Models;
using static TorchSharp.torch;

namespace Ucam.Vqa.Tests;

public sealed class TelemetryTests : IDisposable
{
    private readonly ServedModel _served = new();
    private readonly ConcurrentQueue<Activity> _spans = [];
    private readonly ConcurrentQueue<(string Name, double Value, string Tags)> _numbers = [];
    private readonly ActivitySource _own = new("tests of telemetry");
    private readonly ActivityListener _listener;
    private readonly MeterListener _meters = new();
    private readonly string _name = "telemetry-" + Guid.NewGuid().ToString("N");
    private readonly VqaModel _vqa;

    public TelemetryTests()
    {
        // Other tests ask at the same time: a model with a name of its own tells what is this test's.
        using (VqaNetwork network = SmallModels.Network(SmallModels.Config with { Name = _name })) Checkpoint.Save(network,
            _served["named.safetensors"], "{}");
        _listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name is "Ucam" or "tests of telemetry",
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = _spans.Enqueue,
        };
        ActivitySource.AddActivityListener(_listener);
        _meters.InstrumentPublished = (instrument, meters) =>
        {
            if (instrument.Meter.Name == "Ucam") meters.EnableMeasurementEvents(instrument);
        };
        _meters.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Note(instrument, value, tags));
        _meters.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Note(instrument, value, tags));
        _meters.Start();
        _vqa = VqaModel.Load(_served["named.safetensors"]);
    }

    private void Note(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var all = tags.ToArray();
        if (all.Any(tag => tag.Key == "ucam.model" && (string?)tag.Value == _name))
            _numbers.Enqueue((instrument.Name, value,
                string.Join(' ', all.Where(tag => tag.Key != "ucam.model").Select(tag => $"{tag.Key}={tag.Value}"))));
    }

    public void Dispose()
    {
        _vqa.Dispose();
        _meters.Dispose();
        _listener.Dispose();
        _own.Dispose();
        _served.Dispose();
    }

    private Activity[] Below(Action<ActivityTraceId> work)
    {
        using Activity root = _own.StartActivity("root")!;
        work(root.TraceId);
        return [.. _spans.Where(span => span.TraceId == root.TraceId)];
    }

    [Fact]
    public void Loading_and_asking_are_spans_with_their_stages_below_them()
    {
        Activity[] spans = Below(_ =>
        {
            using VqaModel again = VqaModel.Load(_served["named.safetensors"]);
            again.Ask(_served.Picture, ServedModel.Question, new AskOptions { Passes = 7, Maps = [MapKind.Attention, MapKind.UCam] });
        });
        spans.Select(span => span.OperationName).Should().Equal("ucam.load", "ucam.features", "ucam.explain", "ucam.ask");
        Activity ask = spans[3];
        ask.GetTagItem("ucam.model").Should().Be(_name);
        ask.GetTagItem("ucam.passes").Should().Be(7);
        spans[0].GetTagItem("ucam.model").Should().Be(_name);
        spans[1].ParentSpanId.Should().Be(ask.SpanId);
        spans[2].ParentSpanId.Should().Be(ask.SpanId);
        spans[2].GetTagItem("ucam.method").Should().Be("attention,u-cam");
        string.Join(' ', spans.SelectMany(span => span.TagObjects).Select(tag => tag.Value))
            .Should().NotContain("colour", "questions are people's own");
    }

    [Fact]
    public void Questions_their_time_and_their_passes_are_counted()
    {
        _vqa.Ask(_served.Picture, ServedModel.Question, new AskOptions { Passes = 7 });
        _numbers.Select(n => n.Name).Should().BeEquivalentTo("ucam.questions", "ucam.ask.duration", "ucam.passes");
        _numbers.Single(n => n.Name == "ucam.questions").Value.Should().Be(1);
        _numbers.Single(n => n.Name == "ucam.passes").Value.Should().Be(7);
        _numbers.Single(n => n.Name == "ucam.ask.duration").Value.Should().BeInRange(1e-6, 60);
    }

    [Fact]
    public void What_fails_is_marked()
    {
        Activity[] spans = Below(_ =>
        {
            var ask = () => _vqa.Ask(_served.Picture, "");
            ask.Should().Throw<UcamException>();
            var load = () => VqaModel.Load(_served["none.safetensors"]);
            load.Should().Throw<UcamException>();
        });
        spans.Select(span => span.OperationName).Should().Equal("ucam.ask", "ucam.load");
        spans.Should().OnlyContain(span => span.Status == ActivityStatusCode.Error);
        spans[0].GetTagItem("error.type").Should().Be(nameof(UcamException));
        _numbers.Should().OnlyContain(n => n.Tags == "error.type=UcamException").And.Contain(n => n.Name == "ucam.questions");
    }

    [Fact]
    public void Maps_of_any_model_are_spans()
    {
        using Explainer explain = VqaExplanation.FromFeatures(_vqa.Network);
        using var scope = NewDisposeScope();
        Tensor[] inputs = [ones(1, 64, SmallModels.Channels), tensor(new long[] { 2, 3 }, [1, 2]), tensor(new long[] { 2 })];
        Activity[] spans = Below(_ =>
        {
            explain.Map(new GradCam(), inputs);
            var wrong = () => explain.Map(new GradCam(), inputs, 99);
            wrong.Should().Throw<UcamException>();
        });
        spans.Select(span => span.OperationName).Should().Equal("ucam.explain", "ucam.explain");
        spans[0].GetTagItem("ucam.method").Should().Be("grad-cam");
        spans[1].Status.Should().Be(ActivityStatusCode.Error);
    }
}
