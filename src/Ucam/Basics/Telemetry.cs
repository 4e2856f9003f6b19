using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace Ucam;

/// <summary>What the libraries tell about themselves to whoever listens (docs/service.md); without a listener it costs nothing.</summary>
internal static class Telemetry
{
    /// <summary>Of the source of spans and of the meter.</summary>
    public const string Name = "Ucam";

    public const string ModelTag = "ucam.model", PassesTag = "ucam.passes", MethodTag = "ucam.method", LayerTag = "ucam.layer";
    public const string LoadSpan = "ucam.load", FeaturesSpan = "ucam.features", AskSpan = "ucam.ask", ExplainSpan = "ucam.explain";
    public const string ErrorTag = "error.type";

    public static ActivitySource Spans { get; } = new(Name);

    private static readonly Meter Meter = new(Name);
    private static readonly Counter<long> Questions = Meter.CreateCounter<long>("ucam.questions", "{question}", "Questions asked.");
    private static readonly Counter<long> Passes = Meter.CreateCounter<long>("ucam.passes", "{pass}", "Dropout passes run to answer questions.");
    private static readonly Histogram<double> Duration =
        Meter.CreateHistogram<double>("ucam.ask.duration", "s", "Time that a question took from its picture's features on.");

    /// <summary>Counts a question that ended, well or not.</summary>
    /// <param name="model">Its name.</param>
    /// <param name="began">The time stamp of its begin.</param>
    /// <param name="passes">How many were run.</param>
    /// <param name="error">What it failed with.</param>
    public static void Asked(string model, long began, int passes, Exception? error = null)
    {
        if (!Questions.Enabled && !Passes.Enabled && !Duration.Enabled) return;
        var tags = new TagList { { ModelTag, model } };
        if (error is not null) tags.Add(ErrorTag, error.GetType().Name);
        Questions.Add(1, tags);
        Duration.Record(Stopwatch.GetElapsedTime(began).TotalSeconds, tags);
        if (error is null) Passes.Add(passes, tags);
    }

    /// <summary>Marks a span as failed.</summary>
    public static void Failed(this Activity? span, Exception error)
    {
        if (span is null) return;
        span.SetTag(ErrorTag, error.GetType().Name);
        span.SetStatus(ActivityStatusCode.Error, error.Message);
    }
}
